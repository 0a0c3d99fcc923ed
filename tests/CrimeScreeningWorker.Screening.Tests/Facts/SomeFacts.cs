using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Tests.Facts;

/// <summary>The shipped books, read once.</summary>
internal static class SomeFacts
{
    public static RuleBook Rules { get; } = RuleBook.Load(PathOf("rule-book.yaml"));

    public static FactBook Book { get; } = FactBook.Load(PathOf("facts.yaml"), Rules);

    public static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "rules", file);

    /// <summary>A crime recorded on Wednesday, 1 July 2026, at noon.</summary>
    public static Crime CrimeOf(string narrative) => new()
    {
        Key = new CrimeKey("NF", "1"),
        RecordedAt = new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero),
        UpdatedAt = new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero),
        HomeOfficeClass = "8L",
        OffenceTitle = "Harassment without violence",
        Narrative = narrative,
    };

    public static ImmutableArray<NarrativeFact> Read(string narrative) => Read(CrimeOf(narrative));

    public static ImmutableArray<NarrativeFact> Read(Crime crime)
    {
        var tokens = new TokenBuffer();
        NarrativeTokenizer.Tokenize(crime.Narrative, tokens);
        return Book.Read(crime, tokens).Facts;
    }
}
