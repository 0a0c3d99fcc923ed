using CrimeScreeningWorker.Screening.Labels;
using CrimeScreeningWorker.Screening.Tests.Promotion;
using Xunit;
using Xunit.Abstractions;

namespace CrimeScreeningWorker.Screening.Tests.Labels;

public sealed class ReviewerCheckTests(ITestOutputHelper output)
{
    [Fact]
    public void Find_AModelThatSaysTooMuch_AccusesNobody()
    {
        var answers = Answers(5).Select(a => a with { Probability = Math.Min(1, a.Probability + 0.25) });

        Assert.Empty(ReviewerCheck.Find([.. answers], new ReviewerCheckOptions()));
    }

    [Fact]
    public void Find_HonestReviewers_SeldomNamesAny()
    {
        var named = Enumerable.Range(0, 200).Count(seed => ReviewerCheck.Find(Answers(seed), new ReviewerCheckOptions()).Length > 0);

        output.WriteLine($"{named} of 200 name somebody");
        Assert.InRange(named, 0, 8);
    }

    [Fact]
    public void Find_AnotherSpellingOfAName_IsTheSamePerson()
    {
        var answers = Answers(4).Select((a, i) => a.Reviewer == "R1" ? a with { Stalking = false, Reviewer = i % 2 == 0 ? "R1" : "r1" } : a);

        var found = Assert.Single(ReviewerCheck.Find([.. answers], new ReviewerCheckOptions()));

        Assert.True(found.Covers("r1", Answers(4)[0].At));
        Assert.False(found.Covers("r1", Answers(4)[0].At.AddDays(7)));
        Assert.False(found.Covers("R2", Answers(4)[0].At));
    }

    [Fact]
    public void Find_OneReviewerAlone_IsHeldAgainstTheOwnOtherWeeks()
    {
        var answers = Answers(6).Select((a, i) => a with { Reviewer = "only", At = a.At.AddDays(7 * (i % 6)) }).ToList();

        Assert.Empty(ReviewerCheck.Find(answers, new ReviewerCheckOptions()));
        var poisoned = answers.Select(a => a.At == answers[2].At ? a with { Stalking = true } : a).ToList();
        Assert.Equal(ReviewerCheck.WeekOf(answers[2].At), Assert.Single(ReviewerCheck.Find(poisoned, new ReviewerCheckOptions())).From);
        Assert.Empty(ReviewerCheck.Find([.. poisoned.Where(a => a.At == answers[2].At)], new ReviewerCheckOptions()));
    }

    [Fact]
    public void Find_FewOthersBesideAModelThatSaysTooLittle_AccusesNobody()
    {
        var answers = Answers(7).Where(a => a.Reviewer is "R1" or "R2").Select(a => a with { Probability = a.Probability * 0.7 });

        Assert.Empty(ReviewerCheck.Find([.. answers], new ReviewerCheckOptions()));
    }

    private static List<ReviewedAnswer> Answers(int seed) =>
        [.. GateTests.Cases(seed).Select(c => new ReviewedAnswer(c.Reviewer, c.LabelledAt, c.Stalking, c.Champion))];
}
