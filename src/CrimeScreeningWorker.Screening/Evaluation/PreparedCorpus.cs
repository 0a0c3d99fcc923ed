using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Text;
using CrimeScreeningWorker.Screening.TextModel;

namespace CrimeScreeningWorker.Screening.Evaluation;

/// <summary>
/// The labelled corpus with all that does not depend on training done once: words, rule hits, identifiers, links, and the groups of
/// people that a split must never cut.
/// </summary>
public sealed class PreparedCorpus
{
    private PreparedCorpus(
        IReadOnlyList<LabelledCrime> records, ImmutableArray<CrimeReading> readings, ImmutableArray<ImmutableArray<(int Other, Link[] Links)>> links,
        ImmutableArray<int> groups, ImmutableArray<bool> judged, ImmutableArray<float> weights)
    {
        (Records, Readings, Links, Groups, IsJudged, Weights) = (records, readings, links, groups, judged, weights);
    }

    private TextFeatureCache text = new();

    public IReadOnlyList<LabelledCrime> Records { get; }

    /// <summary>Readings with a text logit of 0: that part is learnt, a split at a time.</summary>
    public ImmutableArray<CrimeReading> Readings { get; }

    /// <summary>For each record the records it is joined to and by what.</summary>
    public ImmutableArray<ImmutableArray<(int Other, Link[] Links)>> Links { get; }

    /// <summary>Records of one number share a victim, a suspect, an identifier or a contrast pair, directly or through others.</summary>
    public ImmutableArray<int> Groups { get; }

    /// <summary>
    /// In scope, and fair to judge: a record labelled 0 that belongs with a later one labelled 1 was judged without what the
    /// worker knows by then, so it is neither trained on nor judged (labelling guide).
    /// </summary>
    public ImmutableArray<bool> IsJudged { get; }

    /// <summary>How many records each stands for when the path learns from it, above 0: 1, but where a choice of what was read is undone.</summary>
    public ImmutableArray<float> Weights { get; }

    /// <summary>The same records with what other readers said of them, and what each stands for.</summary>
    /// <param name="stalking">By record number.</param>
    /// <param name="weights">By record number, above 0.</param>
    internal PreparedCorpus Relabelled(IReadOnlyList<bool> stalking, ImmutableArray<float> weights) => new(
        [.. Records.Select((record, i) => record.Label.Stalking == stalking[i] ? record : record with { Label = record.Label with { Stalking = stalking[i] } })],
        Readings, Links, Groups, IsJudged, weights)
    {
        text = text,
    };

    /// <summary>The same records, each standing for another number of them.</summary>
    internal PreparedCorpus Reweighted(Func<float, float> weight) =>
        new(Records, Readings, Links, Groups, IsJudged, [.. Weights.Select(weight)]) { text = text };

    /// <summary>What a text model looks at in each narrative; read once for all trainings.</summary>
    internal TrainingFeatures TextFeatures(TextFeatureOptions options, CancellationToken cancellationToken) =>
        text.Of(options, () => TrainingFeatures.Read([.. Records.Select(r => r.Crime.Narrative)], Groups, options, cancellationToken));

    public static PreparedCorpus Prepare(
        IReadOnlyList<LabelledCrime> records, FactBook facts, IdentifierExtractor extractor, Linker linker, ScreeningScope scope)
    {
        var tokens = new TokenBuffer();
        var readings = ImmutableArray.CreateBuilder<CrimeReading>(records.Count);
        foreach (var record in records) readings.Add(Read(record.Crime, facts, extractor, tokens));

        return Of(records, readings.ToImmutable(), LinkAll(records, readings, linker), [.. Enumerable.Repeat(1f, records.Count)], scope);
    }

    /// <summary>Reads a crime with all but a text model; the text logit is 0.</summary>
    public static CrimeReading Read(Crime crime, FactBook facts, IdentifierExtractor extractor, TokenBuffer tokens)
    {
        NarrativeTokenizer.Tokenize(crime.Narrative, tokens);
        var (hits, stated) = facts.Read(crime, tokens);
        return new CrimeReading(0, [.. hits], extractor.ExtractAll(crime.Narrative), tokens.Count) { Facts = stated };
    }

    /// <summary>Records that were read and linked before, as a store has them.</summary>
    /// <param name="readings">By record number, with a text logit of 0.</param>
    /// <param name="links">By record number; both ways.</param>
    /// <param name="weights">By record number, above 0.</param>
    internal static PreparedCorpus Of(
        IReadOnlyList<LabelledCrime> records, ImmutableArray<CrimeReading> readings, ImmutableArray<ImmutableArray<(int Other, Link[] Links)>> links,
        ImmutableArray<float> weights, ScreeningScope scope)
    {
        var judged = records.Select((r, i) => scope.Contains(r.Crime) && (r.Label.Stalking || !HasLaterStalking(i))).ToImmutableArray();
        return new PreparedCorpus(records, readings, links, GroupPeople(records, links), judged, weights);

        bool HasLaterStalking(int i) => links[i].Any(l =>
            records[l.Other].Label.Stalking
            && records[l.Other].Crime.RecordedAt > records[i].Crime.RecordedAt
            && l.Links.Any(x => x.Basis is LinkBasis.SamePair or LinkBasis.Phone or LinkBasis.Email or LinkBasis.Handle or LinkBasis.Vehicle));
    }

    /// <summary>These records, and behind them those of another corpus, whose people are others.</summary>
    internal PreparedCorpus With(PreparedCorpus other)
    {
        var count = Records.Count;
        return new PreparedCorpus(
            [.. Records, .. other.Records], [.. Readings, .. other.Readings],
            [.. Links, .. other.Links.Select(of => of.Select(link => (link.Other + count, link.Links)).ToImmutableArray())],
            [.. Groups, .. other.Groups.Select(group => group + count)], [.. IsJudged, .. other.IsJudged], [.. Weights, .. other.Weights]);
    }

    /// <summary>The same corpus as a worker that lacks some parts would have it: other readings and no links, the same people and labels.</summary>
    public PreparedCorpus Without(ScoringPart parts)
    {
        if ((parts & (ScoringPart.Indicators | ScoringPart.Attribution | ScoringPart.Fields | ScoringPart.History)) == ScoringPart.None) return this;
        var readings = Readings.Select(r => r with { Hits = [.. r.Hits.Where(Kept).Select(Turned)] }).ToImmutableArray();
        var links = parts.HasFlag(ScoringPart.History) ? [.. Links.Select(_ => ImmutableArray<(int, Link[])>.Empty)] : Links;
        return new PreparedCorpus(Records, readings, links, Groups, IsJudged, Weights) { text = text };

        // A hit without a place in the text comes from fields.
        bool Kept(IndicatorHit hit) => !parts.HasFlag(ScoringPart.Indicators) && (hit.Span is not null || !parts.HasFlag(ScoringPart.Fields));
        IndicatorHit Turned(IndicatorHit hit) => parts.HasFlag(ScoringPart.Attribution) ? hit with { Polarity = Polarity.Affirmed, Cue = null } : hit;
    }

    /// <summary>The history of a record, with the text logits of one split.</summary>
    public CourseOfConduct HistoryOf(int record, IReadOnlyList<double> logits) => Links[record].Length == 0
        ? CourseOfConduct.None
        : new CourseOfConduct(
        [
            .. Links[record].Select(l =>
            {
                var crime = Records[l.Other].Crime;
                return new LinkedCrime(
                    crime.Key, crime.HomeOfficeClass, crime.OffenceTitle, crime.RecordedAt, crime.OccurredFrom,
                    Readings[l.Other] with { TextLogit = logits[l.Other] }, l.Links);
            }).OrderBy(c => c.RecordedAt).ThenBy(c => c.Key),
        ]);

    private static ImmutableArray<ImmutableArray<(int Other, Link[] Links)>> LinkAll(
        IReadOnlyList<LabelledCrime> records, IReadOnlyList<CrimeReading> readings, Linker linker)
    {
        var index = records.Select((r, i) => (r.Crime.Key, i)).ToDictionary(p => p.Key, p => p.i);
        var linkable = records.Select((r, i) => LinkableCrime.Of(r.Crime, readings[i])).ToList();
        // Each writer drew telephone numbers from the one thousand reserved for drama: where two files share one it is by chance. And the
        // halves of a contrast pair are the same record in two worlds.
        var worlds = linkable.Select((crime, i) => (crime, records[i].File)).GroupBy(p => p.File, p => p.crime, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => (IReadOnlyList<LinkableCrime>)[.. g], StringComparer.Ordinal);
        return
        [
            .. linkable.Select((crime, i) => linker.Link(crime, worlds[records[i].File])
                .Select(l => (Other: index[l.Other], Link: l)).Where(l => !IsOtherHalf(i, l.Other))
                .GroupBy(l => l.Other, l => l.Link).Select(g => (Other: g.Key, Links: g.ToArray())).ToImmutableArray()),
        ];

        bool IsOtherHalf(int a, int b) => records[a].Label.Pair > 0 && records[a].Label.Pair == records[b].Label.Pair;
    }

    private static ImmutableArray<int> GroupPeople(
        IReadOnlyList<LabelledCrime> records, ImmutableArray<ImmutableArray<(int Other, Link[] Links)>> links)
    {
        var sets = new DisjointSets(records.Count);
        var owner = new Dictionary<string, int>(StringComparer.Ordinal);
        void Own(string? key, int i)
        {
            if (key is null) return;
            if (owner.TryGetValue(key, out var first)) sets.Join(first, i);
            else owner[key] = i;
        }

        for (var i = 0; i < records.Count; i++)
        {
            var (crime, label) = (records[i].Crime, records[i].Label);
            Own(crime.VictimId is { } victim ? $"{crime.Key.ForceCode}|{victim}" : null, i);
            Own(crime.SuspectId is { } suspect ? $"{crime.Key.ForceCode}|{suspect}" : null, i);
            Own(label.Pair > 0 ? $"pair|{label.Pair}" : null, i);
            foreach (var (other, _) in links[i]) sets.Join(other, i);
        }

        return [.. Enumerable.Range(0, records.Count).Select(sets.Root)];
    }
}

/// <summary>The features of a corpus for the options that were asked for last; the same narratives have the same.</summary>
internal sealed class TextFeatureCache
{
    private readonly Lock gate = new();
    private TextFeatureOptions? options;
    private TrainingFeatures? features;

    public TrainingFeatures Of(TextFeatureOptions wanted, Func<TrainingFeatures> read)
    {
        lock (gate)
        {
            if (features is null || options != wanted) (features, options) = (read(), wanted);
            return features;
        }
    }
}
