using System.Globalization;
using System.Text;

namespace CrimeScreeningWorker.Benchmarks;

/// <summary>Runs every contender in turn, several times over, and says what each did against the scorer of the same round.</summary>
/// <param name="outside">Null leaves the programs outside .NET out.</param>
internal sealed class Comparison(Equipment equipment, OutsideContenders? outside)
{
    public const string Scorer = "text scorer, from the characters";
    public const string Together = "rule book and text scorer together";
    public const string MlNetBulk = "ML.NET default pipeline, bulk Transform";
    public const string MlNetShipped = "the shipped model.zip, bulk Transform of our vectors";

    private const int WarmUps = 2;

    private readonly Dictionary<string, List<double>> rates = new(StringComparer.Ordinal);
    private readonly List<string> order = [];
    private readonly Dictionary<string, int> given = new(StringComparer.Ordinal);
    private readonly List<double> twoCores = [];

    /// <returns>The table, as Markdown.</returns>
    public string Run(int runs)
    {
        var own = new OwnContenders(equipment);
        List<Contender> contenders = [.. own.All, .. new MlNetContenders(equipment).All()];

        // Code is compiled better after it has run for a while.
        for (var round = 0; round < WarmUps; round++)
        {
            foreach (var contender in contenders) contender.Run();
            own.ScoreOn(1);
        }

        for (var run = 0; run < runs; run++)
        {
            foreach (var contender in contenders) Note(contender.Name, contender.Narratives, contender.Run());
            twoCores.Add(own.ScoreOn(1) / own.ScoreOn(2));
            foreach (var (name, narratives, seconds) in outside?.Run() ?? []) Note(name, narratives, seconds);
        }

        return Table(runs);
    }

    private void Note(string name, int narratives, double? seconds)
    {
        if (!rates.TryGetValue(name, out var list))
        {
            rates.Add(name, list = []);
            order.Add(name);
        }

        given[name] = narratives;
        if (seconds is { } taken) list.Add(narratives / Math.Max(taken, 1e-9));
    }

    private string Table(int runs)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{equipment.Crimes.Count} narratives of {equipment.MeanLength:0} characters, medians of {runs} rounds (least to most), processor time.\n\n");
        text.Append("| what | narratives given | narratives a second of one core | scorer is so many times as fast |\n| --- | ---: | ---: | ---: |\n");
        foreach (var name in order)
        {
            var list = rates[name];
            if (list.Count == 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {name} | - | not installed | - |\n");
                continue;
            }

            var ratios = rates[Scorer].Zip(list, (scorer, other) => scorer / other).ToList();
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {given[name]} | {Spread(list, "0")} | {Spread(ratios, "0.00")} |\n");
        }

        var share = rates[Together].Zip(rates[Scorer], (both, alone) => both / alone).ToList();
        text.Append(CultureInfo.InvariantCulture, $"\nRule book and scorer together against the scorer alone: {Spread(share, "0.00")}.\n");
        text.Append(CultureInfo.InvariantCulture, $"Scorer on two threads against one, by the clock on the wall: {Spread(twoCores, "0.00")} times.\n");
        return text.ToString();
    }

    private static string Spread(List<double> values, string format)
    {
        var sorted = values.Order().ToList();
        string Say(double value) => value.ToString(format, CultureInfo.InvariantCulture);
        return $"{Say(sorted[sorted.Count / 2])} ({Say(sorted[0])} to {Say(sorted[^1])})";
    }
}
