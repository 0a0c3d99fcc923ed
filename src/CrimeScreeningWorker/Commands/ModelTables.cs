using System.Globalization;
using CrimeScreeningWorker.Screening.Promotion;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Triage;
using Spectre.Console;

namespace CrimeScreeningWorker.Commands;

/// <summary>What <c>models</c> shows a person.</summary>
internal static class ModelTables
{
    private const int MostListed = 30;

    public static void Write(IReadOnlyList<RegisteredModel> models, IReadOnlyList<ModelEvent> events, string? live, string configured)
    {
        Console.WriteLine(live is null ? $"Live: {configured}, the configured model; none was promoted." : $"Live: {live}.");
        if (live is not null && live != configured) Console.WriteLine($"Configured, and not used: {configured}.");
        if (models.Count == 0) return;
        var table = Table("Model", "Brought in", "By", "Last", "On", "By", "Note");
        foreach (var model in models)
        {
            var last = events.LastOrDefault(e => e.Version == model.Version);
            table.AddRow(
                new Text(model.Version + (model.Version == live ? " (live)" : "")), new Text(BritishTime.Day(model.AddedAt)), new Text(model.AddedBy),
                new Text(last is null ? "" : Kind(last)), new Text(last is null ? "" : BritishTime.Day(last.At)), new Text(last?.Person ?? ""), new Text(last?.Note ?? model.Note));
        }

        Report.Out.Write(table);
    }

    public static void Write(ScoringPath path, IReadOnlyList<ModelEvent> events)
    {
        var manifest = path.Model.Manifest;
        Console.WriteLine($"Model {path.ModelVersion}, made {(manifest.CreatedOn is { } day ? day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture) : "on a day it does not say")}");
        Console.WriteLine($"Learnt from {manifest.TrainingSet.Narratives} narratives, {manifest.TrainingSet.Stalking} of them stalking; {manifest.WordFeatures} features of words, {manifest.CharacterFeatures} of characters.");
        Console.WriteLine($"Review threshold {Number(path.Scoring.Thresholds.Review)}; rule book {path.Scoring.RuleBookVersion}.");
        foreach (var (name, value) in manifest.Metrics) Console.WriteLine($"  {name,-32} {Number(value)}");
        foreach (var entry in events)
        {
            Console.WriteLine();
            Console.WriteLine($"{BritishTime.DayAndClock(entry.At)}: {Kind(entry)} by {entry.Person}: {entry.Note}");
            Console.WriteLine($"  Model {entry.Version}; live before: {entry.LiveBefore}");
            if (entry.Despite is { } despite) Console.WriteLine($"  Despite the gate, because: {despite}");
            foreach (var reason in entry.Gate?.Reasons ?? []) Console.WriteLine($"  The gate: {reason}");
        }
    }

    public static void Write(LiveOn answer)
    {
        var at = BritishTime.DayAndClock(answer.At);
        if (answer.By is { } by)
            Console.WriteLine($"{at}: {answer.Version} was live, {Kind(by)} by {by.Person} on {BritishTime.DayAndClock(by.At)}: {by.Note}");
        else
            Console.WriteLine($"{at}: no model had been promoted; the configured one was live. Configured today: {answer.Configured}.");
        foreach (var change in answer.Changes) Console.WriteLine($"  On the same day before that, {BritishTime.Clock(change.At)}: {change.Version} {Kind(change)} by {change.Person}.");
        if (answer.Runs.IsEmpty) Console.WriteLine("No run had been made by then.");
        foreach (var run in answer.Runs) Console.WriteLine($"Run {run.RunId} of {BritishTime.DayAndClock(run.StartedAt)} used {run.ModelVersion}.");
    }

    public static void Write(string champion, string challenger, GateReport gate)
    {
        Console.WriteLine($"Live {champion}, challenger {challenger}: {gate.Crimes} crimes that people decided, {gate.People} people with stalking, none of them seen by either.");
        foreach (var kept in gate.KeptOut) Console.WriteLine($"Kept out: {kept.Reason}");
        if (!gate.Figures.IsEmpty)
        {
            var figures = Table("Over all", "Live", "Challenger", "Difference", "At least", "At most");
            foreach (var f in gate.Figures) figures.AddRow(new Text(f.Name), Cell(f.Champion), Cell(f.Challenger), Signed(f.Difference), Signed(f.Lower), Signed(f.Upper));
            Report.Out.Write(figures);
        }

        if (!gate.Groups.IsEmpty)
        {
            var groups = Table("Group", "Crimes", "People", "Live", "Challenger", "Lost", "Won", "Chance", "");
            foreach (var g in gate.Groups)
            {
                groups.AddRow(
                    new Text($"{g.Trait}: {g.Value}"), Count(g.Crimes), Count(g.People), Cell(g.Champion), Cell(g.Challenger), Count(g.Lost), Count(g.Won), Cell(g.Chance),
                    new Text(g.IsRefused ? "refused" : g.IsJudged ? "" : "too few"));
            }

            Report.Out.Write(groups);
        }

        Console.WriteLine(gate.Accepted ? "The gate lets it in." : "The gate refuses it:");
        foreach (var reason in gate.Reasons) Console.WriteLine($"  {reason}");
    }

    public static void Write(ShadowReport report)
    {
        Console.WriteLine(
            $"{report.Crimes} crimes since {BritishTime.Day(report.Since)}: {report.ListedBefore} listed with {report.Champion}, {report.ListedAfter} with {report.Challenger}. " +
            $"{report.Count(ShadowChange.Enters)} would enter, {report.Count(ShadowChange.Leaves)} leave, {report.Count(ShadowChange.Moves)} move.");
        if (report.Rows.IsEmpty) return;
        var table = Table("Crime", "Would", "Priority", "Probability", "Place");
        foreach (var row in report.Rows.Take(MostListed))
        {
            table.AddRow(
                new Text($"{row.Crime.ForceCode}/{row.Crime.CrimeReference}"), new Text(row.Change.ToString().ToLowerInvariant().TrimEnd('s')),
                new Text($"{StoreWords.Of(row.PriorityBefore)} to {StoreWords.Of(row.PriorityAfter)}"),
                new Text($"{Number(row.ProbabilityBefore)} to {Number(row.ProbabilityAfter)}"), new Text($"{Place(row.RankBefore)} to {Place(row.RankAfter)}"));
        }

        Report.Out.Write(table);
        if (report.Rows.Length > MostListed) Console.WriteLine($"and {report.Rows.Length - MostListed} more: --out or --json has all.");
    }

    private static string Kind(ModelEvent entry) => StoreWords.Of(entry.Kind).Replace('_', ' ') + (entry.Despite is null ? "" : " despite the gate");

    private static string Place(int? rank) => rank?.ToString(CultureInfo.InvariantCulture) ?? "none";

    private static string Number(double value) => double.IsNaN(value) ? "-" : value.ToString("0.000", CultureInfo.InvariantCulture);

    private static Text Cell(double value) => new(Number(value));

    private static Text Signed(double value) => new(double.IsNaN(value) ? "-" : value.ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture));

    private static Text Count(int count) => new(count.ToString(CultureInfo.InvariantCulture));

    private static Table Table(params string[] titles)
    {
        var table = new Table().Border(Report.IsTerminal ? TableBorder.Rounded : TableBorder.None);
        foreach (var title in titles) table.AddColumn(new TableColumn(Markup.Escape(title)).NoWrap());
        return table;
    }
}

/// <summary>What <c>models</c> gives to a script.</summary>
internal static class ModelShapes
{
    public static object Of(IReadOnlyList<RegisteredModel> models, IReadOnlyList<ModelEvent> events, string? live, string configured) => new
    {
        live = live ?? configured,
        promoted = live is not null,
        configured,
        models = models.Select(m => new { version = m.Version, added_by = m.AddedBy, note = m.Note, added_at = BritishTime.Timestamp(m.AddedAt), live = m.Version == live }),
        events = events.Select(Of),
    };

    public static object Of(ScoringPath path, IReadOnlyList<ModelEvent> events) => new
    {
        version = path.ModelVersion,
        created_on = path.Model.Manifest.CreatedOn,
        training_set = path.Model.Manifest.TrainingSet,
        metrics = path.Model.Manifest.Metrics,
        thresholds = path.Scoring.Thresholds,
        files = path.Model.Manifest.Files,
        events = events.Select(Of),
    };

    public static object Of(ModelEvent entry) => new
    {
        kind = StoreWords.Of(entry.Kind),
        version = entry.Version,
        live_before = entry.LiveBefore,
        person = entry.Person,
        note = entry.Note,
        at = BritishTime.Timestamp(entry.At),
        gate = entry.Gate is null ? null : Of(entry.LiveBefore, entry.Version, entry.Gate),
        despite = entry.Despite,
    };

    public static object Of(LiveOn answer) => new
    {
        at = BritishTime.Timestamp(answer.At),
        version = answer.Version,
        by = answer.By is null ? null : Of(answer.By),
        earlier_that_day = answer.Changes.Select(Of),
        runs = answer.Runs.Select(run => new { run_id = run.RunId, started_at = BritishTime.Timestamp(run.StartedAt), model_version = run.ModelVersion }),
        configured_today = answer.Configured,
    };

    public static object Of(string champion, string challenger, GateReport gate) => new
    {
        champion,
        challenger,
        accepted = gate.Accepted,
        reasons = gate.Reasons,
        crimes = gate.Crimes,
        people = gate.People,
        figures = gate.Figures.Select(f => new { name = f.Name, champion = f.Champion, challenger = f.Challenger, difference = f.Difference, lower = f.Lower, upper = f.Upper }),
        groups = gate.Groups.Select(g => new
        {
            trait = g.Trait,
            value = g.Value,
            crimes = g.Crimes,
            people = g.People,
            champion = g.Champion,
            challenger = g.Challenger,
            lost = g.Lost,
            won = g.Won,
            chance = g.Chance,
            judged = g.IsJudged,
            refused = g.IsRefused,
        }),
        kept_out = gate.KeptOut.Select(LabelShapes.Of),
    };

    public static object Of(ShadowReport report) => new
    {
        champion = report.Champion,
        challenger = report.Challenger,
        since = BritishTime.Timestamp(report.Since),
        crimes = report.Crimes,
        listed_before = report.ListedBefore,
        listed_after = report.ListedAfter,
        enters = report.Count(ShadowChange.Enters),
        leaves = report.Count(ShadowChange.Leaves),
        moves = report.Count(ShadowChange.Moves),
        rows = report.Rows.Select(row => new
        {
            force_code = row.Crime.ForceCode,
            crime_reference = row.Crime.CrimeReference,
            change = StoreWords.Of(row.Change),
            priority_before = StoreWords.Of(row.PriorityBefore),
            priority_after = StoreWords.Of(row.PriorityAfter),
            probability_before = Math.Round(row.ProbabilityBefore, 4),
            probability_after = Math.Round(row.ProbabilityAfter, 4),
            rank_before = row.RankBefore,
            rank_after = row.RankAfter,
        }),
    };
}
