using System.Data.Common;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using Dapper;

namespace CrimeScreeningWorker.Screening.Estimation;

/// <summary>What a store knows for the estimates: who was found, who was drawn at random, and what the machine says of all.</summary>
/// <param name="Unsure">Of the sample, how many were answered with "unsure": they count as not answered.</param>
/// <param name="Waiting">Above the threshold and not read yet: how many, and the stalking expected among them by their probabilities.</param>
public sealed record ReviewedCrimes(
    IReadOnlyList<AuditedCrime> Audited, IReadOnlyList<FoundCrime> Found, IReadOnlyList<RankedCrime> Ranked, int Unsure, (int Crimes, double Expected) Waiting);

/// <summary>Reads what people answered, for the estimates.</summary>
/// <exception cref="StoreException">The store cannot be used.</exception>
public sealed class ReviewedCrimesReader(ScreeningDatabase database, ScopeOptions scope)
{
    /// <summary>Of all that is screened and not recorded as stalking already; what the second of two readers is still to read has no answer yet.</summary>
    public async Task<ReviewedCrimes> ReadAsync(CancellationToken cancellationToken)
    {
        const string sql = """
            select   i.force_code as ForceCode, i.crime_reference as CrimeReference, i.recorded_at as RecordedAt, i.recorded_offset as RecordedOffset,
                     i.home_office_class as Class, i.probability, i.priority, i.blind, i.audit_weight as Weight,
                     case when i.status = 'decided' and (i.second is null or i.second <> 'due') then i.stalking end as Answer
            from     review_item as i
            order by i.force_code, i.crime_reference
            """;
        try
        {
            await using var session = await database.OpenAsync(cancellationToken);
            var stalking = scope.StalkingClasses.Select(c => c.Trim()).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var audited = new List<AuditedCrime>();
            var found = new List<FoundCrime>();
            var ranked = new List<RankedCrime>();
            var (unsure, waiting, expected) = (0, 0, 0.0);
            await foreach (var row in session.Connection.QueryUnbufferedAsync<Row>(sql).WithCancellation(cancellationToken))
            {
                if (stalking.Contains(row.Class)) continue;
                var key = new CrimeKey(row.ForceCode, row.CrimeReference);
                var recorded = StoreTime.Parse(row.RecordedAt, row.RecordedOffset);
                bool? answer = row.Answer switch { "yes" => true, "no" => false, _ => null };
                ranked.Add(new RankedCrime(row.Probability, answer, row.Weight ?? 1));
                if (row is { Blind: "audit", Weight: { } weight })
                {
                    audited.Add(new AuditedCrime(key, recorded, weight, answer));
                    if (row.Answer == "unsure") unsure++;
                }
                else if (answer == true)
                {
                    found.Add(new FoundCrime(key, recorded));
                }
                else if (row.Answer is null && row.Priority != "none")
                {
                    waiting++;
                    expected += row.Probability;
                }
            }

            return new ReviewedCrimes(audited, found, ranked, unsure, (waiting, expected));
        }
        catch (DbException e)
        {
            throw e.ToStoreException(database.Location);
        }
    }

    private sealed class Row
    {
        public string ForceCode { get; init; } = "";
        public string CrimeReference { get; init; } = "";
        public string RecordedAt { get; init; } = "";
        public long RecordedOffset { get; init; }
        public string Class { get; init; } = "";
        public double Probability { get; init; }
        public string Priority { get; init; } = "";
        public string? Blind { get; init; }
        public double? Weight { get; init; }
        public string? Answer { get; init; }
    }
}
