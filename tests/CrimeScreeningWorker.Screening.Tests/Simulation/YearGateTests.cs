using CrimeScreeningWorker.Screening.Simulation;

namespace CrimeScreeningWorker.Screening.Tests.Simulation;

public sealed class YearGateTests(TwoForces forces) : IClassFixture<TwoForces>
{
    private readonly YearGate gate = new(forces.Corpus, capacity: 0.4);

    [Fact]
    public void Refusals_SameModel_AreNone() => Assert.Empty(gate.Refusals(Model(), Model(), Answers(), seed: 1));

    [Fact]
    public void Refusals_LostCases_SayInWhichGroupsAndHowSureItIs()
    {
        var reasons = gate.Refusals(Model(), Model(misses: i => forces.Corpus.Records[i].Crime.HomeOfficeClass == "8R"), Answers(), seed: 1);

        Assert.Contains(reasons, reason => reason.StartsWith("all: recall -", StringComparison.Ordinal) && reason.Contains(" to ", StringComparison.Ordinal));
        Assert.Contains(reasons, reason => reason.StartsWith("class 8R: recall -1.000", StringComparison.Ordinal));
        Assert.DoesNotContain(reasons, reason => reason.StartsWith("class 8L", StringComparison.Ordinal));
    }

    [Fact]
    public void Refusals_SameOrderButProbabilitiesThatLie_SayCalibration()
    {
        var reasons = gate.Refusals(Model(), [.. Model().Select(p => 0.3 + (p / 100))], Answers(), seed: 1);

        Assert.StartsWith("calibration: Brier ", Assert.Single(reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void Refusals_FewAnswers_SayThatNothingCanBeJudged() =>
        Assert.StartsWith("too few to judge by", Assert.Single(gate.Refusals(Model(), Model(), [.. Answers().Take(9)], seed: 1)), StringComparison.Ordinal);

    private GateAnswer[] Answers() => [.. Enumerable.Range(0, forces.Corpus.Records.Count).Select(i => new GateAnswer(i, forces.IsStalking(i), 1))];

    private double[] Model(Func<int, bool>? misses = null) =>
        [.. Enumerable.Range(0, forces.Corpus.Records.Count).Select(i => forces.IsStalking(i) && misses?.Invoke(i) != true ? 0.9 : forces.IsStalking(i) ? 0.01 : 0.1)];
}
