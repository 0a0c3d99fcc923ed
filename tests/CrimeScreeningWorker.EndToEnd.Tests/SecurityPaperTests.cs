using System.Text.RegularExpressions;

namespace CrimeScreeningWorker.EndToEnd.Tests;

/// <remarks>docs/security.md names a test for every threat: a paper that names what is not there would be worth nothing.</remarks>
public sealed partial class SecurityPaperTests
{
    private static readonly string[] Stride = ["S", "T", "R", "I", "D", "E"];

    [Fact]
    public void EveryThreat_NamesTestsThatExist()
    {
        var tests = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*Tests*.cs", SearchOption.AllDirectories)
            .SelectMany(file => TestMethod().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)).ToHashSet(StringComparer.Ordinal);
        var threats = Threats();

        Assert.All(Stride, letter => Assert.Contains(threats, threat => threat.Id.StartsWith(letter, StringComparison.Ordinal)));
        Assert.All(threats, threat => Assert.NotEmpty(threat.Tests));
        Assert.All(threats.SelectMany(threat => threat.Tests), test => Assert.Contains(test, tests));
    }

    [Fact]
    public void Threats_AreNumberedWithoutAGapOrADouble()
    {
        var ids = Threats().Select(threat => threat.Id).ToList();

        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(Stride, letter => Assert.Equal(
            Enumerable.Range(1, ids.Count(id => id.StartsWith(letter, StringComparison.Ordinal))).Select(number => $"{letter}{number}"),
            ids.Where(id => id.StartsWith(letter, StringComparison.Ordinal))));
    }

    private static List<(string Id, List<string> Tests)> Threats() =>
    [
        .. File.ReadAllLines(Path.Combine(Repository.Root, "docs", "security.md"))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length == 7 && ThreatId().IsMatch(cells[1]))
            .Select(cells => (cells[1], Code().Matches(cells[5]).Select(match => match.Groups["name"].Value).ToList())),
    ];

    [GeneratedRegex(@"^[STRIDE]\d+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ThreatId();

    [GeneratedRegex("`(?<name>[A-Za-z0-9_]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"public (async )?(Task|void) (?<name>[A-Za-z0-9_]+)\(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TestMethod();
}
