using System.Collections.Immutable;
using System.Globalization;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Scoring;
using Microsoft.AspNetCore.Http;

namespace CrimeScreeningWorker.ReviewConsole.Pages.Queue;

/// <summary>One choice of a filter: a name and a value of the address, and whether it counts.</summary>
/// <param name="IsOn">Switched off it stays at hand and does not narrow the list.</param>
internal readonly record struct QueueChoice(string Name, string Value, bool IsOn)
{
    public string Id => $"{Name}.{Value}";
}

/// <summary>What a list shows, as it stands in the address: nothing of it names a person.</summary>
internal sealed class QueueQuery
{
    private const int LongestValue = 60;
    private const int MostChoices = 60;
    private const string Off = "off";

    /// <summary>Names of the address with the values that they may have; null: any.</summary>
    private static readonly ImmutableArray<(string Name, ImmutableArray<string>? Values)> Names =
    [
        ("state", ["todo", "mine", "unclaimed", "waiting", "snoozed", "decided", "all"]),
        ("band", ["P1", "P2", "P3"]),
        ("class", null),
        ("district", null),
        ("team", null),
        ("domestic", ["yes", "no"]),
        ("order", ["yes", "no"]),
        ("risk", ["yes", "no"]),
        ("online", ["yes", "no"]),
        ("reference", null),
    ];

    private readonly bool stalking;

    private QueueQuery(bool stalking, ImmutableArray<QueueChoice> choices, QueueSort sort, int page) =>
        (this.stalking, Choices, Sort, Page) = (stalking, choices, sort, page);

    /// <summary>In the order of the filter; a state is always among them unless it is <c>all</c>.</summary>
    public ImmutableArray<QueueChoice> Choices { get; }

    public QueueSort Sort { get; }

    /// <summary>From 1.</summary>
    public int Page { get; }

    /// <summary>The crimes that are recorded as stalking already.</summary>
    public bool Stalking => stalking;

    public QueueFilter Filter => new()
    {
        List = stalking ? QueueList.RecordedAsStalking : QueueList.Today,
        State = On("state").FirstOrDefault() switch
        {
            "todo" => QueueState.ToDo,
            "mine" => QueueState.Mine,
            "unclaimed" => QueueState.Unclaimed,
            "waiting" => QueueState.Waiting,
            "snoozed" => QueueState.Snoozed,
            "decided" => QueueState.Decided,
            _ => QueueState.All,
        },
        Priorities = [.. On("band").Select(band => Enum.Parse<Priority>(band))],
        Classes = [.. On("class")],
        Districts = [.. On("district")],
        Teams = [.. On("team")],
        Domestic = YesOrNo("domestic"),
        OrderBreach = YesOrNo("order"),
        HighRisk = YesOrNo("risk"),
        Online = YesOrNo("online"),
        Reference = On("reference").FirstOrDefault(),
    };

    /// <summary>Reads an address. What it does not know is left out, so that an old link still opens a list.</summary>
    public static QueueQuery Parse(IQueryCollection address, bool stalking)
    {
        var off = address[Off].OfType<string>().ToHashSet(StringComparer.Ordinal);
        var choices = ImmutableArray.CreateBuilder<QueueChoice>();
        foreach (var (name, known) in Names)
        {
            var values = address[name].OfType<string>().Select(value => value.Trim()).Where(value => value.Length is > 0 and <= LongestValue);
            if (known is { } allowed) values = values.Where(value => allowed.Contains(value, StringComparer.Ordinal));
            if (!TakesMany(name)) values = values.Take(1);
            foreach (var value in values.Distinct(StringComparer.Ordinal).Take(MostChoices)) choices.Add(new QueueChoice(name, value, !off.Contains($"{name}.{value}")));
        }

        if (!choices.Any(choice => choice.Name == "state")) choices.Insert(0, new QueueChoice("state", "todo", !off.Contains("state.todo")));
        choices.RemoveAll(choice => choice is { Name: "state", Value: "all" });
        var by = Enum.TryParse<QueueColumn>(address["sort"], ignoreCase: true, out var column) && Enum.IsDefined(column) ? column : QueueColumn.Published;
        var sort = by == QueueColumn.Published ? QueueSort.Published : new QueueSort(by, address["dir"] == "desc");
        var page = int.TryParse(address["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Clamp(number, 1, 100_000) : 1;
        return new QueueQuery(stalking, choices.ToImmutable(), sort, page);
    }

    public bool Has(string name, string value) => Choices.Any(choice => choice.Name == name && choice.Value == value);

    public string? ValueOf(string name) => Choices.FirstOrDefault(choice => choice.Name == name).Value;

    public QueueQuery Without(QueueChoice choice) => With(Choices.Remove(choice));

    public QueueQuery Switched(QueueChoice choice) => With(Choices.Replace(choice, choice with { IsOn = !choice.IsOn }));

    public QueueQuery SortedBy(QueueSort sort) => new(stalking, Choices, sort, 1);

    public QueueQuery OnPage(int page) => new(stalking, Choices, Sort, page);

    /// <summary>The choices and the order alone, for a view that is kept by a name.</summary>
    public QueueQuery FirstPage => OnPage(1);

    /// <summary>Without the question mark; empty for today's list as it is.</summary>
    public override string ToString()
    {
        var parts = new List<string>();
        if (Choices.All(choice => choice.Name != "state")) parts.Add("state=all");
        foreach (var choice in Choices)
        {
            if (choice is { Name: "state", Value: "todo", IsOn: true }) continue;
            parts.Add($"{choice.Name}={Uri.EscapeDataString(choice.Value)}");
            if (!choice.IsOn) parts.Add($"{Off}={Uri.EscapeDataString(choice.Id)}");
        }

        if (Sort != QueueSort.Published)
        {
            parts.Add($"sort={Sort.By.ToString().ToLowerInvariant()}");
            if (Sort.Descending) parts.Add("dir=desc");
        }

        if (Page > 1) parts.Add(string.Create(CultureInfo.InvariantCulture, $"page={Page}"));
        return string.Join('&', parts);
    }

    /// <summary>Address of the list.</summary>
    public string Address => ToString() is { Length: > 0 } query ? $"{ListPath}?{query}" : ListPath;

    public string ListPath => stalking ? "/queue/stalking" : "/queue";

    /// <summary>Address of a case that knows which list it was opened from.</summary>
    public string AddressOf(Screening.CrimeKey crime)
    {
        var query = ToString();
        if (stalking) query = query.Length == 0 ? "list=stalking" : $"list=stalking&{query}";
        return query.Length == 0 ? CaseAddress.Of(crime) : $"{CaseAddress.Of(crime)}?{query}";
    }

    private static bool TakesMany(string name) => name is "band" or "class" or "district" or "team";

    private QueueQuery With(ImmutableArray<QueueChoice> choices) => new(stalking, choices, Sort, 1);

    private IEnumerable<string> On(string name) => Choices.Where(choice => choice.Name == name && choice.IsOn).Select(choice => choice.Value);

    private bool? YesOrNo(string name) => On(name).FirstOrDefault() switch { "yes" => true, "no" => false, _ => null };
}
