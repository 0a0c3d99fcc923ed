namespace CrimeScreeningWorker.EndToEnd.Tests;

/// <summary>The clone that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "CrimeScreeningWorker.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException($"{AppContext.BaseDirectory} lies in no clone of the repository.");
    }
}
