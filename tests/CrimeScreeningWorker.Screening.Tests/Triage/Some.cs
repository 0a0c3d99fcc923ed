using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Suggestions;
using CrimeScreeningWorker.Screening.Text;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.Tests.Triage;

/// <summary>Screened crimes for these tests. Everybody in them is invented.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Morning = At("2026-01-14T03:14:00+00:00");

    public static readonly OutputContext Context = new(new ScreeningScope(new ScopeOptions()), new Dictionary<string, IndicatorInfo>(StringComparer.Ordinal)
    {
        ["REL_EX"] = new("Former partner", null, "relationship"),
        ["REPEAT"] = new("More than one occasion", null, "behaviour", "R"),
        ["UNWANTED"] = new("Told to stop, blocked or ignored", null, "contact", "U"),
        ["MULTI_CH"] = new("Contact by several channels", "B2", "contact", "OR"),
        ["HIFREQ"] = new("Very many contacts", "B2", "contact", "OR"),
        ["FOLLOW"] = new("Following the victim", "B1", "behaviour", "FR"),
        ["LOITER"] = new("Waiting or loitering near the victim", "B5", "behaviour", "FR"),
        ["WATCH"] = new("Watching the victim", "B7", "behaviour", "F"),
        ["TRACKER"] = new("Tracking device or shared location", "B4", "behaviour", "FO"),
        ["PROPERTY"] = new("Damage or interference with property", "B6", "behaviour"),
        ["PUBLISH"] = new("Posts, fake profiles, images", "B3", "behaviour", "O"),
        ["THREAT"] = new("Threat of harm", null, "risk"),
        ["ORDER"] = new("Order in force or broken", null, "order"),
        ["FEAR"] = new("Victim very afraid", null, "effect"),
        ["LIFECHANGE"] = new("Daily life changed", null, "effect"),
        ["GIFTS"] = new("Unwanted gifts or notes", "B2", "contact", "FU"),
        ["FIXATE"] = new("Preoccupied with the victim", null, "behaviour", "FO"),
        ["DISPUTE"] = new("A dispute over money or a boundary", null, "lowering"),
        ["MUTUAL"] = new("Contact from both sides", null, "lowering"),
    });

    public static RunSummary Run(RunCounts? counts = null) => new(
        "2026-01-14-0310", At("2026-01-14T03:10:00+00:00"), Morning, "night.csv", "sqlite:data/screening.db",
        "3f9a1c20", "2026-01-02", counts ?? new RunCounts(145, 120, 3, 20, 2, 61, 80, 4, 7, 1));

    public static DateTimeOffset At(string timestamp) => DateTimeOffset.Parse(timestamp, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A plain crime in the queue, to be changed with <c>with</c>.</summary>
    public static ScreenedCrime Crime(
        string reference = "CR/1", Priority priority = Priority.P3, double probability = 0.5, string homeOfficeClass = "8L",
        string? due = "2026-01-16T17:00:00+00:00", string recorded = "2026-01-13T09:00:00+00:00", string narrative = "He waited outside.", string force = "GLO")
    {
        var key = new CrimeKey(force, reference);
        return new ScreenedCrime(
            new Crime
            {
                Key = key,
                RecordedAt = At(recorded),
                UpdatedAt = At(recorded),
                HomeOfficeClass = homeOfficeClass,
                OffenceTitle = "Harassment without violence (s2 PHA 1997)",
                Narrative = narrative,
            },
            new CrimeReading(0, [], [], 3),
            CourseOfConduct.None,
            new Score
            {
                Crime = key,
                Probability = probability,
                TextScore = 0.4,
                Priority = priority,
                SuggestedClass = homeOfficeClass,
                SuggestedSection = "none",
                Online = false,
                OrderBreach = false,
                HighRisk = false,
                Abstained = false,
                Contributions = [],
                Indicators = [],
                LinkedCrimes = [],
                Reason = "One sentence of why.",
                Evidence = [],
                Ask = [],
                DueBy = due is null ? null : At(due),
            },
            null,
            false);
    }

    /// <summary>An urgent crime with <paramref name="text"/> in every field that holds text.</summary>
    public static ScreenedCrime CrimeWithEveryField(string text)
    {
        var crime = Crime(text, Priority.P1, homeOfficeClass: text, narrative: text, force: text).WithHits((text, text, Polarity.Affirmed));
        crime = crime.WithHistory(Linked(crime, text, text, text, "2026-01-01T09:00:00+00:00", null, by: text));
        return crime with
        {
            Crime = crime.Crime with
            {
                OffenceTitle = text,
                OffenceCode = text,
                IncludedClassifications = [text],
                Flags = [text],
                VictimId = text,
                SuspectId = text,
                Relationship = text,
                ProtectiveOrders = [text],
                RiskGrade = text,
                OutcomeCode = text,
                District = text,
                Team = text,
            },
            Score = crime.Score with
            {
                SuggestedClass = text,
                SuggestedSection = text,
                Reason = text,
                Ask = [text],
                Contributions = [new Contribution("X", text, 1)],
                Flags = [new FlagFinding(text, FlagState.Missing, text, [Span(text, text)])]
            },
            Suggestion = new Suggestion(
                crime.Crime.Key, SuggestionAction.Reclassify, text, text, text, text, text, text, crime.Score.LinkedCrimes, [Span(text, text)]),
        };
    }

    public static TextSpan Span(string narrative, string words)
    {
        var start = narrative.IndexOf(words, StringComparison.Ordinal);
        return start < 0 ? throw new ArgumentException($"'{words}' is not in the narrative.", nameof(words)) : new TextSpan(start, words.Length);
    }

    public static ScreenedCrime WithHits(this ScreenedCrime crime, params (string Code, string Words, Polarity Polarity)[] hits)
    {
        ImmutableArray<IndicatorHit> found = [.. hits.Select(hit => new IndicatorHit(hit.Code, Span(crime.Crime.Narrative, hit.Words), hit.Polarity, null, 0))];
        return crime with
        {
            Reading = crime.Reading with { Hits = found },
            Score = crime.Score with
            {
                Indicators = [.. found.Where(hit => hit.Polarity == Polarity.Affirmed).Select(hit => hit.Code).Distinct(StringComparer.Ordinal)],
                Evidence =
                [
                    .. found.Where(hit => hit.Polarity == Polarity.Affirmed).Take(4)
                        .Select(hit => new Evidence(hit.Code, Context.TitleOf(hit.Code), hit.Span!.Value)),
                ],
            },
        };
    }

    public static ScreenedCrime WithHistory(this ScreenedCrime crime, params LinkedCrime[] history) => crime with
    {
        History = new CourseOfConduct(history),
        Score = crime.Score with { LinkedCrimes = [.. history.Select(linked => linked.Key)] },
    };

    public static LinkedCrime Linked(
        ScreenedCrime to, string reference, string homeOfficeClass, string title, string recorded, string? occurred,
        LinkBasis basis = LinkBasis.SamePair, double strength = 0.95, string by = "same victim and suspect", params IndicatorHit[] hits)
    {
        var key = new CrimeKey(to.Crime.Key.ForceCode, reference);
        return new LinkedCrime(
            key, homeOfficeClass, title, At(recorded), occurred is null ? null : At(occurred), new CrimeReading(0, [.. hits], [], 40),
            [new Link(to.Crime.Key, key, basis, strength, by)]);
    }

    public static async IAsyncEnumerable<T> Stream<T>(params T[] items)
    {
        foreach (var item in items)
        {
            await Task.Yield();
            yield return item;
        }
    }
}
