using CrimeScreeningWorker.Commands;

namespace CrimeScreeningWorker.EndToEnd.Tests;

/// <remarks>What the README tells a newcomer to type is typed here, as far as the command line understands it.</remarks>
public sealed class ReadMeTests
{
    private const string Project = "src/CrimeScreeningWorker";

    public static TheoryData<string> Commands() => [.. Lines()];

    [Theory]
    [MemberData(nameof(Commands))]
    public void ReadMe_CommandLine_IsUnderstood(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words[0] == "bash")
        {
            var script = Path.Combine(Repository.Root, words[1]);
            Assert.True(File.Exists(script), $"{words[1]} is not in the repository.");
            var text = File.ReadAllText(script);
            Assert.All(words.Skip(2), word => Assert.Contains(word, text, StringComparison.Ordinal));
            return;
        }

        Assert.Equal("run", words[1]);
        var project = Array.IndexOf(words, "--project");
        Assert.True(project > 0 && Directory.Exists(Path.Combine(Repository.Root, words[project + 1])), $"No project in: {line}");
        var arguments = words.SkipWhile(word => word != "--").Skip(1);
        var parsed = CommandLine.Root().Parse([.. arguments]);
        Assert.True(parsed.Errors.Count == 0, $"{line}: {string.Join(' ', parsed.Errors.Select(e => e.Message))}");
    }

    [Fact]
    public void ReadMe_TwoMainCommands_AreThere()
    {
        var lines = Lines();

        Assert.Contains(lines, line => line.StartsWith("dotnet run", StringComparison.Ordinal) && line.EndsWith("-- demo", StringComparison.Ordinal));
        Assert.Contains("bash tests/run.sh", lines);
    }

    // Until there is a README, the two commands it must have stand for it.
    private static List<string> Lines()
    {
        var file = Path.Combine(Repository.Root, "README.md");
        return File.Exists(file) ? [.. ShellLines(File.ReadAllLines(file))] : [$"dotnet run --project {Project} -- demo", "bash tests/run.sh"];
    }

    private static IEnumerable<string> ShellLines(IEnumerable<string> lines)
    {
        var (inside, unfinished) = (false, "");
        foreach (var raw in lines)
        {
            if (raw.TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                inside = !inside && raw.Trim() == "```sh";
                continue;
            }

            if (!inside) continue;
            var line = unfinished + raw.Split(" #")[0].Trim();
            unfinished = line.EndsWith('\\') ? line[..^1] : "";
            if (unfinished.Length == 0 && (line.StartsWith("dotnet run", StringComparison.Ordinal) || line.StartsWith("bash ", StringComparison.Ordinal)))
                yield return line;
        }
    }
}
