// Two browsers at a time keep two cores busy.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
