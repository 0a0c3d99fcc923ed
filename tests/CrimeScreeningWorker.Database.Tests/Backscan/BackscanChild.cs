using System.Diagnostics;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Backscan;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Database.Tests.Backscan;

/// <summary>A node of a back-scan in a process of its own, with the plain steps: it starts at once. Passwords come from PGPASSWORD.</summary>
internal static class BackscanChild
{
    public static readonly LinkageOptions Linkage = new() { MaxSharers = 4, MaxCrimesPerPerson = 5 };

    public static async Task<int> RunAsync(string[] args)
    {
        var view = new PostgreSqlSourceOptions { ConnectionString = args[1], Password = Environment.GetEnvironmentVariable("PGPASSWORD") };
        using var source = new PostgreSqlSourceReader("warehouse", view, new SourceOptions { BatchRows = 20 }, TimeProvider.System);
        var request = new BackscanRequest(new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 31), "settings-1", $"{Environment.ProcessId}")
        {
            RangeRows = 40,
            Pause = TimeSpan.FromMilliseconds(20),
        };
        await new BackscanNode(new ScreeningDatabase(StoreLocation.Parse(args[0])), PlainSteps.Create(), new ScreeningScope(new ScopeOptions()), Linkage, TimeProvider.System)
            .WorkAsync(source, request, progress: null, CancellationToken.None);
        return 0;
    }

    public static Process Start(ScreeningDatabase database, Warehouse warehouse)
    {
        var settings = new Npgsql.NpgsqlConnectionStringBuilder(warehouse.ConnectionString);
        var password = settings.Password;
        settings.Password = null;
        var start = new ProcessStartInfo("dotnet", [typeof(ChildProcess).Assembly.Location, "backscan", database.Location.ToString(), settings.ConnectionString])
        {
            UseShellExecute = false,
        };
        start.Environment["PGPASSWORD"] = password;
        return Process.Start(start)!;
    }
}
