using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Reports;

namespace CrimeScreeningWorker.Screening.Tests.Reports;

public sealed class RankingPicturesTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private static JudgedRecord Record(double probability, bool stalking, double weight = 1, bool listed = false, bool sampled = false, string group = "a") =>
        new(At, probability, listed, stalking, weight, [new Membership("Group", group)]) { Sampled = sampled };

    [Fact]
    public void Of_EveryWeightOne_AgreesWithTheMetrics()
    {
        var chance = new Random(1);
        var records = Enumerable.Range(0, 300).Select(_ => chance.NextDouble() is var p ? Record(p, chance.NextDouble() < p * p, listed: p > 0.5) : null!).ToList();
        var judged = records.Select(r => new Judged(r.Probability, r.Stalking)).ToList();

        var picture = RankingPictures.Of(records)!;

        Assert.Equal(RankingMetrics.PrAuc(judged), picture.PrAuc, 12);
        Assert.Equal(RankingMetrics.Brier(judged), picture.Brier, 12);
        Assert.Equal(RankingMetrics.CalibrationError(judged), picture.CalibrationError, 12);
        Assert.All([10, 20, 40, 70], share => Assert.Equal(RankingMetrics.RecallAt(judged, share / 100.0), picture.RecallByCapacity[0].Recall[share], 12));
        Assert.Equal((double)judged.Count(j => j.Relevant && j.Score > 0.5) / judged.Count(j => j.Relevant), picture.Listed.Recall, 12);
    }

    [Fact]
    public void Of_OneStandsForTen_CountsAsTen()
    {
        JudgedRecord[] weighted = [Record(0.9, true, listed: true), Record(0.8, false, listed: true), Record(0.2, true, weight: 10), Record(0.1, false, weight: 10)];
        JudgedRecord[] repeated = [weighted[0], weighted[1], .. Enumerable.Repeat(Record(0.2, true), 10), .. Enumerable.Repeat(Record(0.1, false), 10)];

        var (one, ten) = (RankingPictures.Of(weighted)!, RankingPictures.Of(repeated)!);

        Assert.Equal(1.0 / 11, one.Listed.Recall, 12);
        Assert.Equal(ten.PrAuc, one.PrAuc, 12);
        Assert.Equal(ten.Brier, one.Brier, 12);
    }

    [Fact]
    public void Of_OneKindAlone_IsNoPicture()
    {
        Assert.Null(RankingPictures.Of([Record(0.5, true), Record(0.4, true)]));
        Assert.Null(RankingPictures.Of([]));
    }

    [Fact]
    public void Groups_OneThatIsMissedThriceAsOften_IsNamed()
    {
        var groups = GroupComparison.Of(
        [
            .. Enumerable.Range(0, 100).Select(i => Record(0.9, stalking: true, listed: i >= 5, group: "served")),
            .. Enumerable.Range(0, 100).Select(i => Record(0.9, stalking: true, listed: i >= 30, group: "missed")),
            .. Enumerable.Range(0, 8).Select(_ => Record(0.9, stalking: true, listed: false, group: "few")),
            .. Enumerable.Range(0, 3).Select(_ => Record(0.9, stalking: true, group: "b")), .. Enumerable.Range(0, 3).Select(_ => Record(0.9, stalking: true, group: "c")),
        ]).ToDictionary(g => g.Group, StringComparer.Ordinal);

        Assert.Equal(GroupVerdict.Lower, groups["missed"].Verdict);
        Assert.Equal(GroupVerdict.Higher, groups["served"].Verdict);
        Assert.Equal(GroupVerdict.TooFew, groups["few"].Verdict);
        Assert.Equal(6, groups["small groups together"].Records);
        Assert.DoesNotContain("b", groups.Keys);
    }

    [Fact]
    public void Groups_MissedKnownFromASample_RecallIsOfWhatTheSampleStandsFor()
    {
        var group = GroupComparison.Of(
        [
            .. Enumerable.Range(0, 90).Select(_ => Record(0.9, stalking: true, listed: true)),
            .. Enumerable.Range(0, 100).Select(i => Record(0.1, stalking: i == 0, weight: 10, sampled: true)),
        ]).Single();

        Assert.Equal(0.9, group.Found.Share, 12);
        Assert.True(group.Found.Low < 0.65);
    }
}
