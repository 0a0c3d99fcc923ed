using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Sources;

namespace CrimeScreeningWorker.Screening.Samples;

/// <summary>A corpus record as a part of a case.</summary>
/// <param name="Victim">Number of the person within the case; -1 where the record names none.</param>
/// <param name="Suspect">As <paramref name="Victim"/>.</param>
/// <param name="Day">Days after the first record of the case.</param>
internal sealed record CaseRecord(
    Crime Crime, EqualityMonitoring Equality, int Victim, int Suspect, int Day, IReadOnlyList<TextIdentifier> Identifiers,
    bool IsStalking);

/// <summary>Records of a file that share a person or an identifier, oldest first: what has to stay together when it is copied.</summary>
/// <param name="Phones">The telephone numbers its narratives name, each once.</param>
internal sealed record SampleCase(IReadOnlyList<CaseRecord> Records, int People, IReadOnlyList<string> Phones)
{
    public int Days => Records[^1].Day;

    /// <summary>The cases of a corpus, in the order of their first records.</summary>
    public static IReadOnlyList<SampleCase> Of(IReadOnlyList<LabelledCrime> corpus, IdentifierExtractor extractor)
    {
        var identifiers = corpus.Select(record => extractor.ExtractAll(record.Crime.Narrative)).ToList();
        var groups = Enumerable.Range(0, corpus.Count).ToArray();
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < corpus.Count; i++)
        {
            var (file, crime) = (corpus[i].File, corpus[i].Crime);
            if (crime.VictimId is { } victim) Join(i, $"{file} person {victim}");
            if (crime.SuspectId is { } suspect) Join(i, $"{file} person {suspect}");
            foreach (var identifier in identifiers[i].Where(found => found.Kind <= IdentifierKind.Vehicle)) Join(i, $"{file} {identifier.Kind} {identifier.Value}");
        }

        return [.. Enumerable.Range(0, corpus.Count).GroupBy(Root).Select(group => Of([.. group.Select(i => (corpus[i], (IReadOnlyList<TextIdentifier>)identifiers[i]))]))];

        void Join(int record, string shared)
        {
            if (!first.TryAdd(shared, record)) groups[Root(record)] = Root(first[shared]);
        }

        int Root(int record)
        {
            while (groups[record] != record) record = groups[record];
            return record;
        }
    }

    private static SampleCase Of(List<(LabelledCrime Record, IReadOnlyList<TextIdentifier> Identifiers)> records)
    {
        records.Sort(static (a, b) => a.Record.Crime.RecordedAt.CompareTo(b.Record.Crime.RecordedAt) is var byTime and not 0
            ? byTime
            : a.Record.Crime.Key.CompareTo(b.Record.Crime.Key));
        var people = new Dictionary<string, int>(StringComparer.Ordinal);
        var firstDay = records[0].Record.Crime.RecordedAt.UtcDateTime.Date;
        var parts = records.ConvertAll(r => new CaseRecord(
            r.Record.Crime, r.Record.Equality, NumberOf(r.Record.Crime.VictimId), NumberOf(r.Record.Crime.SuspectId),
            (r.Record.Crime.RecordedAt.UtcDateTime.Date - firstDay).Days, r.Identifiers, r.Record.Label.Stalking));
        var phones = records.SelectMany(r => r.Identifiers).Where(i => i.Kind == IdentifierKind.Phone).Select(i => i.Value).Distinct(StringComparer.Ordinal);
        return new SampleCase(parts, people.Count, [.. phones]);

        int NumberOf(string? person)
        {
            if (person is null) return -1;
            if (!people.TryGetValue(person, out var number)) people.Add(person, number = people.Count);
            return number;
        }
    }
}
