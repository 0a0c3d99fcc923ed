using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Monitoring;

namespace CrimeScreeningWorker.Screening.ForceReports;

/// <summary>One report: a page, and a CSV file for each of its tables.</summary>
/// <param name="Name">Of its files, without an ending.</param>
/// <param name="Sentence">What it says, for a reader who reads nothing else.</param>
/// <param name="For">Who works with it.</param>
internal sealed record ForceReport(string Name, string Title, string For, string Sentence, ImmutableArray<ForceTable> Tables, ImmutableArray<string> Limits)
{
    /// <summary>Crimes of the page that are older than the period.</summary>
    public int Older { get; init; }

    /// <summary>The page is one side of A4, whatever it holds.</summary>
    public bool OneSide { get; init; }
}

/// <summary>A table with its picture, if it has one. Cells are text, the same on the page and in the CSV file.</summary>
/// <param name="Id">Of its CSV file, after the name of the report.</param>
/// <param name="Lead">How to read it.</param>
/// <param name="Rows">As many cells as columns.</param>
internal sealed record ForceTable(string Id, string Title, string Lead, ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<string>> Rows)
{
    public ForceChart? Chart { get; init; }

    /// <summary>Rows on the page; the CSV file has all.</summary>
    public int PageRows { get; init; } = 40;

    /// <summary>Said in place of a table without rows.</summary>
    public string Empty { get; init; } = "Nothing in this period.";

    /// <summary>Columns that stand in the CSV file alone, the last so many.</summary>
    public int FileColumns { get; init; }
}

/// <summary>A picture above its numbers.</summary>
/// <param name="Finding">What it shows, in a sentence.</param>
internal abstract record ForceChart(string Title, string Finding);

/// <summary>Lines over months.</summary>
/// <param name="Label">Of the upright scale; with <paramref name="IsShare"/> values run from 0 to 1.</param>
/// <param name="Series">NaN where there is nothing to show.</param>
internal sealed record MonthChart(string Title, string Finding, string Label, bool IsShare, ImmutableArray<DateOnly> Months, ImmutableArray<ChartSeries> Series)
    : ForceChart(Title, Finding);

internal sealed record ChartSeries(string Name, ImmutableArray<double> Values)
{
    /// <summary>Intervals; empty where a count is a count.</summary>
    public ImmutableArray<Proportion> Intervals { get; init; } = [];
}

/// <summary>Bars with their names, lying; from 0.</summary>
internal sealed record BarChart(string Title, string Finding, ImmutableArray<(string Name, double Value)> Bars) : ForceChart(Title, Finding);
