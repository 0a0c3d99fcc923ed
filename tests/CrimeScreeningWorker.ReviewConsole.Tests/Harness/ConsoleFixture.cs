using System.Net;
using CrimeScreeningWorker.Commands;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CrimeScreeningWorker.ReviewConsole.Tests.Harness;

/// <summary>
/// A console as the command builds it, on a free port of loopback, over a copy of the screened sample. Its clock stands at half past nine of
/// the sample's morning until a test moves it on.
/// </summary>
public class ConsoleFixture : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("console-");
    private WebApplication? app;

    public ConsoleFixture()
        : this(SampleStore.Morning.AddHours(3.5))
    {
    }

    protected ConsoleFixture(DateTimeOffset now) => Clock = new FakeTimeProvider(now);

    public FakeTimeProvider Clock { get; }

    /// <summary>Where it listens, without a slash at the end.</summary>
    public string Address => app!.Urls.First();

    public IServiceProvider Services => app!.Services;

    public string StorePath => Path.Combine(folder.FullName, "store.db");

    public ScreeningDatabase Database => Services.GetRequiredService<ScreeningDatabase>();

    public AccessLog AccessLog => Services.GetRequiredService<AccessLog>();

    protected virtual string ListenAt => "http://127.0.0.1:0";

    /// <summary>Settings beside an address of loopback and the local sign-in.</summary>
    protected virtual Dictionary<string, string?> Settings => new(StringComparer.Ordinal) { ["SignIn:Local"] = "true" };

    public virtual async Task InitializeAsync()
    {
        await SampleStore.CopyAsync(StorePath);
        await StartAsync();
    }

    /// <summary>Starts the console on a port of its own.</summary>
    protected async Task StartAsync()
    {
        var settings = new Dictionary<string, string?>(Settings, StringComparer.Ordinal) { ["Console:Urls"] = ListenAt };
        app = ReviewCommand.Build(StoreLocation.Parse("sqlite:" + StorePath), settings, Clock);
        await app.StartAsync();
    }

    public virtual async Task DisposeAsync()
    {
        if (app is not null) await app.DisposeAsync();
        folder.Delete(recursive: true);
    }

    /// <summary>A crime of the sample that is to be reviewed.</summary>
    public CrimeKey FirstCrime()
    {
        using var connection = new SqliteConnection($"Data Source={StorePath};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "select force_code, crime_reference from review_item where list_priority <> 'none' order by id limit 1";
        using var reader = command.ExecuteReader();
        Assert.True(reader.Read(), "The sample has nothing to review.");
        return new CrimeKey(reader.GetString(0), reader.GetString(1));
    }

    /// <summary>A browser of its own in which somebody is signed in.</summary>
    /// <param name="script">False: as if the browser ran none.</param>
    public async Task<Visitor> SignInAsync(string name, ReviewRole role, bool script = true, int width = 1280)
    {
        var visitor = await VisitAsync(script, width);
        await visitor.Page.GotoAsync("/account/sign-in");
        await visitor.Page.GetByLabel("Your name").FillAsync(name);
        await visitor.Page.Locator($"input[name=Role][value={role.ToText()}]").CheckAsync();
        await visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Main).GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await visitor.Page.WaitForURLAsync(url => !url.Contains("sign-in", StringComparison.Ordinal));
        return visitor;
    }

    /// <summary>A browser of its own in which nobody is signed in.</summary>
    public Task<Visitor> VisitAsync(bool script = true, int width = 1280) => Visitor.ComeAsync(Address, script, width);

    /// <summary>A client that speaks HTTP by itself, keeps cookies and follows no redirect.</summary>
    public FormClient Client() => new(Address);

    /// <summary>The same, signed in.</summary>
    public async Task<FormClient> SignedInClientAsync(string name, ReviewRole role)
    {
        var client = Client();
        using var answer = await client.PostAsync("/account/sign-in", new() { ["Name"] = name, ["Role"] = role.ToText() });
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return client;
    }
}
