using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Simulation;
using CrimeScreeningWorker.Screening.TextModel;

namespace CrimeScreeningWorker.Screening.Tests.Simulation;

public sealed class ChoiceSimulationTests(TwoForces forces) : IClassFixture<TwoForces>
{
    private static readonly ChoiceStrategy Mixed = ChoiceStrategy.Mixture(0.1, 0.2);
    private static readonly ChoiceRequest Quick = new([ChoiceStrategy.Likely, Mixed, ChoiceStrategy.RandomOnly], Seeds: 1, BatchShare: 0.2);

    private readonly ChoiceSimulation simulation = new(forces.Corpus, forces.Book, new PathOptions(new TextModelOptions(), InnerFolds: 2));

    [Fact]
    public void Run_Strategies_ShowsWhatEachCostsAndBrings()
    {
        var report = simulation.Run(Quick, progress: null, CancellationToken.None);

        var (likely, mixed, random) = (report.Strategies[0], report.Strategies[1], report.Strategies[2]);
        Assert.True(RecallAt(likely, 0.2) > RecallAt(mixed, 0.2));
        Assert.True(RecallAt(mixed, 0.2) > RecallAt(random, 0.2));
        Assert.True(likely.WorkSavedAt95.Mean > random.WorkSavedAt95.Mean);
        Assert.Equal(0, likely.RandomAnswers.Mean);
        Assert.InRange(mixed.RandomAnswers.Mean, 1, random.RandomAnswers.Mean);
        Assert.All(report.Strategies, s =>
        {
            Assert.InRange(s.PrAuc.Mean, 0.5, 1);
            Assert.InRange(s.Brier.Mean, 0, 0.25);
            // Each was judged on the same people.
            Assert.Equal(likely.StalkingShare, s.StalkingShare);
            Assert.Equal(s.Recall.Select(p => p.Recall.Mean).Order(), s.Recall.Select(p => p.Recall.Mean));
        });

        double RecallAt(ChoiceFigures figures, double read) => figures.Recall.Single(p => p.Read == read).Recall.Mean;
    }

    [Fact]
    public void Run_Twice_GivesTheSame()
    {
        var request = Quick with { Strategies = [Mixed] };

        Assert.Equivalent(simulation.Run(request, null, CancellationToken.None), simulation.Run(request, null, CancellationToken.None), strict: true);
    }

    [Fact]
    public void Run_OneForce_BeginsWithWhatTheOtherTaughtAndReadsOnlyItsRecords()
    {
        var report = simulation.Run(Quick with { Strategies = [ChoiceStrategy.Likely], Force = "controlroom" }, progress: null, CancellationToken.None);

        var own = Enumerable.Range(0, forces.Corpus.Records.Count).Count(i => forces.Corpus.IsJudged[i] && forces.Corpus.Records[i].File == "controlroom");
        Assert.Equal(own, report.Records + report.HeldOut);
        Assert.Equal("a model of the other forces in controlroom", report.Start);
    }

    [Fact]
    public void Run_UnknownForce_IsRefused() =>
        Assert.Throws<ArgumentException>(() => simulation.Run(Quick with { Force = "nowhere" }, progress: null, CancellationToken.None));
}
