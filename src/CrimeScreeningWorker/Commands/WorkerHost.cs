namespace CrimeScreeningWorker.Commands;
internal static class WorkerHost { public static T Options<T>(string section) where T : class, new() => new T(); }
