using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;

namespace CrimeScreeningWorker.Screening.Evaluation;

/// <summary>What the product is compared with: what an analyst does with a search box, the order of the classes, and our parts on their own.</summary>
internal static class Baselines
{
    private static readonly string[] Keywords =
        ["stalk", "follow", "obsess", "watching", "loiter", "tracker", "airtag", "harass", "repeated", "outside her", "turned up", "won't leave", "ex partner", "ex-partner"];

    /// <summary>How many of the usual search words the narrative holds.</summary>
    public static double KeywordSearch(Crime crime) =>
        Keywords.Count(k => crime.Narrative.Contains(k, StringComparison.OrdinalIgnoreCase));

    /// <summary>Breaches first, then harassment, then messages, then the rest.</summary>
    public static double ClassOrder(Crime crime) => crime.HomeOfficeClass switch { "8Q" => 4, "66" => 3, "8L" or "8M" => 2, "8R" => 1, _ => 0 };

    /// <summary>The rule book on its own: the weights written in it, each indicator counted once, with half of those in linked crimes.</summary>
    public static double RulesAlone(CrimeReading reading, IEnumerable<CrimeReading> linked, RuleBook book)
    {
        double Sum(CrimeReading r) => r.Hits.Where(h => h.Polarity == Polarity.Affirmed).Select(h => h.Code).Distinct(StringComparer.Ordinal)
            .Sum(code => book.Find(code)?.Weight ?? 0);
        return Sum(reading) + (0.5 * linked.Select(Sum).Where(s => s > 0).DefaultIfEmpty(0).Max());
    }
}
