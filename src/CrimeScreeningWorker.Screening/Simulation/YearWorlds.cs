using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Samples;

namespace CrimeScreeningWorker.Screening.Simulation;

/// <summary>What becomes of a record's people in the simulated year. Nobody is in two of these.</summary>
internal enum World
{
    /// <summary>The first champion was trained on their records; they appear in no night.</summary>
    Begun,

    /// <summary>What is said of their records is learnt.</summary>
    Learnt,

    /// <summary>What is said of their records is what the gate judges by; it is never learnt.</summary>
    Gate,

    /// <summary>Nothing that is said of their records is learnt, or judged by, at any time: recall is measured on them.</summary>
    Measured,
}

/// <summary>Deals the people of the corpus out to the worlds, by chance and once for the whole year.</summary>
internal sealed class YearWorlds
{
    /// <summary>The force whose records arrive only with the drift: another writer, another system, and the rule book was not written on it.</summary>
    public const string NewForce = "controlroom";

    private YearWorlds(ImmutableArray<World?> of) => Of = of;

    /// <summary>By record number; null for a record that takes no part.</summary>
    public ImmutableArray<World?> Of { get; }

    public static YearWorlds Deal(PreparedCorpus corpus, SeededChance chance)
    {
        var world = new Dictionary<int, World>();
        var forces = Enumerable.Range(0, corpus.Records.Count).Where(i => corpus.Records[i].File != LabelledCorpus.ContrastFile).ToLookup(i => corpus.Groups[i]);
        // Old and new, with stalking and without: each kind is dealt out on its own, so that no world lacks one by chance.
        foreach (var kind in forces.GroupBy(people => (
            New: people.Any(i => corpus.Records[i].File == NewForce), Stalking: people.Any(i => corpus.Records[i].Label.Stalking))))
        {
            var dealt = kind.OrderBy(people => chance.Below(int.MaxValue, people.Key, Dealing)).ThenBy(people => people.Key).ToList();
            foreach (var (place, people) in dealt.Index()) world[people.Key] = WorldAt((place + 0.5) / dealt.Count, kind.Key.New);
        }

        return new YearWorlds(
        [
            .. Enumerable.Range(0, corpus.Records.Count).Select(i =>
                corpus.IsJudged[i] && world.TryGetValue(corpus.Groups[i], out var of) && corpus.Records[i].File != LabelledCorpus.ContrastFile ? of : (World?)null),
        ]);
    }

    public IReadOnlyList<int> Records(World world) => [.. Enumerable.Range(0, Of.Length).Where(i => Of[i] == world)];

    private const ulong Dealing = 1;

    private static World WorldAt(double place, bool isNew) => (isNew, place) switch
    {
        (false, < 0.2) => World.Begun,
        (false, < 0.5) => World.Learnt,
        (true, < 0.4) => World.Learnt,
        (_, < 0.7) => World.Gate,
        _ => World.Measured,
    };
}
