using System.Globalization;
using System.Text;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Sources;

namespace CrimeScreeningWorker.Screening.Scoring;

/// <summary>Says in one plain sentence why a crime stands where it stands.</summary>
internal static class Reasons
{
    private const int MostParts = 3;

    public static string Sentence(Crime crime, CourseOfConduct history, IReadOnlyList<Contribution> parts, RuleBook book, bool abstained)
    {
        if (abstained) return "Cannot tell: too little is written to judge, so a person should ask.";
        var said = new List<string>();
        var course = history.Crimes.Where(c => c.Links.Any(l => l.IsCourseOfConduct)).ToList();
        if (course.Count > 0) said.Add(CourseOf(crime, course));
        foreach (var part in parts.Where(p => p.LogOdds > 0 && book.Find(p.Part) is not null).Take(MostParts)) said.Add(Lower(part.Title));
        if (said.Count == 0) said.Add(parts.Any(p => p is { Part: "TEXT", LogOdds: > 0 })
            ? "wording like that of confirmed cases"
            : "nothing that points to stalking");
        var lowered = parts.FirstOrDefault(p => p.LogOdds < -0.3 && book.Find(p.Part) is not null);
        if (lowered is not null) said.Add($"against it, {Lower(lowered.Title)}");
        var sentence = new StringBuilder(string.Join("; ", said)).Append('.');
        sentence[0] = char.ToUpperInvariant(sentence[0]);
        return sentence.ToString();
    }

    private static string CourseOf(Crime crime, List<LinkedCrime> course)
    {
        var others = course.Count == 1 ? "another crime" : $"{course.Count.ToString(CultureInfo.InvariantCulture)} other crimes";
        var first = course.Min(c => c.RecordedAt);
        var days = (int)Math.Abs((crime.RecordedAt - first).TotalDays);
        var span = days switch
        {
            < 2 => "within a day or two",
            < 14 => $"within {days.ToString(CultureInfo.InvariantCulture)} days",
            < 70 => $"within {((days + 6) / 7).ToString(CultureInfo.InvariantCulture)} weeks",
            _ => $"within {((days + 29) / 30).ToString(CultureInfo.InvariantCulture)} months",
        };
        return $"linked to {others} {span}";
    }

    private static string Lower(string title) =>
        title.Length > 1 && char.IsUpper(title[0]) && !char.IsUpper(title[1]) ? char.ToLowerInvariant(title[0]) + title[1..] : title;
}
