using System.Data.Common;
using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening.Promotion;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.TextModel;

namespace CrimeScreeningWorker.Database.Tests.Promotion;

/// <summary>Models in the store and which of them is live; run once for each database the store may lie in.</summary>
public abstract class ModelRegistryTests(StoreProvider provider) : IDisposable
{
    private static readonly GateReport LetIn = new(true, [], 100, 60, [new GateFigure("recall at capacity", 0.8, 0.9, 0, 0.2)], [], []);
    private static readonly GateReport Refused = LetIn with { Accepted = false, Reasons = ["Recall falls."] };

    private readonly PromotionStage stage = new(provider);

    [Fact]
    public async Task PromoteAsync_LetIn_IsLiveFromThenOnAndGoesBackByOneCommand()
    {
        await stage.PrepareAsync();
        var (champion, challenger) = (stage.Champion.ModelVersion, stage.Variant("second"));
        Assert.True(await AddAsync(challenger.Model));
        Assert.False(await AddAsync(challenger.Model));
        var before = stage.Clock.GetUtcNow();
        stage.Clock.Advance(TimeSpan.FromDays(1));

        await stage.Registry.PromoteAsync(challenger.ModelVersion, stage.Champion.Model, LetIn, "Ann Analyst", "More of the online cases.", null, Now, CancellationToken.None);
        var promoted = Now;
        stage.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(challenger.ModelVersion, (await stage.Live.OfAsync(stage.Database, CancellationToken.None)).ModelVersion);
        Assert.Null(await LiveAsync(before));
        var back = await stage.Registry.RollBackAsync("Ben", "Too many at once.", Now, CancellationToken.None);
        Assert.Equal((champion, challenger.ModelVersion), (back.Version, back.LiveBefore));
        Assert.Equal(champion, (await stage.Live.OfAsync(stage.Database, CancellationToken.None)).ModelVersion);
        Assert.Equal(challenger.ModelVersion, await LiveAsync(promoted));
        Assert.Equal(champion, await LiveAsync(null));
        await Assert.ThrowsAsync<StoreException>(() => stage.Registry.RollBackAsync("Ben", "Again.", Now, CancellationToken.None));
        var events = await stage.Registry.ReadEventsAsync(CancellationToken.None);
        Assert.Equal([(ModelEventKind.Promoted, "Ann Analyst", "More of the online cases."), (ModelEventKind.RolledBack, "Ben", "Too many at once.")], events.Select(e => (e.Kind, e.Person, e.Note)));
        Assert.Equal(LetIn.Figures[0], Assert.Single(events[0].Gate!.Figures));
    }

    [Fact]
    public async Task PromoteAsync_Refused_NeedsAReasonThatIsKept()
    {
        await stage.PrepareAsync();
        var challenger = stage.Blind();
        await AddAsync(challenger.Model);

        await Assert.ThrowsAsync<StoreException>(() => PromoteAsync(challenger.ModelVersion, Refused, despite: null));
        await stage.Registry.RefuseAsync(challenger.ModelVersion, stage.Champion.ModelVersion, Refused, "Ann", "Tried.", Now, CancellationToken.None);
        Assert.Null(await LiveAsync(null));
        await PromoteAsync(challenger.ModelVersion, Refused, "The gate's people are all of one kind.");

        var events = await stage.Registry.ReadEventsAsync(CancellationToken.None);
        Assert.Equal([(ModelEventKind.Refused, null), (ModelEventKind.Promoted, "The gate's people are all of one kind.")], events.Select(e => (e.Kind, e.Despite)));
        Assert.Equal("Recall falls.", Assert.Single(events[1].Gate!.Reasons));
        Assert.True(events[1].At > events[0].At, "Two events of one moment have an order.");
    }

    [Theory]
    [InlineData("", "note")]
    [InlineData("Ann", " ")]
    public async Task PromoteAsync_WithoutAPersonOrANote_Refuses(string person, string note)
    {
        await stage.PrepareAsync();
        var challenger = stage.Blind();
        await AddAsync(challenger.Model);

        await Assert.ThrowsAsync<StoreException>(
            () => stage.Registry.PromoteAsync(challenger.ModelVersion, stage.Champion.Model, LetIn, person, note, null, Now, CancellationToken.None));
        Assert.Null(await LiveAsync(null));
    }

    [Fact]
    public async Task PromoteAsync_TwoAtOnce_LetsOneInAndTellsTheOther()
    {
        await stage.PrepareAsync();
        var challengers = new[] { stage.Blind(), stage.Variant("second") };
        foreach (var challenger in challengers) await AddAsync(challenger.Model);

        var tries = await Task.WhenAll(challengers.Select(async challenger =>
        {
            try
            {
                await PromoteAsync(challenger.ModelVersion, LetIn, despite: null);
                return null;
            }
            catch (StoreException e)
            {
                return e.Message;
            }
        }));

        var refusal = Assert.Single(tries.OfType<string>());
        Assert.Contains("became live meanwhile", refusal, StringComparison.Ordinal);
        Assert.Single(await stage.Registry.ReadEventsAsync(CancellationToken.None));
    }

    [Fact]
    public async Task LoadAsync_OneByteIsAnother_RefusesAndTakesNoOtherInItsPlace()
    {
        await stage.PrepareAsync();
        var challenger = stage.Variant("second");
        await AddAsync(challenger.Model);
        await PromoteAsync(challenger.ModelVersion, LetIn, despite: null);
        Assert.Equal(challenger.ModelVersion, (await stage.Registry.LoadAsync(challenger.ModelVersion, CancellationToken.None)).Manifest.Version);
        await stage.ExecuteAsync(
            stage.Database.Location.Dialect == StoreDialect.Sqlite ? "drop trigger model_file_stays" : "drop trigger model_file_stays on model_file");
        await stage.ExecuteAsync(
            stage.Database.Location.Dialect == StoreDialect.Sqlite
                ? "update model_file set content = cast(content || x'00' as blob) where name = 'scoring.json' and version like '2026-03-01%'"
                : "update model_file set content = content || '\\x00'::bytea where name = 'scoring.json' and version like '2026-03-01%'");

        var fault = await Assert.ThrowsAsync<ModelException>(() => stage.Live.OfAsync(stage.Database, CancellationToken.None));

        Assert.StartsWith($"The file scoring.json of the model {challenger.ModelVersion} of the store is not the one its manifest names", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("delete from model")]
    [InlineData("update model set note = 'x'")]
    [InlineData("delete from model_file")]
    [InlineData("delete from model_event")]
    [InlineData("update model_event set person = 'x'")]
    public async Task Store_AnAttemptToChangeWhatHappened_IsRefused(string sql)
    {
        await stage.PrepareAsync();
        var challenger = stage.Blind();
        await AddAsync(challenger.Model);
        await PromoteAsync(challenger.ModelVersion, LetIn, despite: null);

        await Assert.ThrowsAnyAsync<DbException>(() => stage.ExecuteAsync(sql));
    }

    [Fact]
    public async Task ReadAsync_ADayOfTwoChanges_TellsTheLastAndTheOneBefore()
    {
        await stage.PrepareAsync();
        var challenger = stage.Blind();
        await AddAsync(challenger.Model);
        await PromoteAsync(challenger.ModelVersion, LetIn, despite: null);
        stage.Clock.Advance(TimeSpan.FromHours(2));
        await stage.Registry.RollBackAsync("Ben", "At once.", Now, CancellationToken.None);
        stage.Clock.Advance(TimeSpan.FromDays(3));

        var that = await OnAsync(new DateOnly(2026, 3, 2));
        var before = await OnAsync(new DateOnly(2026, 3, 1));

        Assert.Equal((stage.Champion.ModelVersion, "Ben"), (that.Version, that.By!.Person));
        Assert.Equal(challenger.ModelVersion, Assert.Single(that.Changes).Version);
        Assert.Equal((null, null), (before.Version, before.By));
    }

    public void Dispose()
    {
        stage.Dispose();
        GC.SuppressFinalize(this);
    }

    private DateTimeOffset Now => stage.Clock.GetUtcNow();

    private Task<bool> AddAsync(LoadedTextModel model) => stage.Registry.AddAsync(model, "Ann", "", Now, CancellationToken.None);

    private Task PromoteAsync(string version, GateReport gate, string? despite) =>
        stage.Registry.PromoteAsync(version, stage.Champion.Model, gate, "Ann", "A note.", despite, Now, CancellationToken.None);

    private Task<string?> LiveAsync(DateTimeOffset? at) => stage.Registry.FindLiveAsync(at, CancellationToken.None);

    private Task<LiveOn> OnAsync(DateOnly day) =>
        LiveOn.ReadAsync(stage.Database, stage.Registry, stage.Champion.ModelVersion, day, Now, CancellationToken.None);
}

public sealed class ModelRegistryOnSqliteTests() : ModelRegistryTests(new SqliteProvider());

public sealed class ModelRegistryOnPostgreSqlTests() : ModelRegistryTests(new PostgreSqlProvider());
