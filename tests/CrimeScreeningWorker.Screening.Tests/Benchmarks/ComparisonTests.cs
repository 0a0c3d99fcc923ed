using CrimeScreeningWorker.Benchmarks;

namespace CrimeScreeningWorker.Screening.Tests.Benchmarks;

public sealed class ComparisonTests
{
    [Fact]
    public async Task Run_FewNarratives_PrintsARowForEveryContender()
    {
        var equipment = await Equipment.LoadAsync(AppContext.BaseDirectory, 200, CancellationToken.None);

        var table = new Comparison(equipment, outside: null).Run(1);

        string[] names = ["tokenizer alone", Comparison.Scorer, Comparison.Together, Comparison.MlNetBulk, Comparison.MlNetShipped];
        Assert.All(names, name => Assert.Contains($"| {name} | 200 |", table, StringComparison.Ordinal));
    }

    [Fact]
    public void Mix_SameSeed_GivesTheSameNarrativesOfSentencesOfTheSources()
    {
        var mixer = new NarrativeMixer(["He waited outside. She left.", "He rang again."]);

        var narratives = mixer.Mix(50, 100, 7);

        Assert.Equal(narratives, mixer.Mix(50, 100, 7));
        Assert.All(narratives, narrative => Assert.InRange(narrative.Length, 100, 120));
        Assert.All(narratives, narrative => Assert.Empty(narrative.Replace("He waited outside.", "", StringComparison.Ordinal)
            .Replace("She left.", "", StringComparison.Ordinal).Replace("He rang again.", "", StringComparison.Ordinal).Trim()));
    }
}
