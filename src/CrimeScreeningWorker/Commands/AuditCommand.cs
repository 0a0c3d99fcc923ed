using System.CommandLine;
using System.Globalization;
using System.Text;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Audit;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.TextModel;
using CrimeScreeningWorker.Screening.Triage;
using Microsoft.Extensions.DependencyInjection;

namespace CrimeScreeningWorker.Commands;

/// <summary><c>audit</c>: the log of who did what with the data, checked, exported, and the evidence of one decision.</summary>
internal static class AuditCommand
{
    public static Command Create() => new("audit", "The audit log: check its chain, hand it out, and put together what a decision rests on.")
    {
        Verify(),
        Export(),
        Bundle(),
        Rescore(),
    };

    private static Command Verify()
    {
        var expect = new Option<AuditHead?>("--expect")
        {
            Description = "An entry that was kept elsewhere, as an earlier verify printed it: shows that nothing before it was changed or cut off.",
            HelpName = "SEQ:HASH",
            CustomParser = result =>
            {
                var parts = result.Tokens[0].Value.Split(':');
                if (parts.Length == 2 && parts[1].Length == 64 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var seq) && seq > 0)
                    return new AuditHead(seq, parts[1]);
                result.AddError("--expect needs the place and the hash of an entry, SEQ:HASH, as audit verify prints them.");
                return null;
            },
        };
        var (store, json) = (CommonOptions.Store(), CommonOptions.Json());
        var command = new Command("verify", "Read the whole chain and every row it speaks of. Ends with 1 when something was changed, removed or inserted, and says where.")
        {
            expect, store, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var report = await new AuditVerification(Database(parsed.GetValue(store))).ExecuteAsync(parsed.GetValue(expect), cancellationToken);
            if (parsed.GetValue(json))
            {
                Report.WriteJson(new
                {
                    whole = report.IsWhole,
                    entries = report.Entries,
                    due = report.Due,
                    erased = report.Erased,
                    head = report.Head.ToString(),
                    findings = report.Findings.Select(f => new { seq = f.Seq, row = f.Row, sentence = f.Sentence }),
                });
            }
            else
            {
                foreach (var finding in report.Findings) Console.WriteLine($"{Place(finding)}: {finding.Sentence}");
                Console.WriteLine(report.IsWhole ? "The audit log is whole." : $"The audit log is not whole: {report.Findings.Count} findings.");
                Console.WriteLine($"{report.Entries} entries, {report.Due} rows not chained yet, {report.Erased} rows erased in their time.");
                if (report.Entries > 0) Console.WriteLine($"Newest entry, to be kept elsewhere: {report.Head}");
            }

            return report.IsWhole ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static Command Export()
    {
        var (from, to) = (Day("--from", "First day, by the clock of London."), Day("--to", "Last day, by the clock of London."));
        var file = Words("--out", "The file to write: CSV.", "FILE.csv");
        var (by, recipient, reason) = Purpose("The Information Commissioner");
        var store = CommonOptions.Store();
        var command = new Command("export", "Write the audit log of some days for the Commissioner. That it was handed out is in the log first.")
        {
            from, to, file, by, recipient, reason, store,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var database = Database(parsed.GetValue(store));
            await database.CheckAsync(cancellationToken);
            var log = new AuditLog(database);
            var (first, last) = (parsed.GetRequiredValue(from), parsed.GetRequiredValue(to));
            var head = await log.WriteAsync(
                new AuditAct(
                    AuditKind.Disclosure, TimeProvider.System.GetUtcNow(), parsed.GetRequiredValue(by), "audit", $"Audit log from {first:yyyy-MM-dd} to {last:yyyy-MM-dd}",
                    parsed.GetValue(reason))
                { Recipient = parsed.GetValue(recipient) },
                cancellationToken);
            var path = Path.GetFullPath(parsed.GetRequiredValue(file));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var count = 0;
            await using (var output = new FileStream(path, FileMode.Create, FileAccess.Write))
            {
                await output.WriteAsync(
                    Csv.Row("seq", "at", "kind", "actor", "role", "what", "force_code", "crime_reference", "recipient", "reason", "hash"), cancellationToken);
                await foreach (var r in log.ReadAsync(BritishTime.StartOf(first), BritishTime.StartOf(last.AddDays(1)), crime: null, cancellationToken))
                {
                    count++;
                    await output.WriteAsync(
                        Csv.Row(
                            r.Seq.ToString(CultureInfo.InvariantCulture), r.At is { } at ? BritishTime.Timestamp(at) : null, r.Kind, r.Actor, r.Role, r.What,
                            r.Crime?.ForceCode, r.Crime?.CrimeReference, r.Recipient, r.Reason, r.Hash),
                        cancellationToken);
                }
            }

            Console.WriteLine($"{count} entries in {path}. The log stood at {head}.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Bundle()
    {
        var crime = CommonOptions.Crime("--crime-reference", "The crime.");
        var file = Words("--out", "The file to write: JSON. It holds narratives.", "FILE.json");
        var (by, recipient, reason) = Purpose("Whoever asked for it");
        var store = CommonOptions.Store();
        var command = new Command("bundle", "Write all that the decision on a crime rests on into one file, which rescore scores again without the store.")
        {
            crime, file, by, recipient, reason, store,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var bundle = await new BundleMaker(Database(parsed.GetValue(store)), TimeProvider.System).MakeAsync(
                parsed.GetRequiredValue(crime), parsed.GetRequiredValue(by), parsed.GetValue(recipient)!, parsed.GetValue(reason)!, cancellationToken);
            var path = Path.GetFullPath(parsed.GetRequiredValue(file));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, bundle.ToJson(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellationToken);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            Console.WriteLine(
                $"{bundle.Crime}: score, {bundle.Linked.Count} linked crimes, {bundle.Decisions.Count} acts of people and {bundle.Chain.Count} entries of the log in {path}");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Rescore()
    {
        var file = Words("--bundle", "The file that audit bundle wrote.", "FILE.json");
        var model = new Option<string?>("--model") { Description = "Folder of the model that the bundle names. Default: the configured one.", HelpName = "DIR" };
        var json = CommonOptions.Json();
        var command = new Command("rescore", "Score the crime of a bundle again, without any store. Ends with 1 when it does not come out the same.") { file, model, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var host = WorkerHost.Build();
            var paths = host.Services.GetRequiredService<ScoringPaths>();
            var bundle = await EvidenceBundle.ReadAsync(Path.GetFullPath(parsed.GetRequiredValue(file)), cancellationToken);
            var path = paths.Of(
                parsed.GetValue(model) is { } folder ? TextModelFolder.Load(Path.GetFullPath(folder)) : host.Services.GetRequiredService<LoadedTextModel>());
            var rescored = BundleRescoring.Execute(bundle, path, paths.RuleBookVersion);
            if (parsed.GetValue(json))
            {
                Report.WriteJson(new
                {
                    same = rescored.IsSame,
                    probability = rescored.Now.Probability,
                    was = bundle.Score.Probability,
                    priority = rescored.Now.Priority,
                    differences = rescored.Differences,
                });
            }
            else
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{bundle.Crime}: {rescored.Now.Probability:R}, {rescored.Now.Priority}; the bundle says {bundle.Score.Probability:R}, {bundle.Score.Priority}."));
                Console.WriteLine(rescored.IsSame ? "The same to the last digit." : $"Not the same: {string.Join(", ", rescored.Differences)}.");
            }

            return rescored.IsSame ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static ScreeningDatabase Database(string? store) => new(CommonOptions.FindStore(store));

    private static string Place(AuditFinding finding) => finding switch
    {
        { Seq: { } seq, Row: { } row } => $"Entry {seq}, {row}",
        { Seq: { } seq } => $"Entry {seq}",
        _ => finding.Row!,
    };

    private static (Option<string> By, Option<string?> Recipient, Option<string?> Reason) Purpose(string recipient) => (
        Words("--by", "Who hands it out.", "NAME"),
        new Option<string?>("--recipient") { Description = "To whom it goes.", HelpName = "NAME", DefaultValueFactory = _ => recipient },
        new Option<string?>("--reason") { Description = "Why. It is kept in the log.", HelpName = "TEXT", DefaultValueFactory = _ => "Asked for" });

    private static Option<DateOnly> Day(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "YYYY-MM-DD",
        Required = true,
        CustomParser = result =>
        {
            if (DateOnly.TryParseExact(result.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
            result.AddError($"{name} needs a day such as 2026-03-14.");
            return default;
        },
    };

    private static Option<string> Words(string name, string description, string helpName)
    {
        var option = new Option<string>(name) { Description = description, HelpName = helpName, Required = true };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value))) result.AddError($"{name} must not be empty.");
        });
        return option;
    }
}
