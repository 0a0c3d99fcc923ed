using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Sources;

namespace CrimeScreeningWorker.Screening.Scoring;

/// <summary>Which way a feature may move the score; what the law and the rule book say, training cannot turn round.</summary>
public enum Direction
{
    Lowers = -1,
    Either = 0,
    Raises = 1,
}

/// <summary>One input of the additive model.</summary>
/// <param name="Name">Code of the indicator, or a name of this class such as <c>HISTORY</c>.</param>
/// <param name="Title">In words for a reader.</param>
/// <param name="ForStalking">
/// False for what a force ticks or grades by habit, which may say that a record is online or risky, never that it is stalking, because
/// habits differ from force to force; and for signs that only the other answers need.
/// </param>
public sealed record ScoringFeature(string Name, string Title, Direction Direction, bool ForStalking = true)
{
    /// <summary>The parts of the worker it is made of.</summary>
    public ScoringPart Part => ScoringParts.Of(Name);
}

/// <summary>
/// The inputs of the additive model, in a fixed order: the text model, what the history says, then one per indicator. No
/// protected characteristic is among them, and none can be: <see cref="Crime"/> does not carry any.
/// </summary>
public sealed partial class ScoringFeatures
{
    private const double LogitLimit = 4;

    /// <summary>
    /// Words up to which the text model's answer does not count, and from which on it counts in full. No labelled record is shorter than
    /// the first, so of such a text the model has learnt nothing.
    /// </summary>
    private const double NoText = 20, FullText = 45;

    /// <summary>Days between two acts at which their nearness counts half.</summary>
    private const float GapDays = 14;

    private readonly RuleBook book;
    private readonly List<ScoringFeature> features = [];
    private readonly Dictionary<string, int> indicatorIndex = new(StringComparer.Ordinal);
    private readonly int firstField;
    private readonly int firstSign;
    private readonly int firstIndicator;

    public ScoringFeatures(RuleBook book)
    {
        this.book = book;
        features.AddRange(
        [
            new("TEXT", "Wording like that of confirmed cases", Direction.Raises),
            new("RULES", "Indicators of the rule book taken together", Direction.Raises),
            new("BREADTH", "Several different stalking behaviours", Direction.Raises),
            new("DENIED", "Behaviours that the text denies", Direction.Lowers),
            new("HISTORY", "Other crimes of the same people", Direction.Raises),
            new("HISTORY_MORE", "Several other crimes of the same people", Direction.Raises),
            new("HISTORY_TEXT", "Wording of the other crimes", Direction.Raises),
            new("HISTORY_RULES", "Indicators in the other crimes", Direction.Raises),
            new("HISTORY_BREADTH", "Behaviours that only the other crimes show", Direction.Raises),
            new("HISTORY_IDENTIFIER", "Joined to another crime by a number, account or vehicle", Direction.Raises),
            new("HISTORY_COUNTER", "Counter-allegation between the same people", Direction.Either),
            new("ACTS", "Several distinct acts", Direction.Raises),
            new("ACTS_DAYS", "Acts on several days", Direction.Raises),
            new("ACTS_GAP", "Acts close upon each other", Direction.Raises),
            new("ACTS_AFTER_REPORT", "Went on after an earlier crime was recorded", Direction.Raises),
        ]);
        firstField = features.Count;
        features.AddRange(Fields.Select(f => new ScoringFeature(f.Name, f.Title, Direction.Raises, ForStalking: false)));
        firstSign = features.Count;
        features.AddRange(Signs.Select(s => new ScoringFeature(s.Name, s.Title, Direction.Raises, ForStalking: false)));
        firstIndicator = features.Count;
        foreach (var indicator in book.Indicators)
        {
            indicatorIndex[indicator.Code] = features.Count;
            features.Add(new ScoringFeature(indicator.Code, indicator.Title, indicator.Weight switch
            {
                > 0 => Direction.Raises,
                < 0 => Direction.Lowers,
                _ => Direction.Either,
            }, ForStalking: indicator.Weight != 0));
        }
    }

    public IReadOnlyList<ScoringFeature> All => features;

    /// <summary>Fills <paramref name="values"/>, one number a feature in the order of <see cref="All"/>.</summary>
    public void Fill(Crime crime, CrimeReading reading, CourseOfConduct history, Span<float> values)
    {
        values.Clear();
        for (var i = 0; i < Fields.Length; i++) values[firstField + i] = Fields[i].Holds(crime) ? 1 : 0;
        values[0] = (float)TextOf(reading);
        Span<bool> own = stackalloc bool[8];
        var rules = ReadIndicators(reading, own, values);
        values[1] = (float)(rules / 4);
        values[2] = Math.Min(4, Count(own));
        values[3] = Math.Min(3, CountDenied(reading));
        FillHistory(history, own, values);
        FillActs(Conduct.Of(crime, reading, history, code => book.Find(code)?.Behaviour), values);
        FillSigns(crime, reading, history, values);
    }

    private double ReadIndicators(CrimeReading reading, Span<bool> behaviours, Span<float> values)
    {
        double rules = 0;
        foreach (var hit in reading.Hits)
        {
            if (hit.Polarity != Polarity.Affirmed || !indicatorIndex.TryGetValue(hit.Code, out var index)) continue;
            var indicator = book.Indicators[index - firstIndicator];
            Mark(behaviours, indicator);
            if (values[index] > 0) continue;
            values[index] = 1;
            rules += indicator.Weight;
        }

        return rules;
    }

    private void FillHistory(CourseOfConduct history, ReadOnlySpan<bool> own, Span<float> values)
    {
        double strongest = 0, sum = 0, text = 0, rules = 0;
        Span<bool> theirs = stackalloc bool[8];
        // A book has some hundred indicators, and a crime with a long history would ask for an array each.
        Span<float> scratch = stackalloc float[features.Count];
        foreach (var linked in history.Crimes)
        {
            double strength = 0;
            foreach (var link in linked.Links)
            {
                if (link.Basis == LinkBasis.CounterAllegation) values[10] = 1;
                if (link.Basis is LinkBasis.Phone or LinkBasis.Email or LinkBasis.Handle or LinkBasis.Vehicle) values[9] = 1;
                if (link.IsCourseOfConduct) strength = Math.Max(strength, link.Strength);
            }

            if (strength <= 0) continue;
            scratch.Clear();
            var theirRules = ReadIndicators(linked.Reading, theirs, scratch) / 4 * strength;
            var theirText = TextOf(linked.Reading) * strength;
            // Never below zero: that an earlier crime is ordinary takes nothing from this one.
            text = Math.Max(text, theirText);
            rules = Math.Max(rules, theirRules);
            strongest = Math.Max(strongest, strength);
            sum += strength;
        }

        values[4] = (float)strongest;
        values[5] = (float)Math.Log2(1 + Math.Max(0, sum - strongest));
        values[6] = (float)text;
        values[7] = (float)rules;
        for (var i = 1; i < own.Length; i++)
            if (theirs[i] && !own[i]) values[8] = Math.Min(4, values[8] + 1);
    }

    // Logarithms, because the second act says more than the twentieth.
    private static void FillActs(Conduct conduct, Span<float> values)
    {
        values[11] = (float)Math.Log2(1 + conduct.Acts.Length);
        values[12] = (float)Math.Log2(1 + Math.Max(0, conduct.Days - 1));
        values[13] = conduct.ShortestGap is { } gap ? 1 / (1 + (gap / GapDays)) : 0;
        values[14] = conduct.WentOnAfterReport ? 1 : 0;
    }

    private int CountDenied(CrimeReading reading)
    {
        HashSet<string>? denied = null;
        foreach (var hit in reading.Hits)
            if (hit.Polarity == Polarity.Denied && indicatorIndex.TryGetValue(hit.Code, out var i) && book.Indicators[i - firstIndicator].Weight > 0)
                (denied ??= new HashSet<string>(StringComparer.Ordinal)).Add(hit.Code);
        if (denied is null) return 0;
        foreach (var hit in reading.Hits)
            if (hit.Polarity == Polarity.Affirmed) denied.Remove(hit.Code);
        return denied.Count;
    }

    // A dozen words hold too few of those the model knows: what it says of them counts in proportion.
    private static double TextOf(CrimeReading reading) =>
        Math.Clamp(reading.TextLogit, -LogitLimit, LogitLimit) * Math.Clamp((reading.Words - NoText) / (FullText - NoText), 0, 1);

    private static void Mark(Span<bool> behaviours, Indicator indicator)
    {
        if (indicator.Behaviour is { Length: 2 } behaviour) behaviours[behaviour[1] - '0'] = true;
    }

    private static int Count(ReadOnlySpan<bool> behaviours)
    {
        var count = 0;
        foreach (var seen in behaviours)
            if (seen) count++;
        return count;
    }
}
