using System.Globalization;
using System.Text;
using CrimeScreeningWorker.Screening.Linkage;

namespace CrimeScreeningWorker.Screening.Tests.Linkage;

/// <summary>Extraction and linkage over the labelled corpus: what people wrote, not what a test thought of.</summary>
public sealed class LinkageCorpusTests
{
    private static readonly IdentifierExtractor Extractor = new(new LinkageOptions());

    [Theory]
    [InlineData("county")]
    [InlineData("urban")]
    [InlineData("controlroom")]
    [InlineData("safeguarding")]
    [InlineData("contrast")]
    public void Extract_Corpus_FindsEveryNumberOfTheRangesForDrama(string file)
    {
        var missed = new List<string>();
        foreach (var row in Rows(file))
        {
            var found = Extractor.Extract(row["narrative"]).Select(one => one.Value).ToHashSet(StringComparer.Ordinal);
            var digits = row["narrative"].Replace(" ", "", StringComparison.Ordinal);
            foreach (var range in (string[])["07700900", "01632960"])
            {
                for (var i = digits.IndexOf(range, StringComparison.Ordinal); i >= 0; i = digits.IndexOf(range, i + 1, StringComparison.Ordinal))
                {
                    var whole = i + 11 <= digits.Length && digits[i..(i + 11)].All(char.IsAsciiDigit);
                    if (whole && !found.Contains($"+44{digits[(i + 1)..(i + 11)]}")) missed.Add(row["crime_reference"]);
                }
            }
        }

        Assert.Empty(missed);
    }

    [Theory]
    [InlineData("county")]
    [InlineData("urban")]
    [InlineData("controlroom")]
    [InlineData("safeguarding")]
    public void Link_CrimesThatNeedTheirHistory_JoinAnEarlierOne(string file)
    {
        var needHistory = Rows($"{file}.labels").Where(row => row["needs_history"] == "1").Select(row => row["crime_reference"]).ToHashSet(StringComparer.Ordinal);
        var crimes = Rows(file).Select(row => new LinkableCrime(
            new CrimeKey(row["force_code"], row["crime_reference"]),
            DateTimeOffset.Parse(row["recorded_at"], CultureInfo.InvariantCulture),
            row["victim_id"],
            row["suspect_id"],
            Extractor.Extract(row["narrative"]))).ToList();
        var recordedAt = crimes.ToDictionary(crime => crime.Key, crime => crime.RecordedAt);
        var linker = new Linker(new LinkageOptions());

        var joined = crimes.Count(crime => needHistory.Contains(crime.Key.CrimeReference)
            && linker.Link(crime, crimes).Any(link => link.IsCourseOfConduct && recordedAt[link.Other] < crime.RecordedAt));

        // Those left out are go-betweens and records that name another by its crime reference alone.
        Assert.NotEmpty(needHistory);
        Assert.InRange((double)joined / needHistory.Count, 0.93, 1.0);
    }

    private static List<Dictionary<string, string>> Rows(string file)
    {
        var lines = Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "models", "corpus", $"{file}.csv"))).ToList();
        return [.. lines.Skip(1).Select(line => lines[0].Zip(line).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal))];
    }

    private static IEnumerable<List<string>> Parse(string text)
    {
        var line = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"') cell.Append(text[++i]);
            else if (c == '"') quoted = !quoted;
            else if (quoted || c is not (',' or '\n' or '\r' or '\uFEFF')) cell.Append(c);
            else if (c is ',' or '\n')
            {
                line.Add(cell.ToString());
                cell.Clear();
                if (c == ',') continue;
                yield return line;
                line = [];
            }
        }

        if (cell.Length > 0 || line.Count > 0) yield return [.. line, cell.ToString()];
    }
}
