using System.CommandLine;
using System.Globalization;
using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Samples;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Commands;

/// <summary><c>samples generate</c>: invented crimes in any number, for load tests.</summary>
internal static class SamplesCommand
{
    public static Command Create()
    {
        var crimes = new Option<int>("--crimes") { Description = "Rows to write.", HelpName = "N", Required = true };
        var seed = new Option<ulong>("--seed") { Description = "The same seed gives the same bytes.", HelpName = "S", Required = true };
        var output = new Option<string>("--out") { Description = "The crime extract to write.", HelpName = "FILE.csv", Required = true };
        var labels = new Option<string?>("--labels") { Description = "Write what the corpus says of each crime too, as labels import reads it.", HelpName = "FILE.csv" };
        var days = new Option<int>("--days") { Description = "Days over which the crimes are recorded, from 1 January 2025 on.", HelpName = "N", DefaultValueFactory = _ => 365 };
        var forces = new Option<int>("--forces") { Description = "Forces the crimes are spread over.", HelpName = "N", DefaultValueFactory = _ => 43 };
        foreach (var number in new[] { crimes, days, forces })
        {
            number.Validators.Add(result =>
            {
                if (result.Tokens.Count > 0 && int.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var value) && value < 1)
                    result.AddError($"{number.Name} must be at least 1; {value} was given.");
            });
        }

        var generate = new Command(
            "generate",
            "Write a crime extract for load tests: cases of the corpus copied with people, identifiers, forces and dates of their own. All of it is invented.")
        {
            crimes, seed, output, labels, days, forces,
        };
        generate.SetAction((parsed, cancellationToken) => GenerateAsync(
            Path.GetFullPath(parsed.GetRequiredValue(output)), parsed.GetValue(labels) is { } file ? Path.GetFullPath(file) : null,
            new VolumeRequest(
                parsed.GetRequiredValue(crimes), parsed.GetRequiredValue(seed), new DateOnly(2025, 1, 1), parsed.GetValue(days), parsed.GetValue(forces)),
            cancellationToken));
        return new Command("samples", "Invented crimes.") { generate };
    }

    private static async Task<int> GenerateAsync(string path, string? labels, VolumeRequest request, CancellationToken cancellationToken)
    {
        var files = WorkerHost.Options<PathFilesOptions>(PathFilesOptions.Section);
        var corpus = await LabelledCorpus.LoadAsync(PathFiles.Resolve(files.Corpus), TimeProvider.System, cancellationToken);
        var volume = new SampleVolume(corpus.Records, new IdentifierExtractor(WorkerHost.Options<LinkageOptions>(LinkageOptions.Section)));
        try
        {
            await using var file = Create(path);
            await using var said = labels is null ? null : Create(labels);
            await volume.WriteAsync(file, said, request, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"The file {path}{(labels is null ? "" : $" or {labels}")} cannot be written: {e.Message}", e);
        }

        Console.WriteLine($"{request.Crimes.ToString("N0", CultureInfo.InvariantCulture)} invented crimes in {path}");
        return ExitCode.Done;
    }

    private static FileStream Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 16, useAsync: true);
    }
}
