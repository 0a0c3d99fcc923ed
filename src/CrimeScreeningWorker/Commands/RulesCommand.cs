using System.CommandLine;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Suggestions;

namespace CrimeScreeningWorker.Commands;

/// <summary><c>rules test</c>: the rule book's own examples.</summary>
internal static class RulesCommand
{
    public static Command Create()
    {
        var book = new Option<string?>("--rule-book") { Description = "A rule book to test instead of the configured one.", HelpName = "FILE.yaml" };
        var json = CommonOptions.Json();
        var test = new Command("test", "Run the rule book's own examples and say which fail.") { book, json };
        test.SetAction(parsed => Test(parsed.GetValue(book), parsed.GetValue(json)));
        return new Command("rules", "The rule book.") { test };
    }

    private static int Test(string? path, bool json)
    {
        var files = WorkerHost.Options<PathFilesOptions>(PathFilesOptions.Section);
        var file = path is null ? PathFiles.Resolve(files.RuleBook) : Path.GetFullPath(path);
        var book = RuleBook.Load(file, checkExamples: false);
        RecordingRules.Load(PathFiles.Resolve(files.RecordingRules));
        var results = book.TestExamples();
        var failed = results.Where(r => !r.Passed).ToList();
        if (json)
        {
            Report.WriteJson(new
            {
                rule_book_version = book.Version,
                indicators = book.Indicators.Count,
                examples = results.Count,
                failed = failed.Select(f => new { code = f.Code, line = f.Line, kind = f.Kind.ToString(), example = f.Text, found = f.Found }),
            });
        }
        else
        {
            foreach (var failure in failed)
                Console.WriteLine($"{Path.GetFileName(file)}, line {failure.Line}: {failure.Code}: {failure.Found}: {failure.Text}");
            Console.WriteLine(
                $"{results.Count - failed.Count} of {results.Count} examples of {book.Indicators.Count} indicators hold (rule book {book.Version}).");
        }

        return failed.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }
}
