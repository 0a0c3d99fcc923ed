// The faults that are tried here (limits, signals, permissions) are those of the system that the worker is deployed on.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
// Each test starts processes that use every core; two classes at a time keep two cores busy.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
