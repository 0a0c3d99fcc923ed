using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;

namespace CrimeScreeningWorker.Screening.Linkage;

/// <summary>Puts the courses of conduct of many crimes together, in a statement a table however many crimes there are.</summary>
internal sealed class Courses(LinkageStore links, CrimeStore crimes)
{
    /// <param name="readings">Gives the readings of the crimes that these are linked to.</param>
    public async Task<IReadOnlyDictionary<long, CourseOfConduct>> ReadAsync(
        IReadOnlyCollection<long> crimeIds, Func<IReadOnlyCollection<long>, Task<IReadOnlyDictionary<long, CrimeReading>>> readings,
        CancellationToken cancellationToken)
    {
        var found = await links.ReadLinksAsync(crimeIds, cancellationToken);
        var others = found.SelectMany(group => group).Select(link => link.OtherId).Distinct().ToList();
        var headers = (await crimes.ReadHeadersAsync(crimeIds.Union(others), cancellationToken)).ToDictionary(header => header.Id);
        var read = await readings(others);

        var courses = new Dictionary<long, CourseOfConduct>(crimeIds.Count);
        foreach (var id in crimeIds)
        {
            if (!found.Contains(id))
            {
                courses.Add(id, CourseOfConduct.None);
                continue;
            }

            var key = headers[id].Key;
            courses.Add(id, new CourseOfConduct([.. found[id]
                .GroupBy(link => link.OtherId)
                .Select(group => ToLinkedCrime(key, headers[group.Key], read[group.Key], group))
                .OrderBy(linked => linked.RecordedAt).ThenBy(linked => linked.Key)]));
        }

        return courses;
    }

    private static LinkedCrime ToLinkedCrime(CrimeKey key, CrimeHeader other, CrimeReading reading, IEnumerable<StoredLink> links) => new(
        other.Key, other.HomeOfficeClass, other.OffenceTitle, other.RecordedAt, other.OccurredFrom, reading,
        [.. links.Select(link => new Link(key, other.Key, link.Basis, link.Strength, link.By))]);
}
