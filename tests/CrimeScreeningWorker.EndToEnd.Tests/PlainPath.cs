using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.EndToEnd.Tests;

/// <summary>
/// The path in its plainest form, to hold the fast one against: every crime in memory, one after the other, each held against every other. No batch,
/// no store, no look-up, no thread.
/// </summary>
internal sealed class PlainPath : IScreenedCrimes
{
    private readonly IReadOnlyList<Crime> crimes;
    private readonly ScreeningSteps steps;
    private readonly List<CrimeReading> readings;
    private readonly List<HashSet<LinkageKey>> keys;
    private readonly Dictionary<LinkageKey, HashSet<int>> joined;
    private readonly SortedDictionary<CrimeKey, ScreenedCrime> screened = [];

    /// <param name="crimes">Each once, in the order in which they came.</param>
    public PlainPath(IReadOnlyList<Crime> crimes, ScreeningSteps steps, ScreeningScope scope, LinkageOptions options, DateTimeOffset asOf)
    {
        (this.crimes, this.steps) = (crimes, steps);
        readings = [.. crimes.Select(steps.Read)];
        keys = [.. crimes.Zip(readings, (crime, reading) => LinkageKey.Of(crime, reading).ToHashSet())];
        joined = Enumerable.Range(0, crimes.Count).SelectMany(i => keys[i], (i, key) => (Key: key, Crime: i))
            .GroupBy(held => held.Key, held => held.Crime)
            .ToDictionary(group => group.Key, group => Joined(group.Key, [.. group], options));
        for (var i = 0; i < crimes.Count; i++)
        {
            if (!scope.Contains(crimes[i])) continue;
            var history = HistoryOf(i);
            Links += history.Crimes.Count;
            var (score, suggestion) = steps.Score(crimes[i], readings[i], history, asOf);
            screened.Add(crimes[i].Key, new ScreenedCrime(crimes[i], readings[i], history, score, suggestion, Changed: false));
        }
    }

    /// <summary>Crimes that crimes in scope are linked to, added up.</summary>
    public int Links { get; }

    /// <summary>Keys that more crimes hold than they join.</summary>
    public int CommonKeys => joined.Count(key => key.Value.Count < keys.Count(held => held.Contains(key.Key)));

    public IAsyncEnumerable<ScoredCrime> ReadAsync(CancellationToken cancellationToken) => screened.Values.ToAsyncEnumerable<ScoredCrime>();

    public Task<IReadOnlyList<ScreenedCrime>> ReadWholeAsync(IReadOnlyCollection<CrimeKey> keys, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ScreenedCrime>>([.. keys.Select(key => screened[key])]);

    // An identifier that too many share joins none, a person's newest are joined.
    private HashSet<int> Joined(LinkageKey key, List<int> holders, LinkageOptions options)
    {
        if (!key.IsOfPeople) return holders.Count > options.MaxSharers ? [] : [.. holders];
        return
        [
            .. holders.OrderByDescending(i => crimes[i].RecordedAt).ThenByDescending(i => crimes[i].Key.CrimeReference, StringComparer.Ordinal).ThenByDescending(i => i)
                .Take(options.MaxCrimesPerPerson),
        ];
    }

    private CourseOfConduct HistoryOf(int crime)
    {
        var candidates = Enumerable.Range(0, crimes.Count)
            .Where(other => other != crime && keys[crime].Any(key => keys[other].Contains(key) && joined[key].Contains(crime) && joined[key].Contains(other)))
            .OrderBy(other => crimes[other].RecordedAt).ThenBy(other => crimes[other].Key).ToList();
        var numbers = candidates.ToDictionary(other => crimes[other].Key);
        return new CourseOfConduct(
        [
            .. steps.Link(LinkableOf(crime), [.. candidates.Select(LinkableOf)])
                .GroupBy(link => (link.Other, link.Basis), (_, links) => links.MaxBy(link => link.Strength)!)
                .OrderByDescending(link => link.Strength).ThenBy(link => link.Basis)
                .GroupBy(link => numbers[link.Other])
                .Select(links => LinkedOf(links.Key, [.. links]))
                .OrderBy(linked => linked.RecordedAt).ThenBy(linked => linked.Key),
        ]);
    }

    private LinkedCrime LinkedOf(int other, Link[] links) => new(
        crimes[other].Key, crimes[other].HomeOfficeClass, crimes[other].OffenceTitle, crimes[other].RecordedAt, crimes[other].OccurredFrom, readings[other], links);

    private LinkableCrime LinkableOf(int crime) => new(
        crimes[crime].Key, crimes[crime].RecordedAt, crimes[crime].VictimId, crimes[crime].SuspectId,
        [
            .. keys[crime].Where(key => key.Identifier is not null && joined[key].Count > 0).Select(key => key.Identifier!.Value)
                .OrderBy(identifier => identifier.Kind).ThenBy(identifier => identifier.Value, StringComparer.Ordinal),
        ]);
}
