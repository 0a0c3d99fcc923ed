using CrimeScreeningWorker.Commands;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Service;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace CrimeScreeningWorker.EndToEnd.Tests;

/// <summary>The service's parts as it wires them, in a folder of their own, with a clock that a test moves.</summary>
internal sealed class ServiceNight : IAsyncDisposable
{
    private readonly DirectoryInfo folder;
    private readonly bool ownsFolder;
    private readonly ServiceProvider provider;

    public ServiceNight(DateTimeOffset now, params (string Key, string Value)[] settings) : this(now, beside: null, settings) { }

    /// <param name="beside">Another node of the same service: its store, its extracts and its output folder are this one's too.</param>
    public ServiceNight(DateTimeOffset now, ServiceNight? beside, params (string Key, string Value)[] settings)
    {
        ownsFolder = beside is null;
        folder = beside?.folder ?? Directory.CreateTempSubdirectory("service-night-");
        Clock = new FakeTimeProvider(now);
        Directory.CreateDirectory(Drop);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Sources:crimes:Kind"] = "csv",
            ["Sources:crimes:Path"] = Drop,
            ["Service:Source"] = "crimes",
            ["Service:Attempts"] = "1",
            ["Publishing:Folder"] = Published,
            ["Publishing:CallRetryDelay"] = "00:00:00.010",
        }).AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value))).Build();
        var store = StoreLocation.Parse($"sqlite:{Path.Combine(folder.FullName, "store.db")}");
        Database = new ScreeningDatabase(store);
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        WorkerHost.AddPath(services, configuration, LogStyle.Command);
        services.AddNights(store);
        services.AddSingleton<IHostApplicationLifetime, NeverStopping>();
        services.AddSingleton<TimeProvider>(Clock);
        provider = services.BuildServiceProvider();
    }

    public FakeTimeProvider Clock { get; }

    public ScreeningDatabase Database { get; }

    public string Drop => Path.Combine(folder.FullName, "drop");

    public string Published => Path.Combine(folder.FullName, "published");

    public T Get<T>() where T : notnull => provider.GetRequiredService<T>();

    /// <summary>Drops the shipped sample, or the first rows of it.</summary>
    public void DropSample(int rows = 273, string name = "extract.csv") => ServiceSample.Write(Path.Combine(Drop, name), rows);

    public async ValueTask DisposeAsync()
    {
        await provider.DisposeAsync();
        if (ownsFolder) folder.Delete(recursive: true);
    }

    private sealed class NeverStopping : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication()
        {
            // Nothing runs that could be stopped.
        }
    }
}
