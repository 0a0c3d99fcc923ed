using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Suggestions;
using Dapper;
using Microsoft.Extensions.Time.Testing;

namespace CrimeScreeningWorker.Database.Tests.Review;

/// <summary>
/// A store that real runs fill, with people at work on it. What the machine says of a crime stands in its narrative, so that a test can say it:
/// <c>P2 0.4 BREACH RISK FLAG</c>.
/// </summary>
public sealed class ReviewStage(StoreProvider provider, ReviewOptions? options = null) : IDisposable
{
    public static readonly Reviewer Ann = new("Ann", ReviewRole.Coordinator), Ben = new("Ben", ReviewRole.Coordinator), Cat = new("Cat", ReviewRole.Coordinator);

    public static readonly DecisionForm Yes = new(StalkingAnswer.Yes, ShownRightly: true, "pattern", null), No = new(StalkingAnswer.No, ShownRightly: true, "single", null);

    public ScreeningDatabase Database { get; } = provider.NewDatabase();

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 15, 2, 0, 0, TimeSpan.Zero));

    // A test that asks for neither a sample nor second readers gets none.
    public ReviewOptions Options { get; } = options ?? new ReviewOptions { AuditSample = 0, DoubleReviewShare = 0 };

    public DateTimeOffset Now => Clock.GetUtcNow();

    public AccessLog Log => new(Database);

    public Claims Claims => new(Database, Options);

    public Decisions Decisions => new(Database, Options);

    public BulkReview Bulk => new(Database, Options);

    public ReviewList List => new(Database, new ScopeOptions(), Options);

    public CdiDesk Desk => new(Database, Options);

    public ReviewItems Items => new(Database, Options);

    public static CrimeKey Key(string reference, string force = "GLO") => new(force, reference);

    public static Crime Crime(string reference, string machine = "P2 0.4", DateTimeOffset? updated = null, string homeOfficeClass = "8L", string force = "GLO") =>
        Some.Crime(reference, victim: $"V-{reference}", suspect: $"S-{reference}", machine, homeOfficeClass, updatedAt: updated, force: force) with
        {
            Relationship = machine.Contains("DA", StringComparison.Ordinal) ? "ex-partner" : "stranger",
            Flags = machine.Contains("FLAG", StringComparison.Ordinal) ? ["STALKING"] : [],
            IncludedClassifications = machine.Contains("INCLUDED", StringComparison.Ordinal) ? ["8Q"] : [],
        };

    public Task<RunSummary> ScreenAsync(params Crime[] crimes) => RunAsync(new GivenSource(crimes));

    public async Task<RunSummary> RunAsync(ISourceReader source) =>
        await new NightlyRun(Database, Steps(), new ScreeningScope(new ScopeOptions()), new LinkageOptions(), Clock, review: Options)
            .ExecuteAsync(source, new RunRequest(), progress: null, CancellationToken.None);

    public async Task<QueuePage> ReadAsync(Reviewer? reader = null, QueueFilter? filter = null, QueueSort sort = default, int page = 1, int size = 20) =>
        await List.ReadAsync(filter ?? new QueueFilter(), sort, page, size, reader ?? Ann, Now, CancellationToken.None);

    public async Task<IReadOnlyList<string>> ReferencesAsync(Reviewer? reader = null, QueueFilter? filter = null, QueueSort sort = default, int page = 1, int size = 20) =>
        [.. (await ReadAsync(reader, filter, sort, page, size)).Items.Select(item => item.Key.CrimeReference)];

    public async Task<ReviewItem> ItemAsync(string reference, Reviewer? reader = null) =>
        (await Items.ReadAsync(Key(reference), reader ?? Ann, Now, CancellationToken.None))!;

    public Task ViewAsync(string reference, Reviewer? reader = null) =>
        Log.WriteAsync(reader ?? Ann, AccessAct.View, Key(reference), "Crimes/Index", Now, CancellationToken.None);

    /// <summary>Opens the case and takes it.</summary>
    public async Task<int> TakeAsync(string reference, Reviewer? reader = null)
    {
        await ViewAsync(reference, reader);
        var taken = await Claims.ClaimAsync(Key(reference), await VersionAsync(reference), reader ?? Ann, Now, CancellationToken.None);
        Assert.Equal(ReviewOutcome.Saved, taken.Outcome);
        return taken.Version;
    }

    public async Task<ReviewResult> DecideAsync(string reference, DecisionForm? form = null, Reviewer? reader = null) =>
        await Decisions.DecideAsync(Key(reference), await TakeAsync(reference, reader), form ?? Yes, reader ?? Ann, Now, CancellationToken.None);

    public async Task<int> VersionAsync(string reference) => await QueryAsync<int>($"select version from review_item where crime_reference = '{reference}'");

    public async Task<T> QueryAsync<T>(string sql)
    {
        await using var session = await Database.OpenAsync(CancellationToken.None);
        return (await session.Connection.QueryAsync<T>(sql)).First();
    }

    public async Task<IReadOnlyList<T>> RowsAsync<T>(string sql)
    {
        await using var session = await Database.OpenAsync(CancellationToken.None);
        return (await session.Connection.QueryAsync<T>(sql)).AsList();
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var session = await Database.OpenAsync(CancellationToken.None);
        await session.Connection.ExecuteAsync(sql);
    }

    public void Dispose() => provider.Dispose();

    private static ScreeningSteps Steps() => PlainSteps.Create() with
    {
        Score = (crime, reading, history, asOf) =>
        {
            var (plain, _) = PlainSteps.Create().Score(crime, reading, history, asOf);
            var words = crime.Narrative.Split(' ');
            var priority = words[0] switch { "P1" => Priority.P1, "P2" => Priority.P2, "P3" => Priority.P3, _ => Priority.None };
            var score = plain with
            {
                Probability = words.Length > 1 && double.TryParse(words[1], out var p) ? p : plain.Probability,
                Priority = priority,
                OrderBreach = words.Contains("BREACH"),
                HighRisk = words.Contains("RISK"),
                Online = words.Contains("ONLINE"),
                Reason = $"Because of {crime.Key.CrimeReference}.",
                DueBy = priority == Priority.None ? null : crime.RecordedAt.AddDays((int)priority),
            };
            return (score, Suggest(crime, score, words));
        },
    };

    private static Suggestion? Suggest(Crime crime, Score score, string[] words)
    {
        var action = words.Contains("RECLASSIFY") ? SuggestionAction.Reclassify
            : words.Contains("INCLUDE") ? SuggestionAction.AddIncluded
            : words.Contains("ASKFLAG") ? SuggestionAction.AddFlag : (SuggestionAction?)null;
        return action is { } known
            ? new Suggestion(crime.Key, known, crime.HomeOfficeClass, "8Q", "2A", "R5", "R5: two or more acts associated with stalking.", "strong", score.LinkedCrimes, [])
            : null;
    }
}
