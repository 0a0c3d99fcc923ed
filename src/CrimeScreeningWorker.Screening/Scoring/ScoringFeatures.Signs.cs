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
        ("FIELD_FEAR_OF_VIOLENCE", "Recorded as putting in fear of violence or threatening serious harm", PutsInFear),
        ("FIELD_VIOLENT_INCLUDED", "An assault, a burglary or damage is included", c => c.IncludedClassifications.Any(IsViolent)),
    ];

    private static readonly (string Name, string Title)[] Signs =
    [
        ("SIGN_ONLINE", "A sign of an online element"),
        ("SIGN_ONLINE_COUNT", "Several signs of an online element"),
        ("SIGN_GRAVE", "A grave high-risk indicator"),
        ("SIGN_GRAVE_COUNT", "Several grave high-risk indicators"),
        ("SIGN_HIGH_RISK", "A high-risk indicator"),
        ("SIGN_HIGH_RISK_COUNT", "Several high-risk indicators"),
        ("SIGN_EFFECT", "An effect on the victim"),
        ("SIGN_DAILY_LIFE_COUNT", "Effects on the victim's daily life"),
        ("EARLIER_HIGH_RISK_COUNT", "High-risk indicators that only earlier crimes show"),
        ("EARLIER_DAILY_LIFE_COUNT", "Effects on daily life that earlier crimes show"),
        ("EARLIER_VIOLENT", "An earlier crime is an assault, a burglary, damage or a threat to kill"),
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
        "FIELD_RISK_HIGH" or "FIELD_RISK_MEDIUM" or "FIELD_FEAR_OF_VIOLENCE" or "FIELD_VIOLENT_INCLUDED" or "SIGN_GRAVE" or "SIGN_GRAVE_COUNT" or "SIGN_HIGH_RISK" or "SIGN_HIGH_RISK_COUNT"
            or "EARLIER_HIGH_RISK_COUNT" or "EARLIER_VIOLENT" or "EARLIER_AND_ORDER" => new ModelInput(i, feature, 1),
        _ => null,
    };

    private ModelInput? SectionInput(int i, ScoringFeature feature) => feature.Name switch
    {
        _ when i >= firstIndicator => new ModelInput(i, feature with { Direction = Direction.Either }, 0.25f),
        "FIELD_RISK_HIGH" or "FIELD_RISK_MEDIUM" or "SIGN_GRAVE_COUNT" or "SIGN_HIGH_RISK_COUNT" or "SIGN_EFFECT" or "SIGN_DAILY_LIFE_COUNT"
            or "EARLIER_HIGH_RISK_COUNT" or "EARLIER_DAILY_LIFE_COUNT" or "EARLIER_AND_ORDER" or "LENGTH" => new ModelInput(i, feature, 1),
        _ => null,
    };

    private void FillSigns(Crime crime, CrimeReading reading, CourseOfConduct history, Span<float> values)
    {
        var own = Codes(reading);
        var before = new HashSet<string>(StringComparer.Ordinal);
        bool anyBefore = false, violentBefore = false;
        foreach (var linked in history.Crimes)
        {
            // Risk is judged on what was known when the record was made: this record and earlier ones.
            if (linked.RecordedAt > crime.RecordedAt || !linked.Links.Any(l => l.IsCourseOfConduct)) continue;
            anyBefore = true;
            violentBefore |= IsViolent(linked.HomeOfficeClass);
            before.UnionWith(Codes(linked.Reading));
        }

        var online = Count(own, i => i.Online);
        var grave = Count(own, i => i.Grave);
        var highRisk = Count(own, i => i is { HighRisk: true, Grave: false });
        ReadOnlySpan<float> signs =
        [
            Math.Min(1, online),
            Math.Min(MostSigns, online),
            Math.Min(1, grave),
            Math.Min(MostSigns, grave),
            Math.Min(1, highRisk),
            Math.Min(MostSigns, highRisk),
            Math.Min(1, Count(own, i => i.Group == IndicatorGroup.Effect)),
            Math.Min(MostSigns, Count(own, i => i.DailyLife)),
            Math.Min(MostSigns, Count(before.Where(code => !own.Contains(code)), i => i.HighRisk)),
            Math.Min(MostSigns, Count(before, i => i.DailyLife)),
            violentBefore ? 1 : 0,
            anyBefore && crime.ProtectiveOrders.Length > 0 ? 1 : 0,
            (float)Math.Log(Math.Max(1, reading.Words) / UsualWords),
        ];
        signs.CopyTo(values[firstSign..]);
    }

    // Section 4 of the Protection from Harassment Act 1997, racially or religiously aggravated too, section 4A, and section 181 of the Online
    // Safety Act 2023. Many forces hand over the title alone.
    private static bool PutsInFear(Crime crime) =>
        crime.OffenceCode?.Trim().TrimStart('0') is "8/30" or "8/030" or "8/58" or "8/66" or "8/066" or "5/28" or "5/028"
        || crime.OffenceTitle.Contains("fear of violence", StringComparison.OrdinalIgnoreCase)
        || crime.OffenceTitle.Contains("death or serious harm", StringComparison.OrdinalIgnoreCase);

    // Home Office classes of killing and threats to kill, wounding and assault, rape and sexual assault, kidnap, burglary, arson and damage.
    private static bool IsViolent(string homeOfficeClass)
    {
        var number = homeOfficeClass.AsSpan().Trim().TrimEnd("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
        return number is "1" or "2" or "3" or "4" or "5" or "17" or "19" or "20" or "22" or "28" or "29" or "30" or "36" or "56" or "57" or "58" or "105" or "104"
            || homeOfficeClass.Trim().ToUpperInvariant() is "8N" or "8P" or "8G" or "8H" or "8S" or "8T";
    }

    private static HashSet<string> Codes(CrimeReading reading) =>
        reading.Hits.Where(h => h.Polarity == Polarity.Affirmed).Select(h => h.Code).ToHashSet(StringComparer.Ordinal);

    private int Count(IEnumerable<string> codes, Func<Indicator, bool> of) => codes.Count(code => book.Find(code) is { } indicator && of(indicator));
}
