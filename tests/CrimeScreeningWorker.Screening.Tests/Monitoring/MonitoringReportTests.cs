using CrimeScreeningWorker.Screening.Monitoring;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Scoring;
using static CrimeScreeningWorker.Screening.Tests.Monitoring.SomeMonitored;

namespace CrimeScreeningWorker.Screening.Tests.Monitoring;

public sealed class MonitoringReportTests
{
    [Fact]
    public void Of_NothingUnusual_SaysThatNothingNeedsAPerson()
    {
        var report = MonitoringReport.Of(
            Enumerable.Range(1, 6).SelectMany(m => Month(m, 300, power: 1)), Enumerable.Repeat(Decision(StalkingAnswer.Yes, month: 6, minutes: 3), 100), 0.3, In(6, 20), Options);

        Assert.False(report.NeedsPerson);
        Assert.Equal("Nothing needs a person.", report.Sentence);
    }

    [Fact]
    public void Of_DriftThisMonth_SaysSoInOneSentence()
    {
        var report = MonitoringReport.Of([.. Enumerable.Range(1, 5).SelectMany(m => Month(m, 300, power: 1)), .. Month(6, 300, power: 3)], [], 0.3, In(6, 20), Options);

        Assert.Equal("drift", Assert.Single(report.Findings).Kind);
        Assert.StartsWith("One thing needs a person: the scores of June 2026 have drifted (stability index ", report.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_DriftLongAgo_NeedsNobodyAnyMore() => Assert.False(
        MonitoringReport.Of(
            [.. Enumerable.Range(1, 3).SelectMany(m => Month(m, 300, power: 1)), .. Month(4, 300, power: 3), .. Month(8, 300, power: 1)], [], 0.3, In(8, 20), Options).NeedsPerson);

    [Fact]
    public void Of_LaterThanTheDayAskedFor_IsLeftOut()
    {
        var report = MonitoringReport.Of(
            [.. Enumerable.Range(1, 4).SelectMany(m => Month(m, 300, power: 1)), .. Month(6, 300, power: 3)],
            [Decision(StalkingAnswer.Yes, month: 3), Decision(StalkingAnswer.No, month: 7)], 0.3, In(4, 30), Options);

        Assert.Equal(4, report.Drift.Length);
        Assert.Equal(1, Assert.Single(report.Agreement).Decisions);
    }

    [Fact]
    public void Of_NearlyAllOverridden_AsksForAPerson()
    {
        MonitoredDecision[] decisions = [.. Enumerable.Repeat(Decision(StalkingAnswer.No), 60), .. Enumerable.Repeat(Decision(StalkingAnswer.Yes), 5)];

        Assert.Equal("override", Assert.Single(MonitoringReport.Of([], decisions, 0.3, In(3, 20), Options).Findings).Kind);
        Assert.Empty(MonitoringReport.Of([], decisions.Take(40), 0.3, In(3, 20), Options).Findings);
    }

    [Fact]
    public void Of_DecisionsFasterThanReading_AsksForAPerson()
    {
        var decisions = Enumerable.Range(0, 60).Select(i => Decision(StalkingAnswer.Yes, minutes: i % 2 == 0 ? 0.1 : 4)).ToList();

        var finding = Assert.Single(MonitoringReport.Of([], decisions, 0.3, In(3, 20), Options).Findings);

        Assert.Equal("time", finding.Kind);
        Assert.Contains("of 60 decisions in March 2026, 30 came within 20 seconds", finding.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_IndicatorFiresThriceAsOften_NamesItsCode()
    {
        var finding = Assert.Single(MonitoringReport.Of(
            [.. Enumerable.Range(1, 3).SelectMany(m => Month(m, 300, power: 1)), .. Month(4, 300, power: 1, fires: 0.4)], [], 0.3, In(4, 30), Options).Findings);

        Assert.Equal("rate", finding.Kind);
        Assert.Contains("(LOITER)", finding.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Agreement_ListedAndNot_CountsEachOnItsSide()
    {
        var figure = Assert.Single(AgreementFigure.ByMonth(
            [
                Decision(StalkingAnswer.Yes), Decision(StalkingAnswer.No, minutes: 1), Decision(StalkingAnswer.Unsure, minutes: 3),
                Decision(StalkingAnswer.No, listed: false, blind: true, minutes: 5), Decision(StalkingAnswer.Yes, listed: false, blind: true),
            ],
            Options));

        Assert.Equal((5, 1), (figure.Decisions, figure.Unsure));
        Assert.Equal((2, 4), (figure.Agreed.Count, figure.Agreed.Of));
        Assert.Equal((1, 2), (figure.AgreedBlind.Count, figure.AgreedBlind.Of));
        Assert.Equal((1, 2), (figure.Overridden.Count, figure.Overridden.Of));
        Assert.Equal((1, 2), (figure.FoundBelow.Count, figure.FoundBelow.Of));
        Assert.Equal((1, 3), (figure.ShownRightly.Count, figure.ShownRightly.Of));
        Assert.Equal(TimeSpan.FromMinutes(3), figure.MedianTime);
    }

    [Fact]
    public void IndicatorWorth_DecisiveAndNot_TellsWhatItAloneFoundAndCost()
    {
        Contribution Part(string code, double logOdds) => new(code, code, logOdds);
        MonitoredDecision Shown(StalkingAnswer answer, double minutes, params (string Code, double LogOdds)[] parts) => Decision(
            answer, minutes: minutes, probability: AdditiveModel.Probability(parts.Sum(p => p.LogOdds)), parts: [.. parts.Select(p => Part(p.Code, p.LogOdds))]);

        var worth = IndicatorWorth.Of(
            [
                Shown(StalkingAnswer.Yes, 4, ("BASE", -2), ("LOITER", 3)),
                Shown(StalkingAnswer.No, 7, ("BASE", -2), ("LOITER", 3)),
                Shown(StalkingAnswer.No, 5, ("BASE", 2), ("LOITER", 3)),
                Shown(StalkingAnswer.Unsure, 90, ("BASE", -2), ("LOITER", 3)),
                Shown(StalkingAnswer.Yes, 2, ("BASE", 2), ("GIFTS", -1)),
            ],
            threshold: 0.5).ToDictionary(w => w.Code, StringComparer.Ordinal);

        Assert.Equal((1, 3), (worth["LOITER"].Precision.Count, worth["LOITER"].Precision.Of));
        Assert.Equal((1, 2), (worth["LOITER"].FoundAlone, worth["LOITER"].ShownAlone));
        Assert.Equal(7, worth["LOITER"].Minutes, 12);
        Assert.Equal((0, 0), (worth["GIFTS"].FoundAlone, worth["GIFTS"].ShownAlone));
    }

    [Theory]
    [InlineData(new[] { 3.0 }, 3.0)]
    [InlineData(new[] { 3.0, 20.0 }, 20.0)]
    [InlineData(new[] { 3.0, 40.0 }, 3.0)]
    [InlineData(new[] { 45.0 }, null)]
    [InlineData(new[] { -5.0 }, null)]
    [InlineData(new double[0], null)]
    public void TimeOnItem_LooksBeforeTheDecision_RunsFromTheFirstOfTheReading(double[] minutesBefore, double? minutes)
    {
        var decided = In(3);

        var time = TimeOnItem.Of(minutesBefore.Select(m => decided.AddMinutes(-m)), decided, TimeSpan.FromMinutes(30));

        Assert.Equal(minutes, time?.TotalMinutes);
    }
}
