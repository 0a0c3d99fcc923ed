using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using Dapper;

namespace CrimeScreeningWorker.Screening.Retraining;

/// <summary>Crimes of a store, and behind them those they are linked to, as training and comparison take them.</summary>
/// <param name="Ids">Rows; those that were asked for first, in their order.</param>
internal sealed record StoreRecords(
    IReadOnlyList<long> Ids, IReadOnlyList<LabelledCrime> Crimes, ImmutableArray<CrimeReading> Readings,
    ImmutableArray<ImmutableArray<(int Other, Link[] Links)>> Links)
{
    private const int PageSize = 500;

    /// <summary>Name of <see cref="LabelledCrime.File"/>: a store is no file of the corpus.</summary>
    private const string File = "store";

    /// <param name="asked">Rows, each once.</param>
    /// <param name="labelOf">What is said of a crime; of one that was not asked for it means nothing.</param>
    /// <param name="read">Reads a crime; its text logit is not used.</param>
    /// <param name="readWith">What the store holds by another version is read again.</param>
    public static async Task<StoreRecords> ReadAsync(
        StoreSession session, IReadOnlyList<long> asked, Func<CrimeKey, CrimeLabel> labelOf, Func<Crime, CrimeReading> read, string readWith,
        CancellationToken cancellationToken)
    {
        var (crimeStore, readingStore, linkageStore) = (new CrimeStore(session), new ReadingStore(session), new LinkageStore(session));
        var ids = asked.ToList();
        var number = ids.Select((id, i) => (id, i)).ToDictionary(p => p.id, p => p.i);
        var links = new List<StoredLink>();
        foreach (var page in asked.Chunk(PageSize)) links.AddRange((await linkageStore.ReadLinksAsync(page, cancellationToken)).SelectMany(of => of));
        foreach (var other in links.Select(link => link.OtherId).Distinct().Order())
        {
            if (number.TryAdd(other, ids.Count)) ids.Add(other);
        }

        var versions = (await session.Connection.QueryAsync<long>(new CommandDefinition(
            "select id from screening_version where rule_book_version = @readWith", new { readWith }, session.Transaction,
            cancellationToken: cancellationToken))).ToHashSet();
        var (records, readings) = (new LabelledCrime[ids.Count], new CrimeReading[ids.Count]);
        foreach (var page in ids.Chunk(PageSize))
        {
            var crimes = await crimeStore.ReadCrimesAsync(page, cancellationToken);
            var stored = await readingStore.ReadAsync(page, cancellationToken);
            foreach (var id in page)
            {
                var (crime, i) = (crimes[id].Crime, number[id]);
                records[i] = new LabelledCrime(crime, new EqualityMonitoring(), labelOf(crime.Key), File);
                readings[i] = (stored.TryGetValue(id, out var found) && versions.Contains(found.Version) ? found.Reading : read(crime)) with { TextLogit = 0 };
            }
        }

        var byCrime = links.ToLookup(link => number[link.CrimeId]);
        return new StoreRecords(
            ids, records, [.. readings],
            [
                .. records.Select((record, i) => byCrime[i].GroupBy(link => number[link.OtherId])
                    .Select(group => (group.Key, group.Select(link => new Link(record.Crime.Key, records[group.Key].Crime.Key, link.Basis, link.Strength, link.By)).ToArray()))
                    .ToImmutableArray()),
            ]);
    }

    /// <summary>What a reviewer says, who is asked one thing.</summary>
    public static CrimeLabel LabelOf(bool stalking) => new(
        stalking, Section: "", Online: false, Breach: false, HighRisk: false, Borderline: false, NeedsHistory: false, Pair: 0, Kind: "")
    { StalkingOnly = true };

    /// <param name="weights">By record.</param>
    public PreparedCorpus ToCorpus(ImmutableArray<float> weights, ScreeningScope scope) => PreparedCorpus.Of(Crimes, Readings, Links, weights, scope);
}
