using System.Collections.Immutable;
using System.Data.Common;
using CrimeScreeningWorker.Screening.Reports;
using CrimeScreeningWorker.Screening.Retraining;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.TextModel;
using Dapper;

namespace CrimeScreeningWorker.Screening.Promotion;

/// <summary>Puts two models before the gate, on what the people of a store decided about people whom neither has seen.</summary>
/// <param name="shipped">The crimes that models learnt from which do not say it: the shipped corpus.</param>
public sealed class GateRun(ScreeningDatabase database, ScreeningScope scope, ScoringPaths paths, LearntCrimes shipped, GateOptions options, TimeProvider time)
{
    /// <summary>Compares; nothing is written.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    /// <exception cref="ModelException">A model's list of what it learnt from cannot be read.</exception>
    public async Task<GateReport> CompareAsync(ScoringPath champion, ScoringPath challenger, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(champion);
        ArgumentNullException.ThrowIfNull(challenger);
        var cases = await StoreCases.ReadAsync(database, scope, champion.Reader.Read, paths.RuleBookVersion, cancellationToken);
        var unseen = Unseen(cases, LearntBy(champion), LearntBy(challenger));
        var now = time.GetUtcNow();
        var was = Rescoring.Of(cases.Corpus, unseen, champion, now, cancellationToken);
        var isNow = Rescoring.Of(cases.Corpus, unseen, challenger, now, cancellationToken);
        var equality = await ReadEqualityAsync([.. unseen.Select(i => cases.Ids[i])], cancellationToken);
        var judged = unseen.Select((record, at) =>
        {
            var (crime, label) = (cases.Corpus.Records[record].Crime, cases.LabelOf(record));
            return new JudgedCase(
                $"{cases.Corpus.Groups[record]}", label.Stalking, cases.Corpus.Weights[record], was[at].Probability, isNow[at].Probability,
                TraitsOf(crime, was[at].Online, equality[cases.Ids[record]]), label.By, label.At);
        });
        return Gate.Compare([.. judged], options, cases.KeptOut);
    }

    /// <summary>Crimes of groups of people of which neither model has seen one, whether it was said of it or not.</summary>
    private static List<int> Unseen(StoreCases cases, params LearntCrimes[] learnt)
    {
        var corpus = cases.Corpus;
        var seen = Enumerable.Range(0, corpus.Records.Count).Where(i => learnt.Any(l => l.Contains(corpus.Records[i].Crime.Key)))
            .Select(i => corpus.Groups[i]).ToHashSet();
        return [.. cases.Labelled.Where(i => corpus.IsJudged[i] && !seen.Contains(corpus.Groups[i]))];
    }

    private LearntCrimes LearntBy(ScoringPath path)
    {
        if (!path.Model.Files.TryGetValue(LearntCrimes.FileName, out var file)) return shipped;
        try
        {
            return LearntCrimes.FromBytes(file.Span);
        }
        catch (InvalidDataException e)
        {
            throw new ModelException($"The {LearntCrimes.FileName} of the model {path.ModelVersion} cannot be read.", e);
        }
    }

    // What is not known is no group of its own: a model cannot treat it well or badly.
    private static ImmutableSortedDictionary<string, string> TraitsOf(Crime crime, bool online, EqualityMonitoring equality) =>
        ReportGroups.Of(crime.Relationship, crime.Flags, online, crime.HomeOfficeClass, equality)
            .Where(membership => membership.Group != ReportGroups.NotRecorded)
            .ToImmutableSortedDictionary(membership => membership.Dimension, membership => membership.Group, StringComparer.Ordinal);

    private async Task<IReadOnlyDictionary<long, EqualityMonitoring>> ReadEqualityAsync(IReadOnlyList<long> crimes, CancellationToken cancellationToken)
    {
        const string sql = """
            select c.id, c.victim_age as VictimAge, c.suspect_age as SuspectAge, c.victim_gender as VictimGender, c.suspect_gender as SuspectGender,
                   c.victim_ethnicity as VictimEthnicity, c.suspect_ethnicity as SuspectEthnicity
            from   json_each(@ids) as k
            cross  join crime as c
            where  c.id = k.value
            """;
        try
        {
            await using var session = await database.OpenAsync(cancellationToken);
            var rows = await session.Connection.QueryAsync<EqualityRow>(new CommandDefinition(sql, new { ids = StoreJson.Ids(crimes) }, cancellationToken: cancellationToken));
            return rows.ToDictionary(row => row.Id, row => row.ToEquality());
        }
        catch (DbException e)
        {
            throw e.ToStoreException(database.Location);
        }
    }

    private sealed class EqualityRow
    {
        public long Id { get; init; }
        public long? VictimAge { get; init; }
        public long? SuspectAge { get; init; }
        public string? VictimGender { get; init; }
        public string? SuspectGender { get; init; }
        public string? VictimEthnicity { get; init; }
        public string? SuspectEthnicity { get; init; }

        public EqualityMonitoring ToEquality() => new()
        {
            VictimAge = (int?)VictimAge,
            SuspectAge = (int?)SuspectAge,
            VictimGender = VictimGender,
            SuspectGender = SuspectGender,
            VictimEthnicity = VictimEthnicity,
            SuspectEthnicity = SuspectEthnicity,
        };
    }
}
