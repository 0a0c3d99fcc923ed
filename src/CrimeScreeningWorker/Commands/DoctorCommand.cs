using System.CommandLine;
using CrimeScreeningWorker.Operations;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Commands;

/// <summary><c>doctor</c>: looks at all that a night needs, and says what to do.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var (store, json) = (CommonOptions.Store(), CommonOptions.Json());
        var command = new Command(
            "doctor", "Check configuration, store, source, model, rule book, disk, clock and output folder, and say what to do. Ends with 1 when something fails.")
        { store, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var findings = await Doctor.ExamineAsync(CommonOptions.FindStore(parsed.GetValue(store)), cancellationToken);
            if (parsed.GetValue(json))
            {
                Report.WriteJson(findings.Select(f => new { check = f.Check, state = f.State.ToString().ToLowerInvariant(), found = f.Found, advice = f.Advice }));
            }
            else
            {
                foreach (var finding in findings) Write(finding);
                Console.WriteLine(Sentence(findings));
            }

            return findings.Any(f => f.State == FindingState.Failed) ? ExitCode.Failed : ExitCode.Done;
        });
        return command;
    }

    private static void Write(Finding finding)
    {
        var mark = finding.State switch { FindingState.Good => "ok  ", FindingState.Warning => "warn", _ => "FAIL" };
        Console.WriteLine($"{mark}  {finding.Check + ":",-18}{finding.Found}");
        if (finding.Advice is { } advice) Console.WriteLine($"{"",24}{advice}");
    }

    private static string Sentence(IReadOnlyList<Finding> findings)
    {
        var (failed, warned) = (findings.Count(f => f.State == FindingState.Failed), findings.Count(f => f.State == FindingState.Warning));
        return failed == 0
            ? $"A night can run. {findings.Count} checks, {warned} with a warning."
            : $"A night cannot run as it should. {findings.Count} checks, {failed} failed, {warned} with a warning.";
    }
}
