using CrimeScreeningWorker.Screening.Evaluation;

namespace CrimeScreeningWorker.Screening.Tests.Evaluation;

public sealed class RankingMetricsTests
{
    private static List<Judged> Ranked(params int[] relevant) =>
        [.. relevant.Select((r, i) => new Judged(1 - (i / 100.0), r == 1))];

    [Fact]
    public void PrAuc_PerfectOrder_IsOne() => Assert.Equal(1, RankingMetrics.PrAuc(Ranked(1, 1, 0, 0)), 12);

    [Fact]
    public void PrAuc_KnownOrder_IsAveragePrecision() =>
        // Relevant at ranks 1 and 3: (1/1 + 2/3) / 2.
        Assert.Equal((1 + (2.0 / 3)) / 2, RankingMetrics.PrAuc(Ranked(1, 0, 1, 0)), 12);

    [Fact]
    public void PrAuc_AllTied_IsTheBaseRate() =>
        Assert.Equal(0.25, RankingMetrics.PrAuc([new(0.5, true), new(0.5, false), new(0.5, false), new(0.5, false)]), 12);

    [Fact]
    public void PrAuc_NoRelevantRecord_IsUndefined() => Assert.True(double.IsNaN(RankingMetrics.PrAuc(Ranked(0, 0))));

    [Theory]
    [InlineData(0.2, 0.5)]
    [InlineData(0.4, 0.5)]
    [InlineData(0.6, 1.0)]
    public void RecallAt_Share_CountsRelevantAmongThoseRead(double share, double expected) =>
        Assert.Equal(expected, RankingMetrics.RecallAt(Ranked(1, 0, 1, 0, 0), share), 12);

    [Fact]
    public void RecallAt_OfAGroup_ReadsAllRecordsButCountsTheGroup()
    {
        string[] records = ["a", "b", "c", "d"];
        var recall = RankingMetrics.RecallAt(records, r => new Judged(-r[0], r is "a" or "d"), 0.5, r => r == "d");
        Assert.Equal(0, recall);
    }

    [Fact]
    public void WorkSaved_AllRelevantFirst_SavesTheRest() =>
        // 2 of 10 read, 8 saved, less the 5 % that random order would leave.
        Assert.Equal(0.8 - 0.05, RankingMetrics.WorkSaved(Ranked(1, 1, 0, 0, 0, 0, 0, 0, 0, 0), 0.95), 12);

    [Fact]
    public void WorkSaved_LastRecordRelevant_SavesLessThanNothing() =>
        Assert.Equal(-0.05, RankingMetrics.WorkSaved(Ranked(1, 0, 0, 1), 0.95), 12);

    [Fact]
    public void Brier_KnownValues_IsMeanSquaredDistance() =>
        Assert.Equal(((0.2 * 0.2) + (0.3 * 0.3)) / 2, RankingMetrics.Brier([new(0.8, true), new(0.3, false)]), 12);

    [Fact]
    public void CalibrationError_HonestBins_IsZero() =>
        Assert.Equal(0, RankingMetrics.CalibrationError([new(0.5, true), new(0.5, false)]), 12);

    [Fact]
    public void CalibrationError_Overconfident_IsTheDistance() =>
        Assert.Equal(0.45, RankingMetrics.CalibrationError([new(0.95, true), new(0.95, false)]), 12);

    [Fact]
    public void F1_KnownAnswers_IsHarmonicMean() =>
        Assert.Equal(2.0 * 1 / (2 + 2), RankingMetrics.F1([(true, true), (true, false), (false, true), (false, false)]), 12);

    [Fact]
    public void RecallAtPrecision_ThresholdExists_TakesTheHighestRecall() =>
        Assert.Equal(1, RankingMetrics.RecallAtPrecision(Ranked(1, 0, 1, 1), 0.7), 12);

    [Fact]
    public void RecallAtPrecision_NeverReached_IsZero() => Assert.Equal(0, RankingMetrics.RecallAtPrecision(Ranked(0, 0, 1), 0.9));
}
