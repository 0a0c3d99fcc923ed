using System.CommandLine;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Triage;
using Spectre.Console;

namespace CrimeScreeningWorker.Commands;

/// <summary><c>links</c>: by what a crime is joined to others, and a reviewer's word on it.</summary>
internal static class LinksCommand
{
    public static Command Create() => new("links", "The links of a crime, and what a reviewer says of them: it is kept for ever and stands above every run.")
    {
        List(),
        Judge("confirm", LinkVerdict.Confirmed, "Two crimes belong together, also where nothing else joins them. The next run links and scores both again."),
        Judge("reject", LinkVerdict.Rejected, "Two crimes do not belong together, by whatever they are joined. The next run takes the link away and scores both again."),
        Judge("withdraw", LinkVerdict.Withdrawn, "What was said of two crimes no longer counts. The next run links and scores both as if nobody had judged them."),
    };

    private static Command List()
    {
        var (crime, store, json) = (CommonOptions.Crime("--crime", "The crime whose links are listed."), CommonOptions.Store(), CommonOptions.Json());
        var command = new Command("list", "The crimes that a crime is linked to or was judged with, a line each.") { crime, store, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var key = parsed.GetRequiredValue(crime);
            var links = await Review(parsed.GetValue(store)).ReadAsync(key, cancellationToken);
            if (parsed.GetValue(json)) Report.WriteJson(Shape(key, links));
            else WriteTable(key, links);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Judge(string name, LinkVerdict verdict, string description)
    {
        var (crime, other) = (CommonOptions.Crime("--crime", "One of the two crimes."), CommonOptions.Crime("--other", "The other one."));
        var by = Words("--by", "Who says so.", "NAME", required: true);
        var reason = Words("--reason", "Why, in a sentence. It is kept with the judgement.", "TEXT", required: true);
        var role = Words("--role", "As what the reviewer says so, such as: stalking coordinator.", "ROLE", required: false);
        var store = CommonOptions.Store();
        var command = new Command(name, description) { crime, other, by, reason, role, store };
        command.Validators.Add(result =>
        {
            if (result.GetResult(crime)?.Tokens is [var one] && result.GetResult(other)?.Tokens is [var two] && one.Value == two.Value)
                result.AddError("--crime and --other name the same crime.");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var judgement = await Review(parsed.GetValue(store)).JudgeAsync(
                parsed.GetRequiredValue(crime), parsed.GetRequiredValue(other), verdict, parsed.GetRequiredValue(by)!, parsed.GetValue(role),
                parsed.GetRequiredValue(reason)!, cancellationToken);
            Console.WriteLine($"{judgement.First} and {judgement.Second}: {Word(verdict)}. The next run links and scores both again.");
            return ExitCode.Done;
        });
        return command;
    }

    private static LinkReview Review(string? store) => new(new ScreeningDatabase(CommonOptions.FindStore(store)), TimeProvider.System);

    private static Option<string?> Words(string name, string description, string helpName, bool required)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = helpName, Required = required };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value))) result.AddError($"{name} must not be empty.");
        });
        return option;
    }

    private static string Word(LinkVerdict verdict) => verdict.ToString().ToLowerInvariant();

    private static string Word(ReviewedLink link) => link switch
    {
        { Judgement: null } => "",
        { IsDue: true } => $"{Word(link.Judgement.Verdict)}, from the next run on",
        _ => Word(link.Judgement.Verdict),
    };

    private static void WriteTable(CrimeKey crime, IReadOnlyList<ReviewedLink> links)
    {
        if (links.Count == 0)
        {
            Console.WriteLine($"{crime} is linked to no other crime.");
            return;
        }

        var table = new Table().Border(Report.IsTerminal ? TableBorder.Rounded : TableBorder.None);
        foreach (var title in (string[])["Crime", "Strength", "Joined by", "Judged", "By", "On"]) table.AddColumn(new TableColumn(title).NoWrap());
        foreach (var link in links)
        {
            table.AddRow(
                new Text($"{link.Other.ForceCode}/{link.Other.CrimeReference}"), new Text(link.Links.Count == 0 ? "" : $"{link.Links[0].Strength:0.00}"),
                new Text(link.Links.Count == 0 ? "not linked" : string.Join(", ", link.Links.Select(l => l.By))), new Text(Word(link)),
                new Text(link.Judgement?.Reviewer ?? ""), new Text(link.Judgement is { } said ? BritishTime.DayAndClock(said.JudgedAt) : ""));
        }

        Report.Out.Write(table);
    }

    private static object Shape(CrimeKey crime, IReadOnlyList<ReviewedLink> links) => new
    {
        force_code = crime.ForceCode,
        crime_reference = crime.CrimeReference,
        links = links.Select(link => new
        {
            force_code = link.Other.ForceCode,
            crime_reference = link.Other.CrimeReference,
            joined_by = link.Links.Select(l => new { basis = l.Basis.ToString(), strength = l.Strength, words = l.By }),
            judgement = link.Judgement is not { } said
                ? null
                : new
                {
                    verdict = Word(said.Verdict),
                    reviewer = said.Reviewer,
                    role = said.Role,
                    reason = said.Reason,
                    judged_at = BritishTime.Timestamp(said.JudgedAt),
                    due = link.IsDue,
                },
        }),
    };
}
