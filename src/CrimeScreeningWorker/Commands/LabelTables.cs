using System.Globalization;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Labels;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Triage;
using Spectre.Console;

namespace CrimeScreeningWorker.Commands;

/// <summary>What <c>labels</c> shows a person.</summary>
internal static class LabelTables
{
    private const int MostListed = 20;

    public static string Noun(long count, string one) => count == 1 ? one : one + "s";

    public static void Write(LabelSheet sheet, bool takenIn, int added, IReadOnlyList<CrimeKey> missing)
    {
        var bad = sheet.Faults.Select(f => f.Line).Distinct().Count();
        if (!takenIn) Console.WriteLine($"Nothing was taken in: {bad} of {sheet.Rows} {Noun(sheet.Rows, "row")} {(bad == 1 ? "is" : "are")} bad. --skip-bad takes the others.");
        else Console.WriteLine($"{added} {Noun(added, "label")} added, {sheet.Labels.Count - added} there already, {bad} bad {Noun(bad, "row")} left out.");
        if (!sheet.UnknownColumns.IsEmpty) Console.WriteLine($"Not read: the {Noun(sheet.UnknownColumns.Length, "column")} {string.Join(", ", sheet.UnknownColumns)}.");
        if (missing.Count == 0) return;
        Console.WriteLine($"{missing.Count} {Noun(missing.Count, "crime")} of the sheet {(missing.Count == 1 ? "is" : "are")} not in the store; a label waits until its crime comes:");
        foreach (var crime in missing.Take(MostListed)) Console.WriteLine($"  {Key(crime)}");
        if (missing.Count > MostListed) Console.WriteLine($"  and {missing.Count - MostListed} more: --json lists all.");
    }

    public static void Write(SettledLabels settled)
    {
        Console.WriteLine(
            $"{settled.Labels} {Noun(settled.Labels, "label")}: {settled.Settled.Count} {Noun(settled.Settled.Count, "crime")} settled " +
            $"({settled.Settled.Count(l => l.Stalking)} stalking), {settled.Conflicts.Count} in conflict, {settled.Unsure} unsure, {settled.TakenBack} taken back.");
        if (settled.Conflicts.Count == 0) return;
        var table = Table("Crime", "Says", "Who", "As", "On", "Blind", "By way of");
        foreach (var opinion in settled.Conflicts.SelectMany(conflict => conflict.Opinions))
        {
            table.AddRow(
                new Text(Key(opinion.Crime)), new Text(StoreWords.Of(opinion.Stalking) ?? ""), new Text(opinion.By), new Text(opinion.Role),
                new Text(BritishTime.Day(opinion.At)), new Text(opinion.Blind ? "yes" : "no"), new Text(StoreWords.Of(opinion.Source)));
        }

        Report.Out.Write(table);
    }

    public static void Write(AgreementReport report)
    {
        Console.WriteLine($"{report.Crimes} {Noun(report.Crimes, "crime")} of which two people or more have given an opinion.");
        Write("Blind: neither knew the machine's opinion or the other's", report.Blind);
        Write("Seen: at least one of the two could know", report.Seen);
        Console.WriteLine("Cohen's kappa; interval of Fleiss, Cohen and Everitt (1969), for large samples: under about 30 answers it says little.");
    }

    public static void Write(IReadOnlyList<SuspectReviewer> held, IReadOnlyList<ReviewerRelease> released)
    {
        if (held.Count == 0) Console.WriteLine("Nobody's answers are kept out.");
        foreach (var reviewer in held) Console.WriteLine(reviewer.Reason);
        foreach (var release in released)
            Console.WriteLine($"{release.Reviewer}, week from {Monday(release.From)}: released by {release.By} on {BritishTime.Day(release.At)}: {release.Note}");
    }

    internal static string Monday(DateOnly from) => from.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static void Write(string title, AgreementTable agreement)
    {
        Console.WriteLine();
        if (agreement.Pairs.Count == 0)
        {
            Console.WriteLine($"{title}: no pair of answers.");
            return;
        }

        Console.WriteLine($"{title}: {Words(agreement.Overall)}; {agreement.Unsure} with an unsure answer left out.");
        var table = Table("First", "Second", "Both yes", "First only", "Second only", "Both no", "Unsure", "Agree", "Kappa", "95 %");
        foreach (var pair in agreement.Pairs)
        {
            table.AddRow(
                new Text(pair.First), new Text(pair.Second), Count(pair.BothYes), Count(pair.OnlyFirst), Count(pair.OnlySecond), Count(pair.BothNo), Count(pair.Unsure),
                new Text(pair.Agreement.Count == 0 ? "" : Percent(pair.Agreement.Agreed)), new Text(Number(pair.Agreement.Kappa)), new Text(Interval(pair.Agreement)));
        }

        Report.Out.Write(table);
    }

    private static string Words(Agreement agreement) => agreement switch
    {
        { Count: 0 } => "no pair of definite answers",
        { Kappa: null } => $"{Pairs(agreement)}; kappa has no value where all answers are the same",
        { Low: null } => $"{Pairs(agreement)}; kappa {Number(agreement.Kappa)}, and too little for an interval",
        _ => $"{Pairs(agreement)}; kappa {Number(agreement.Kappa)} (95 % {Interval(agreement)})",
    };

    private static string Pairs(Agreement agreement) => $"{agreement.Count} {Noun(agreement.Count, "pair")} of answers, {Percent(agreement.Agreed)} agree";

    private static string Interval(Agreement agreement) => agreement.Low is null ? "" : $"{Number(agreement.Low)} to {Number(agreement.High)}";

    private static string Number(double? number) => number?.ToString("0.00", CultureInfo.InvariantCulture) ?? "";

    private static string Percent(double share) => share.ToString("0.0 %", CultureInfo.InvariantCulture);

    private static Text Count(int count) => new(count.ToString(CultureInfo.InvariantCulture));

    private static string Key(CrimeKey crime) => $"{crime.ForceCode}/{crime.CrimeReference}";

    private static Table Table(params string[] titles)
    {
        var table = new Table().Border(Report.IsTerminal ? TableBorder.Rounded : TableBorder.None);
        foreach (var title in titles) table.AddColumn(new TableColumn(title).NoWrap());
        return table;
    }
}

/// <summary>What <c>labels</c> gives to a script.</summary>
internal static class LabelShapes
{
    public static object Of(LabelSheet sheet, bool takenIn, int added, IReadOnlyList<CrimeKey> missing) => new
    {
        rows = sheet.Rows,
        added,
        there_already = takenIn ? sheet.Labels.Count - added : 0,
        bad_rows = sheet.Faults.Select(f => f.Line).Distinct().Count(),
        faults = sheet.Faults.Select(f => new { file = f.File, line = f.Line, field = f.Field, problem = f.Problem }),
        unknown_columns = sheet.UnknownColumns,
        crimes_not_in_store = missing.Select(Of),
    };

    public static object Of(SettledLabels settled) => new
    {
        labels = settled.Labels,
        settled = settled.Settled.Count,
        stalking = settled.Settled.Count(l => l.Stalking),
        unsure = settled.Unsure,
        taken_back = settled.TakenBack,
        conflicts = settled.Conflicts.Select(conflict => new
        {
            force_code = conflict.Crime.ForceCode,
            crime_reference = conflict.Crime.CrimeReference,
            opinions = conflict.Opinions.Select(Of),
        }),
    };

    public static object Of(AgreementReport report) => new
    {
        crimes = report.Crimes,
        method = "Cohen's kappa (1960); 95 % interval by the large-sample standard error of Fleiss, Cohen and Everitt (1969)",
        blind = Of(report.Blind),
        seen = Of(report.Seen),
    };

    public static object Of(SuspectReviewer reviewer) => new
    {
        reviewer = reviewer.Reviewer,
        week = LabelTables.Monday(reviewer.From),
        answers = reviewer.Answers,
        stalking = reviewer.Said,
        expected = reviewer.Expected,
        distance = reviewer.Distance,
        chance = reviewer.Chance,
    };

    public static object Of(ReviewerRelease release) => new
    {
        reviewer = release.Reviewer,
        week = LabelTables.Monday(release.From),
        released_by = release.By,
        note = release.Note,
        at = BritishTime.Timestamp(release.At),
    };

    /// <summary>Without the reason: it is in the person's own words.</summary>
    public static object Of(Label label) => new
    {
        force_code = label.Crime.ForceCode,
        crime_reference = label.Crime.CrimeReference,
        stalking = StoreWords.Of(label.Stalking),
        by = label.By,
        role = label.Role,
        at = BritishTime.Timestamp(label.At),
        blind = label.Blind,
        sample = StoreWords.Of(label.Sample),
        selection_weight = label.SelectionWeight,
        rubric = label.Rubric,
        source = StoreWords.Of(label.Source),
        label_id = label.Id,
        record_updated_at = label.RecordUpdatedAt is { } updated ? BritishTime.Timestamp(updated) : null,
    };

    private static object Of(AgreementTable table) => new
    {
        overall = Of(table.Overall),
        unsure = table.Unsure,
        pairs = table.Pairs.Select(pair => new
        {
            first = pair.First,
            second = pair.Second,
            both_yes = pair.BothYes,
            only_first = pair.OnlyFirst,
            only_second = pair.OnlySecond,
            both_no = pair.BothNo,
            unsure = pair.Unsure,
            agreement = Of(pair.Agreement),
        }),
    };

    private static object Of(Agreement agreement) => new
    {
        count = agreement.Count,
        agreed = agreement.Count == 0 ? (double?)null : agreement.Agreed,
        kappa = agreement.Kappa,
        standard_error = agreement.StandardError,
        low = agreement.Low,
        high = agreement.High,
    };

    private static object Of(CrimeKey crime) => new { force_code = crime.ForceCode, crime_reference = crime.CrimeReference };
}
