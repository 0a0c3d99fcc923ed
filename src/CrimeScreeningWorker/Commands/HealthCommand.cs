using System.CommandLine;
using CrimeScreeningWorker.Service;

namespace CrimeScreeningWorker.Commands;

/// <summary><c>health</c>: asks a service or a console on this machine whether it is well, for container engines and schedulers that have no client of their own.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(8);

    public static Command Create()
    {
        var url = new Option<string?>("--url")
        {
            Description = "What to ask. Default: /live of Health:Url of the configuration; of a console, its address with /live.",
            HelpName = "URL",
        };
        var command = new Command("health", "Ask the service, or a console, on this machine whether it is well. Ends with 1 when it is not.") { url };
        command.SetAction((parsed, cancellationToken) => AskAsync(parsed.GetValue(url) ?? Default(), cancellationToken));
        return command;
    }

    private static string Default() => WorkerHost.Options<HealthOptions>(HealthOptions.Section).Url.TrimEnd('/') + "/live";

    private static async Task<int> AskAsync(string url, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            await Console.Error.WriteLineAsync("The address is no http or https URL.");
            return ExitCode.BadArguments;
        }

        using var client = new HttpClient { Timeout = AnswerWithin };
        try
        {
            using var answer = await client.GetAsync(address, cancellationToken);
            Console.WriteLine(answer.IsSuccessStatusCode ? "well" : $"not well: status {(int)answer.StatusCode}");
            return answer.IsSuccessStatusCode ? ExitCode.Done : ExitCode.Failed;
        }
        catch (HttpRequestException)
        {
            Console.WriteLine("not well: nobody answers");
            return ExitCode.Failed;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Console.WriteLine("not well: no answer in time");
            return ExitCode.Failed;
        }
    }
}
