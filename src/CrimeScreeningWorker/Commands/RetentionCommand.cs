using System.CommandLine;
using System.Globalization;
using System.Text;
using CrimeScreeningWorker.Screening.Retention;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Triage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.Commands;

/// <summary><c>retention</c>: what has outlived its period is erased, unless it is held.</summary>
internal static class RetentionCommand
{
    public static Command Create() => new("retention", "Erase what has outlived its period, and hold back what proceedings need.")
    {
        Apply(),
        Hold("hold", "Keep a crime, what people said of it and who looked at it, whatever its age, until it is released."),
        Hold("release", "Hold a crime no longer: its period counts again."),
        Holds(),
    };

    private static Command Apply()
    {
        var dry = new Option<bool>("--dry-run") { Description = "Only say what would be erased." };
        var by = Words("--by", "Who has it erased. Needed unless it is a dry run.", "NAME", required: false);
        var reason = new Option<string>("--reason")
        {
            Description = "Why. It stands in the certificate and in the audit log.",
            HelpName = "TEXT",
            DefaultValueFactory = _ => "Retention schedule",
        };
        var (store, output, json) = (CommonOptions.Store(), CommonOptions.Out(), CommonOptions.Json());
        var command = new Command("apply", "Erase what has outlived its period, give the space back and write a certificate that does not contain what was erased.")
        {
            dry, by, reason, store, output, json,
        };
        command.Validators.Add(result =>
        {
            if (!result.GetValue(dry) && result.GetResult(by) is null) result.AddError("--by is needed: who has it erased? --dry-run only shows what would be.");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var host = WorkerHost.Build();
            var options = host.Services.GetRequiredService<IOptions<RetentionOptions>>().Value;
            var run = new RetentionRun(new ScreeningDatabase(CommonOptions.FindStore(parsed.GetValue(store))), options, TimeProvider.System);
            if (parsed.GetValue(dry))
            {
                Write(await run.PlanAsync(cancellationToken), parsed.GetValue(json), "would be erased");
                return ExitCode.Done;
            }

            var certificate = await run.ApplyAsync(parsed.GetValue(by)!, parsed.GetValue(reason)!, cancellationToken);
            var folder = Path.GetFullPath(parsed.GetValue(output)!);
            Directory.CreateDirectory(folder);
            var name = string.Create(CultureInfo.InvariantCulture, $"erasure-{certificate.At.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}");
            await WriteFileAsync(Path.Combine(folder, name + ".json"), certificate.ToJson(), cancellationToken);
            await WriteFileAsync(Path.Combine(folder, name + ".html"), certificate.ToHtml(), cancellationToken);
            Write(certificate, parsed.GetValue(json), "erased");
            if (!parsed.GetValue(json)) Console.WriteLine($"Certificate: {Path.Combine(folder, name)}.json and .html");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Hold(string name, string description)
    {
        var crime = CommonOptions.Crime("--crime-reference", "The crime.");
        var by = Words("--by", "Who says so.", "NAME", required: true);
        var reason = Words("--reason", "Why, such as the number of the proceedings. No person.", "TEXT", required: true);
        var store = CommonOptions.Store();
        var command = new Command(name, description) { crime, by, reason, store };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var holds = new LegalHolds(new ScreeningDatabase(CommonOptions.FindStore(parsed.GetValue(store))), TimeProvider.System);
            var key = parsed.GetRequiredValue(crime);
            if (name == "hold") await holds.HoldAsync(key, parsed.GetValue(by)!, parsed.GetValue(reason)!, cancellationToken);
            else await holds.ReleaseAsync(key, parsed.GetValue(by)!, parsed.GetValue(reason)!, cancellationToken);
            Console.WriteLine(name == "hold" ? $"{key} is kept until it is released." : $"{key} is held no longer.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Holds()
    {
        var (store, json) = (CommonOptions.Store(), CommonOptions.Json());
        var command = new Command("holds", "What is held now.") { store, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var database = new ScreeningDatabase(CommonOptions.FindStore(parsed.GetValue(store)));
            await database.CheckAsync(cancellationToken);
            var held = await new LegalHolds(database, TimeProvider.System).ReadAsync(cancellationToken);
            if (parsed.GetValue(json))
            {
                Report.WriteJson(held.Select(h => new
                {
                    force_code = h.Crime.ForceCode,
                    crime_reference = h.Crime.CrimeReference,
                    person = h.Person,
                    reason = h.Reason,
                    at = BritishTime.Timestamp(h.At),
                }));
                return ExitCode.Done;
            }

            foreach (var hold in held) Console.WriteLine($"{hold.Crime}: since {BritishTime.Day(hold.At)}, by {hold.Person}: {hold.Reason}");
            if (held.Count == 0) Console.WriteLine("Nothing is held.");
            return ExitCode.Done;
        });
        return command;
    }

    private static void Write(ErasureCertificate certificate, bool json, string verb)
    {
        if (json)
        {
            Console.Write(certificate.ToJson());
            return;
        }

        foreach (var one in certificate.Classes)
        {
            var rows = string.Join(", ", one.Rows.Select(table => string.Create(CultureInfo.InvariantCulture, $"{table.Value} of {table.Key}")));
            Console.WriteLine($"{one.Class}, older than {BritishTime.Day(one.Before)}: {rows} {verb}.");
        }

        Console.WriteLine($"{certificate.HeldBack} crimes stay because of a legal hold.");
        if (certificate is { BytesBefore: { } before, BytesAfter: { } after }) Console.WriteLine($"The store had {before} bytes and has {after}.");
    }

    private static Task WriteFileAsync(string path, string text, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellationToken);

    private static Option<string?> Words(string name, string description, string helpName, bool required)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = helpName, Required = required };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value))) result.AddError($"{name} must not be empty.");
        });
        return option;
    }
}
