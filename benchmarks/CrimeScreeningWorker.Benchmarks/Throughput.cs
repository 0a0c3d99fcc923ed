using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using CrimeScreeningWorker.Commands;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Samples;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using CsvHelper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CrimeScreeningWorker.Benchmarks;

/// <summary>The whole path as <c>screen</c> goes it, from generated crimes to the six files, with the time of each stage and the limits beside it.</summary>
/// <param name="server">An empty database of a PostgreSQL server, <c>postgresql://USER@HOST:PORT/DATABASE</c>; null: an SQLite file.</param>
internal sealed class Throughput(int crimes, string? server) : IDisposable
{
    private const ulong Seed = 1;
    private static readonly DateTimeOffset AsOf = new(2026, 1, 2, 3, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("throughput-");
    private readonly Dictionary<string, (double Seconds, int Times)> stages = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <returns>The tables, as Markdown.</returns>
    public async Task<string> RunAsync()
    {
        var extract = Path.Combine(folder.FullName, "crimes.csv");
        await GenerateAsync(extract, crimes);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{crimes} generated crimes, {new FileInfo(extract).Length / 1e6:0} MB of CSV.\n\n");
        text.Append("| what | seconds | records a second |\n| --- | ---: | ---: |\n");
        Row(text, "CsvHelper alone, every field", Time(() => ReadWithCsvHelper(extract)));
        Row(text, "reading and checking the extract", await TimeAsync(() => ReadAsync(extract)));

        var store = StoreLocation.Parse(server ?? $"sqlite:{Path.Combine(folder.FullName, "store.db")}");
        var copies = 0.0;
        if (server is not null)
        {
            var connection = PostgreSqlStore.Settings(store).ConnectionString;
            Environment.SetEnvironmentVariable($"CRIMESCREENING_Sources__{Warehouse.Source}__ConnectionString", connection);
            Environment.SetEnvironmentVariable($"CRIMESCREENING_Sources__{Warehouse.Source}__Schema", Warehouse.Source);
            var (copiedIn, copiedOut) = await new Warehouse(connection).FillAsync(extract);
            copies = copiedIn + copiedOut;
            Row(text, "COPY of the extract's rows into PostgreSQL", copiedIn);
            Row(text, "COPY of the same rows out of it", copiedOut);
        }

        using var host = WorkerHost.Build();
        using var listener = Listen();
        var run = host.Services.GetRequiredService<ScreeningRun>();
        var output = Path.Combine(folder.FullName, "out");
        var seconds = await TimeAsync(() => run.ScreenAsync(server is null ? extract : Warehouse.Source, store, output, AsOf, null, CancellationToken.None));
        Row(text, $"screen: {(server is null ? "CSV to SQLite" : "PostgreSQL to PostgreSQL")} and files, everything on", seconds);
        if (server is not null) text.Append(CultureInfo.InvariantCulture, $"\nThat is {seconds / copies:0.0} times COPY in and out of the same rows.\n");
        using var process = Process.GetCurrentProcess();
        text.Append(CultureInfo.InvariantCulture, $"\nAt most {process.PeakWorkingSet64 / 1e6:0} MB in memory; {process.TotalProcessorTime.TotalSeconds:0.0} seconds of processor in all, {GC.GetTotalPauseDuration().TotalSeconds:0.0} of them waiting for the memory to be cleared; {GC.GetTotalAllocatedBytes() / 1e6 / crimes * 1000:0} KB allocated a record.\n\n");
        text.Append("| stage | seconds | in 100 of the whole | times |\n| --- | ---: | ---: | ---: |\n");
        foreach (var (stage, spent) in stages.OrderByDescending(stage => stage.Value.Seconds))
            text.Append(CultureInfo.InvariantCulture, $"| {stage} | {spent.Seconds:0.00} | {100 * spent.Seconds / seconds:0} | {spent.Times} |\n");
        return text.ToString();
    }

    public void Dispose() => folder.Delete(recursive: true);

    /// <summary>Writes an extract of invented crimes, the same whenever it is asked for.</summary>
    internal static async Task GenerateAsync(string path, int crimes)
    {
        var corpus = await LabelledCorpus.LoadAsync(Path.Combine(AppContext.BaseDirectory, "models", "corpus"), TimeProvider.System, CancellationToken.None);
        await using var file = File.Create(path);
        await new SampleVolume(corpus.Records, new IdentifierExtractor(new LinkageOptions()))
            .WriteAsync(file, labels: null, new VolumeRequest(crimes, Seed, new DateOnly(2025, 1, 1), 365, 43), CancellationToken.None);
    }

    private static void ReadWithCsvHelper(string path)
    {
        using var reader = CsvReader.FromFile(path);
        var length = 0L;
        while (reader.Read())
            for (var i = 0; i < reader.FieldCount; i++) length += reader.GetSpan(i).Length;
        if (length == 0) throw new InvalidOperationException("Nothing was read.");
    }

    private static async Task ReadAsync(string path)
    {
        using var source = new CsvSourceReader(path, new SourceOptions(), TimeProvider.System);
        await foreach (var batch in source.ReadAsync(CancellationToken.None))
            if (batch.Rejected.Count > 0) throw new InvalidOperationException($"{batch.Rejected.Count} generated rows were refused.");
    }

    private MeterListener Listen()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, own) =>
            {
                if (instrument is { Meter.Name: ScreeningTelemetry.Name, Name: ScreeningTelemetry.StageDuration }) own.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) =>
        {
            lock (gate)
            {
                var stage = (string)tags[0].Value!;
                var spent = stages.GetValueOrDefault(stage);
                stages[stage] = (spent.Seconds + seconds, spent.Times + 1);
            }
        });
        listener.Start();
        return listener;
    }

    private void Row(StringBuilder text, string what, double seconds) =>
        text.Append(CultureInfo.InvariantCulture, $"| {what} | {seconds:0.00} | {crimes / seconds:0} |\n");

    private static double Time(Action work)
    {
        var watch = Stopwatch.StartNew();
        work();
        return watch.Elapsed.TotalSeconds;
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var watch = Stopwatch.StartNew();
        await work();
        return watch.Elapsed.TotalSeconds;
    }
}
