using System.Collections.Immutable;
using System.Data.Common;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Storage;
using Dapper;

namespace CrimeScreeningWorker.Screening.Review;

/// <summary>A crime that people have decided on and that resembles another.</summary>
/// <param name="Shared">Codes of the indicators that both have, the rarest first.</param>
/// <param name="Likeness">In (0, 1]: shared indicators by all of the two, each by how rare it is among decided crimes.</param>
public sealed record DecidedCase(
    CrimeKey Key, string OffenceTitle, StalkingAnswer Stalking, DateTimeOffset DecidedAt, ImmutableArray<string> Shared, double Likeness);

/// <summary>How colleagues decided on crimes like this one. Of what was decided in the last minute it may not know yet.</summary>
/// <exception cref="StoreException">Every member: the store cannot be used.</exception>
public sealed class DecidedCases(ScreeningDatabase database, TimeProvider time)
{
    private const int Newest = 500;
    private const double LeastLikeness = 0.15;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private volatile Known? known;

    /// <summary>The most alike among the newest decisions, most alike first.</summary>
    /// <param name="indicators">Codes of the indicators that the crime shows.</param>
    public async Task<IReadOnlyList<DecidedCase>> NearestAsync(
        CrimeKey crime, ImmutableArray<string> indicators, Reviewer reader, int most, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var now = time.GetUtcNow();
        if (known is not { } last || now - last.At > Kept) known = last = await ReadAsync(now, cancellationToken);
        var own = indicators.ToHashSet(StringComparer.Ordinal);
        double Weight(string code) => Math.Log((1.0 + last.Cases.Length) / (1 + last.Counts.GetValueOrDefault(code)));
        return
        [
            .. last.Cases.Where(other => other.Key != crime && reader.MaySee(other.Key))
                .Select(other =>
                {
                    var shared = other.Indicators.Where(own.Contains).OrderByDescending(Weight).ThenBy(code => code, StringComparer.Ordinal).ToImmutableArray();
                    var all = own.Union(other.Indicators, StringComparer.Ordinal).Sum(Weight);
                    return new DecidedCase(other.Key, other.OffenceTitle, other.Stalking, other.DecidedAt, shared, all > 0 ? shared.Sum(Weight) / all : 0);
                })
                .Where(other => other.Likeness >= LeastLikeness)
                .OrderByDescending(other => other.Likeness).ThenBy(other => other.Key)
                .Take(most),
        ];
    }

    private async Task<Known> ReadAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        const string sql = """
            select   i.force_code as Force, i.crime_reference as Reference, i.offence_title as Title, i.stalking, i.decided_at as DecidedAt, s.detail
            from     review_item as i
            join     score as s on s.crime_id = i.crime_id
            where    i.status = 'decided' and i.stalking <> 'unsure' and (i.second is null or i.second <> 'due')
            order by i.decided_at desc, i.id desc
            limit    @newest
            """;
        try
        {
            await using var session = await database.OpenAsync(cancellationToken);
            var rows = await session.Connection.QueryAsync<DecidedRow>(new CommandDefinition(sql, new { newest = Newest }, cancellationToken: cancellationToken));
            ImmutableArray<Decided> cases =
            [
                .. rows.Select(row => new Decided(
                    new CrimeKey(row.Force, row.Reference), row.Title, Enum.Parse<StalkingAnswer>(row.Stalking, ignoreCase: true),
                    StoreTime.Parse(row.DecidedAt), [.. ScoreDetail.FromJson(row.Detail).Indicators.Distinct(StringComparer.Ordinal)])),
            ];
            return new Known(now, cases, cases.SelectMany(one => one.Indicators).CountBy(code => code, StringComparer.Ordinal).ToImmutableDictionary(StringComparer.Ordinal));
        }
        catch (DbException e)
        {
            throw e.ToStoreException(database.Location);
        }
    }

    private sealed record Decided(CrimeKey Key, string OffenceTitle, StalkingAnswer Stalking, DateTimeOffset DecidedAt, ImmutableArray<string> Indicators);

    private sealed record Known(DateTimeOffset At, ImmutableArray<Decided> Cases, ImmutableDictionary<string, int> Counts);

    private sealed class DecidedRow
    {
        public string Force { get; init; } = "";
        public string Reference { get; init; } = "";
        public string Title { get; init; } = "";
        public string Stalking { get; init; } = "";
        public string DecidedAt { get; init; } = "";
        public string Detail { get; init; } = "";
    }
}
