using System.CommandLine;
using CrimeScreeningWorker.Screening.Reports;

namespace CrimeScreeningWorker.Commands;

/// <summary>The option of commands that write a report, and what they say of it.</summary>
internal static class ReportOptions
{
    public static Option<string?> Page()
    {
        var page = new Option<string?>("--out")
        {
            Description = "Also write the figures as one page that needs no network and no script, and the same numbers as JSON beside it.",
            HelpName = "FILE.html",
        };
        page.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => !token.Value.EndsWith(".html", StringComparison.OrdinalIgnoreCase))) result.AddError("--out needs a file that ends in .html.");
        });
        return page;
    }

    public static void Tell(string page) => Console.Out.WriteLine($"Written: {page} and {ReportFiles.JsonBeside(page)}");
}
