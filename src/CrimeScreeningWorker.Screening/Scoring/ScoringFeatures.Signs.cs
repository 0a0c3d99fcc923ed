using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Sources;

namespace CrimeScreeningWorker.Screening.Scoring;

/// <content>What the online, high-risk and section answers look at besides single indicators, and which answer takes what.</content>
public sealed partial class ScoringFeatures
{
    /// <summary>The most indicators of one kind that count.</summary>
    private const int MostSigns = 3;

    /// <summary>Words of a usual narrative; a longer one has room to tell of fear and of changes.</summary>
    private const double UsualWords = 60;

    private static readonly (string Name, string Title, Func<Crime, bool> Holds)[] Fields =
    [
        ("FIELD_CYBER", "Flagged as online", c => c.Flags.Contains("CYBER", StringComparer.OrdinalIgnoreCase)),
        ("FIELD_RISK_HIGH", "Graded high risk", c => string.Equals(c.RiskGrade, "high", StringComparison.OrdinalIgnoreCase)),
        ("FIELD_RISK_MEDIUM", "Graded medium risk", c => string.Equals(c.RiskGrade, "medium", StringComparison.OrdinalIgnoreCase)),
    ];

    private static readonly (string Name, string Title)[] Signs =
    [
        ("SIGN_ONLINE", "A sign of an online element"),
        ("SIGN_ONLINE_COUNT", "Several signs of an online element"),
        ("SIGN_HIGH_RISK", "A high-risk indicator"),
        ("SIGN_HIGH_RISK_COUNT", "Several high-risk indicators"),
        ("SIGN_EFFECT", "An effect on the victim"),
        ("SIGN_DAILY_LIFE_COUNT", "Effects on the victim's daily life"),
        ("EARLIER_HIGH_RISK_COUNT", "High-risk indicators that only earlier crimes show"),
        ("EARLIER_DAILY_LIFE_COUNT", "Effects on daily life that earlier crimes show"),
        ("EARLIER_AND_ORDER", "An order is in force and there are earlier crimes of the same people"),
        ("LENGTH", "Length of the narrative"),
    ];

    /// <summary>What the model of an answer is learnt from, in the order of <see cref="All"/>.</summary>
    public IReadOnlyList<ModelInput> InputsOf(Answer answer) =>
    [
        .. features.Select((feature, i) => answer switch
        {
            Answer.Stalking => feature.ForStalking ? new ModelInput(i, feature, 1) : null,
            Answer.Online => OnlineInput(i, feature),
            Answer.HighRisk => HighRiskInput(i, feature),
            Answer.Section4A => SectionInput(i, feature),
            _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, "Not an answer."),
        }).OfType<ModelInput>(),
    ];

    private ModelInput? OnlineInput(int i, ScoringFeature feature) => feature.Name switch
    {
        _ when i >= firstIndicator => new ModelInput(i, feature with { Direction = Direction.Either }, 0.25f),
        "FIELD_CYBER" or "SIGN_ONLINE" or "SIGN_ONLINE_COUNT" => new ModelInput(i, feature, 1),
        _ => null,
    };

    private ModelInput? HighRiskInput(int i, ScoringFeature feature) => feature.Name switch
    {
        _ when i >= firstIndicator =>
            book.Indicators[i - firstIndicator].HighRisk ? new ModelInput(i, feature with { Direction = Direction.Raises }, 0.5f) : null,
        "TEXT" => new ModelInput(i, feature, 0.5f),
        "FIELD_RISK_HIGH" or "FIELD_RISK_MEDIUM" or "SIGN_HIGH_RISK" or "SIGN_HIGH_RISK_COUNT" or "EARLIER_HIGH_RISK_COUNT" or "EARLIER_AND_ORDER" =>
            new ModelInput(i, feature, 1),
        _ => null,
    };

    private ModelInput? SectionInput(int i, ScoringFeature feature) => feature.Name switch
    {
        _ when i >= firstIndicator => new ModelInput(i, feature with { Direction = Direction.Either }, 0.25f),
        "FIELD_RISK_HIGH" or "FIELD_RISK_MEDIUM" or "SIGN_HIGH_RISK_COUNT" or "SIGN_EFFECT" or "SIGN_DAILY_LIFE_COUNT"
            or "EARLIER_HIGH_RISK_COUNT" or "EARLIER_DAILY_LIFE_COUNT" or "EARLIER_AND_ORDER" or "LENGTH" => new ModelInput(i, feature, 1),
        _ => null,
    };

    private void FillSigns(Crime crime, CrimeReading reading, CourseOfConduct history, Span<float> values)
    {
        var own = Codes(reading);
        var before = new HashSet<string>(StringComparer.Ordinal);
        var anyBefore = false;
        foreach (var linked in history.Crimes)
        {
            // Risk is judged on what was known when the record was made: this record and earlier ones.
            if (linked.RecordedAt > crime.RecordedAt || !linked.Links.Any(l => l.IsCourseOfConduct)) continue;
            anyBefore = true;
            before.UnionWith(Codes(linked.Reading));
        }

        var online = Count(own, i => i.Online);
        var highRisk = Count(own, i => i.HighRisk);
        ReadOnlySpan<float> signs =
        [
            Math.Min(1, online),
            Math.Min(MostSigns, online),
            Math.Min(1, highRisk),
            Math.Min(MostSigns, highRisk),
            Math.Min(1, Count(own, i => i.Group == IndicatorGroup.Effect)),
            Math.Min(MostSigns, Count(own, i => i.DailyLife)),
            Math.Min(MostSigns, Count(before.Where(code => !own.Contains(code)), i => i.HighRisk)),
            Math.Min(MostSigns, Count(before, i => i.DailyLife)),
            anyBefore && crime.ProtectiveOrders.Length > 0 ? 1 : 0,
            (float)Math.Log(Math.Max(1, reading.Words) / UsualWords),
        ];
        signs.CopyTo(values[firstSign..]);
    }

    private static HashSet<string> Codes(CrimeReading reading) =>
        reading.Hits.Where(h => h.Polarity == Polarity.Affirmed).Select(h => h.Code).ToHashSet(StringComparer.Ordinal);

    private int Count(IEnumerable<string> codes, Func<Indicator, bool> of) => codes.Count(code => book.Find(code) is { } indicator && of(indicator));
}
