using System.Diagnostics;
using System.Text;

namespace CrimeScreeningWorker.EndToEnd.Tests;

/// <summary>A folder of its own, in which the worker is run and from which its outputs are read; gone with the test.</summary>
internal sealed class Workspace : IDisposable
{
    /// <summary>The moment every run here stands for, unless a test says otherwise.</summary>
    public const string Morning = "2026-02-02T05:00:00Z";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("screening-");
    private readonly Dictionary<string, string> environment = new(StringComparer.Ordinal);

    public string Folder => folder.FullName;

    /// <summary>The outputs of the last run to <c>out</c>.</summary>
    public Outputs Out => new(PathOf("out"));

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>A setting for every later run, <c>Sources:BatchRows</c> as <c>Sources__BatchRows</c>.</summary>
    public Workspace Set(string name, string value)
    {
        environment["CRIMESCREENING_" + name] = value;
        return this;
    }

    public Workspace SetPlain(string name, string value)
    {
        environment[name] = value;
        return this;
    }

    public string Write(string name, byte[] content)
    {
        File.WriteAllBytes(PathOf(name), content);
        return PathOf(name);
    }

    public string Write(string name, string content) => Write(name, Encoding.UTF8.GetBytes(content));

    /// <summary>Names of the files and folders in here, in order.</summary>
    public IEnumerable<string> Content() =>
        folder.EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Folder, f.FullName)).Order(StringComparer.Ordinal);

    /// <summary>Runs the worker with these words.</summary>
    public Task<Finished> RunAsync(params string[] words) => RunBehindAsync([], words);

    /// <summary>Runs the worker as the command of another program, such as one that takes rights away.</summary>
    public async Task<Finished> RunBehindAsync(IEnumerable<string> before, params string[] words)
    {
        using var process = Start([.. before, "dotnet", Worker.Program, .. words]);
        return await Worker.EndAsync(process);
    }

    public Process Start(params IEnumerable<string> command) => Worker.Start(Folder, environment, command);

    /// <summary>Starts <c>screen</c> and does not wait for it.</summary>
    public Process StartScreening(string source, string store = "store.db", string output = "out") =>
        Start(["dotnet", Worker.Program, .. ScreenWords(source, store, output)]);

    /// <summary>Runs <c>screen</c> over a file into <c>store.db</c> and <c>out</c>.</summary>
    public Task<Finished> ScreenAsync(string source, string store = "store.db", string output = "out", string asOf = Morning) =>
        RunAsync(ScreenWords(source, store, output, asOf));

    public static string[] ScreenWords(string source, string store = "store.db", string output = "out", string asOf = Morning) =>
        ["screen", "--source", source, "--store", "sqlite:" + store, "--out", output, "--as-of", asOf];

    public void Dispose()
    {
        // A test may have taken the right to write away.
        foreach (var inner in folder.EnumerateDirectories("*", SearchOption.AllDirectories))
            inner.UnixFileMode |= UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        folder.Delete(recursive: true);
    }
}
