using System.Globalization;
using System.Text;

namespace CrimeScreeningWorker.Screening.Reports;

/// <summary>The card of the whole model, text and weights together, as Markdown: what it is for, what it was measured to do, and where not to trust it.</summary>
/// <remarks>Its parts follow Mitchell et al., Model Cards for Model Reporting, 2019.</remarks>
public static class ModelCard
{
    public static string Write(ModelFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var card = new StringBuilder();
        void Say(FormattableString text) => card.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
        void Head(string title) => card.Append("\n## ").Append(title).Append("\n\n");
        var (manifest, t) = (facts.Manifest, facts.Thresholds);

        Say($"# Model card: stalking recorded as something else\n");
        Say($"Written by `reports card` from the model, the settings and what was measured; do not edit.");
        Head("What it is");
        Say($"| | |\n| --- | --- |");
        Say($"| Model | `{manifest.Version}` |");
        Say($"| Rule book | `{facts.Book.Version}`, {facts.Book.Indicators.Count} indicators |");
        Say($"| Kind | a sum of parts: a logistic regression over indicators of a rule book, linked crimes and a linear text model; calibrated |");
        Say($"| Text model | {manifest.WordFeatures:N0} runs of words, {manifest.CharacterFeatures:N0} runs of characters; trainer seeded, one thread |");
        Say($"| Trained on | {manifest.TrainingSet.Narratives:N0} narratives, {manifest.TrainingSet.Stalking:N0} of them stalking; SHA-256 `{manifest.TrainingSet.Sha256}` |");
        Head("What it is for");
        Say($"It orders the reading of crimes in the classes {string.Join(", ", facts.Scope.Classes)}: those most likely to be stalking recorded as something else first. A person decides every one.");
        Head("What it is not for");
        Say($"It does not say that a person is a stalker, does not measure risk, and is no ground for any measure against anybody. It changes no record. It must not be used to leave a victim unheard: what is not listed is not cleared.");
        Head("What it never sees");
        Say($"Age, sex, gender and ethnicity. They are read for the comparison of groups alone. Names are not read as words either.");
        Head("Operating point");
        Say($"| threshold | probability |\n| --- | --- |");
        Say($"| listed for review | {t.Review:0.####} |\n| a suggestion may name an action | {t.Likely:0.####} |\n| called strong | {t.Strong:0.####} |\n| high risk said | {t.HighRisk:0.####} |");
        Say($"\nCapacity in the settings: {facts.Review.Capacity} reviews a day; {100 * facts.Review.NonDomesticShare:0} % of them kept for crimes outside a family or relationship; {facts.Review.AuditSample} crimes a run drawn by chance from what is not listed.");
        Head("Measured, people never on both sides");
        if (manifest.Metrics.Count > 0)
        {
            Say($"| figure | value |\n| --- | --- |");
            foreach (var (name, value) in manifest.Metrics.OrderBy(m => m.Key, StringComparer.Ordinal)) Say($"| `{name}` | {value:0.####} |");
        }

        WriteReport(card, facts.Measured, "On forces never seen", "Not given. `evaluate --corpus --out FILE.html` measures it; `reports card --figures FILE.json` puts it here.");
        WriteReport(card, facts.Watched, "In this force", "Not given. `reports card --store STORE` puts it here, once people have decided.");
        Head("Where not to trust it");
        foreach (var limit in Limits(facts)) Say($"- {limit}");
        return card.ToString();
    }

    /// <summary>What the model cannot do, plainly; also of its transparency record.</summary>
    internal static IEnumerable<string> Limits(ModelFacts facts)
    {
        yield return "The records that it was trained on are those of its training set; where that is the shipped one, they are invented. A force must measure its own before it relies on a figure here.";
        yield return "Very short narratives, who did what to whom, and records that are stalking only with the earlier ones are its weak places.";
        yield return "Where the people of a crime are not named in the record, earlier crimes are joined by what the text says, or not at all.";
        yield return "A probability is right on average over many crimes and may be wrong for one.";
        foreach (var limit in (facts.Measured?.Limits ?? []).Concat(facts.Watched?.Limits ?? []).Distinct(StringComparer.Ordinal)) yield return limit;
    }

    private static void WriteReport(StringBuilder card, ReportData? report, string title, string missing)
    {
        card.Append("\n### ").Append(title).Append("\n\n");
        if (report is null)
        {
            card.Append(missing).Append('\n');
            return;
        }

        card.Append(report.Basis).Append("\n\n");
        if (report.Watching is { } watching) card.Append(watching.Sentence).Append("\n\n");
        foreach (var key in report.KeyFigures) card.Append("- ").Append(key.Value).Append(' ').Append(key.Meaning).Append('\n');
        if (report.Groups.IsDefaultOrEmpty) return;
        card.Append("\n| group | records | stalking found | 95 % interval | false alarms | |\n| --- | --- | --- | --- | --- | --- |\n");
        foreach (var g in report.Groups)
        {
            card.Append(CultureInfo.InvariantCulture, $"| {g.Dimension}: {g.Group} | {g.Records} | {CorpusReport.Percent(g.Found.Share)} | ")
                .Append(CultureInfo.InvariantCulture, $"{CorpusReport.Percent(g.Found.Low)} to {CorpusReport.Percent(g.Found.High)} | {CorpusReport.Percent(g.FalseAlarms.Share)} | ")
                .Append(g.Verdict switch { GroupVerdict.Lower => "found less often", GroupVerdict.Higher => "found more often", GroupVerdict.TooFew => "too few to say", _ => "" })
                .Append(" |\n");
        }
    }
}
