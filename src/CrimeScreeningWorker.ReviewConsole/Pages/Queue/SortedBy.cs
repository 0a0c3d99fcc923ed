using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.ReviewConsole.Pages.Queue;

/// <summary>The columns of the list and what a click on their headings does, in words.</summary>
internal static class SortedBy
{
    public static IReadOnlyList<(string Title, QueueColumn? By)> Columns { get; } =
    [
        ("Crime", QueueColumn.Reference),
        ("Why it is here", null),
        ("Screening and people", QueueColumn.Status),
        ("Due", QueueColumn.Due),
        ("Recorded", QueueColumn.Recorded),
    ];

    /// <summary>Up, then down, then the published order again.</summary>
    public static QueueSort Next(QueueSort sort, QueueColumn by) =>
        sort.By != by ? new QueueSort(by, false) : sort.Descending ? QueueSort.Published : new QueueSort(by, true);

    public static string? State(QueueSort sort, QueueColumn? by) =>
        by is null ? null : sort.By != by ? "none" : sort.Descending ? "descending" : "ascending";

    public static string Sign(QueueSort sort, QueueColumn by) => sort.By != by ? "↕" : sort.Descending ? "▼" : "▲";

    public static string Hint(QueueSort sort, QueueColumn by)
    {
        var next = Next(sort, by);
        return next == QueueSort.Published ? "back to the usual order" : next.Descending ? "sort downwards" : "sort upwards";
    }

    public static string Words(QueueSort sort) => sort.By switch
    {
        QueueColumn.Published => TriageOrder.InWords,
        QueueColumn.Due => sort.Descending ? "Latest due date first." : "Earliest due date first.",
        QueueColumn.Recorded => sort.Descending ? "Newest record first." : "Oldest record first.",
        QueueColumn.Reference => sort.Descending ? "By crime reference, backwards." : "By crime reference.",
        QueueColumn.Offence => sort.Descending ? "By offence, backwards." : "By offence.",
        QueueColumn.District => sort.Descending ? "By district, backwards." : "By district.",
        _ => sort.Descending ? "By what people have done, backwards." : "By what people have done.",
    };
}
