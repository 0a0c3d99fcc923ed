namespace CrimeScreeningWorker.EndToEnd.Tests.Contract;

/// <summary>Holds an output to a file of the repository.</summary>
internal static class Snapshot
{
    /// <summary>Set to 1, the files of the repository are written instead of compared: look at what git shows before you commit them.</summary>
    public const string Update = "UPDATE_SNAPSHOTS";

    /// <param name="expected">From the root of the repository, with slashes.</param>
    public static void Verify(string expected, string actual)
    {
        var name = Path.GetFileName(expected);
        var file = Path.Combine(Repository.Root, expected);
        var received = Path.Combine(AppContext.BaseDirectory, Path.ChangeExtension(name, ".received" + Path.GetExtension(name)));
        File.Delete(received);
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.Copy(actual, file, overwrite: true);
            return;
        }

        if (File.Exists(file) && File.ReadAllBytes(file).AsSpan().SequenceEqual(File.ReadAllBytes(actual))) return;
        File.Copy(actual, received);
        var (wanted, found) = (File.Exists(file) ? File.ReadAllLines(file) : [], File.ReadAllLines(actual));
        var first = wanted.Zip(found).TakeWhile(pair => pair.First == pair.Second).Count();
        Assert.Fail(
            $"{expected} is no longer what the build gives; they differ first on line {first + 1}.\n" +
            $"  expected: {wanted.ElementAtOrDefault(first)}\n  received: {found.ElementAtOrDefault(first)}\n" +
            $"Compare it with {received}. If the change is meant, run the tests once with {Update}=1 and commit the file.");
    }
}
