using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Labels;

namespace CrimeScreeningWorker.Screening.Retraining;

/// <summary>What of a store's labels is learnt from.</summary>
/// <param name="HeldOut">Share of the groups of people that is kept for the gate; at least 0, below 1.</param>
/// <param name="Seed">By which they are kept. Another seed keeps others, and models of different seeds have few people left to be compared on.</param>
/// <param name="Until">Crimes labelled from this moment on are not learnt from: the model is judged on them too. Null: none.</param>
/// <param name="HeaviestWeight">Crimes that one label stands for at most when it is learnt from, at least 1: a few answers drawn by a small chance must not drown the others.</param>
public sealed record TrainingChoice(double HeldOut = HeldOut.DefaultShare, int Seed = 1, DateTimeOffset? Until = null, double HeaviestWeight = 10);

/// <summary>Records to learn from, with who must not be.</summary>
/// <param name="Corpus">All of them, those of the shipped corpus first.</param>
/// <param name="Learnt">Numbers of the records that are learnt from.</param>
/// <param name="Context">Numbers of those that stand in histories alone.</param>
/// <param name="People">Labelled records of the people who are kept for the gate.</param>
/// <param name="Later">Labelled records from <see cref="TrainingChoice.Until"/> on, of people of whom nothing is learnt.</param>
/// <param name="Labels">What people said, by record number; null for records of the shipped corpus and for context.</param>
/// <param name="Counts">Of the store; null where only the shipped corpus is learnt from.</param>
/// <param name="KeptOut">Reviewers whose labels of a week were left out.</param>
public sealed record TrainingSet(
    PreparedCorpus Corpus, IReadOnlyList<int> Learnt, IReadOnlyList<int> Context, IReadOnlyList<int> People, IReadOnlyList<int> Later,
    ImmutableArray<SettledLabel?> Labels, StoreCaseCounts? Counts, ImmutableArray<SuspectReviewer> KeptOut)
{
    /// <summary>The shipped corpus and nothing else.</summary>
    public static TrainingSet Of(PreparedCorpus corpus)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        return new TrainingSet(
            corpus, [.. Enumerable.Range(0, corpus.Records.Count)], [], [], [], [.. new SettledLabel?[corpus.Records.Count]], null, []);
    }

    /// <summary>A store's labels, behind the shipped corpus or without it.</summary>
    /// <param name="shipped">Null: without it.</param>
    /// <remarks>A crime of the store that is in the shipped corpus already, as in a demonstration, is learnt from there.</remarks>
    public static TrainingSet Of(PreparedCorpus? shipped, StoreCases cases, TrainingChoice choice)
    {
        ArgumentNullException.ThrowIfNull(cases);
        ArgumentNullException.ThrowIfNull(choice);
        if (!(choice.HeaviestWeight >= 1)) throw new ArgumentOutOfRangeException(nameof(choice), choice.HeaviestWeight, "The heaviest weight is at least 1.");
        var own = cases.Corpus;
        var offset = shipped?.Records.Count ?? 0;
        var known = shipped?.Records.Select(r => r.Crime.Key).ToHashSet() ?? [];
        var heldOut = cases.HeldOut(choice.HeldOut, choice.Seed);
        bool IsLater(int i) => cases.LabelOf(i).At >= choice.Until;
        var learnt = cases.Labelled.Where(i => !heldOut[i] && !IsLater(i) && !known.Contains(own.Records[i].Crime.Key)).ToList();
        var people = learnt.Select(i => own.Groups[i]).ToHashSet();
        var labels = new SettledLabel?[offset + own.Records.Count];
        foreach (var i in cases.Labelled) labels[offset + i] = cases.LabelOf(i);
        var capped = own.Reweighted(weight => (float)Math.Min(weight, choice.HeaviestWeight));
        return new TrainingSet(
            shipped is null ? capped : shipped.With(capped),
            [.. Enumerable.Range(0, offset), .. learnt.Select(i => offset + i)],
            [.. cases.Context.Select(i => offset + i)],
            [.. cases.Labelled.Where(i => heldOut[i] && !IsLater(i)).Select(i => offset + i)],
            [.. cases.Labelled.Where(i => IsLater(i) && !people.Contains(own.Groups[i])).Select(i => offset + i)],
            [.. labels], cases.Counts, cases.KeptOut);
    }
}
