using System.Collections.Immutable;
using System.Globalization;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Sources;

namespace CrimeScreeningWorker.Database.Tests;

/// <summary>Made-up crimes. Numbers stand in the ranges that are reserved for drama.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Morning = new(2026, 3, 14, 7, 42, 0, TimeSpan.Zero);

    public static Crime Crime(
        string reference = "CR/000001/26", string? victim = "P1", string? suspect = "P2", string narrative = "SUSP WAITED OUTSIDE THE H/A",
        string homeOfficeClass = "8L", DateTimeOffset? recordedAt = null, DateTimeOffset? updatedAt = null, string force = "GLO") => new()
        {
            Key = new CrimeKey(force, reference),
            RecordedAt = recordedAt ?? Morning,
            UpdatedAt = updatedAt ?? recordedAt ?? Morning,
            HomeOfficeClass = homeOfficeClass,
            OffenceTitle = "Harassment without violence (s2 PHA 1997)",
            VictimId = victim,
            SuspectId = suspect,
            Narrative = narrative,
        };

    public static SourceRecord Record(Crime crime, long line = 2) => new(crime, new EqualityMonitoring(), line);

    public static RejectedRecord Rejected(string source, long line) =>
        new(source, line, "CR/X", "recorded_at", "recorded_at has no offset", "CR/X,2026-03-14");

    private static (string Victim, string Suspect) Couple(int n) => ($"P{n}", $"P{n + 1}");

    /// <summary>Crimes that share victims, suspects, telephones, cars and one number everybody has; a few of any class.</summary>
    public static ImmutableArray<Crime> Month(int count, int seed)
    {
        var random = new Random(seed);
        var people = Math.Max(4, count * 2 / 3);
        return
        [
            .. Enumerable.Range(1, count).Select(n =>
            {
                var words = new List<string> { "IP STATES SUSPECT ATTENDED", random.Next(1000).ToString(CultureInfo.InvariantCulture) };
                if (random.Next(4) == 0) words.Add($"tel:+447700900{random.Next(people) % 1000:000}");
                if (random.Next(15) == 0) words.Add("tel:+441632960000");
                if (random.Next(10) == 0) words.Add($"car:AB{random.Next(10, 12)}CD{(char)('A' + random.Next(20))}");
                var (victim, suspect) = ($"P{random.Next(people)}", $"P{random.Next(people)}");
                if (random.Next(3) == 0) (victim, suspect) = random.Next(Math.Max(4, count / 100)) == 0 ? ("P1", "P0") : Couple(random.Next(1 + people / 8));
                var recorded = Morning.AddMinutes(random.Next(count));
                return Crime(
                    $"CR/{n:000000}/26",
                    random.Next(10) == 0 ? null : victim,
                    random.Next(4) == 0 ? null : suspect,
                    string.Join(' ', words),
                    random.Next(5) == 0 ? "105A" : "8L",
                    recorded,
                    force: random.Next(2) == 0 ? "GLO" : "CAM");
            }),
        ];
    }
}
