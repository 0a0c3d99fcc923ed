using CrimeScreeningWorker.Screening.TextModel;

namespace CrimeScreeningWorker.EndToEnd.Tests;

/// <summary>The shipped model, and two trainings as of its date; slow, and run all the same.</summary>
public sealed class Trainings : IAsyncLifetime, IDisposable
{
    private readonly Workspace workspace = new();

    public static string Shipped => Directory.GetDirectories(Path.Combine(AppContext.BaseDirectory, "models", "text-model")).Order(StringComparer.Ordinal).Last();

    internal Finished[] Runs { get; private set; } = [];

    public string First => workspace.PathOf("first");

    public string Second => workspace.PathOf("second");

    public async Task InitializeAsync()
    {
        var created = $"{TextModelFolder.Load(Shipped).Manifest.CreatedOn:yyyy-MM-dd}";
        Runs = await Task.WhenAll(((string[])[First, Second]).Select(folder => workspace.RunAsync("train", "--created", created, "--out", folder)));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => workspace.Dispose();
}

[Trait("Speed", "Slow")]
public sealed class TrainingTests(Trainings trainings) : IClassFixture<Trainings>
{
    [Fact]
    public void Train_Twice_GivesTheSameBytes()
    {
        Assert.All(trainings.Runs, run => run.Ends(0));

        AssertSame(trainings.First, trainings.Second);
    }

    [Fact]
    public void Train_CorpusAndRuleBookOfTheRepository_GivesTheShippedModel()
    {
        Assert.All(trainings.Runs, run => run.Ends(0));

        AssertSame(Trainings.Shipped, trainings.First);
    }

    private static void AssertSame(string expected, string actual)
    {
        Assert.Equal(Names(expected), Names(actual));
        Assert.All(Names(expected), name => Assert.True(
            File.ReadAllBytes(Path.Combine(expected, name)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(actual, name))),
            $"{name} of {Path.GetFileName(expected)} is not what a training gives now: train the model again and commit it."));

        static IEnumerable<string> Names(string folder) => Directory.GetFiles(folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal);
    }
}
