using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Suggestions;

namespace CrimeScreeningWorker.Screening.Tests.Scoring;

public sealed class CrimeScorerTests
{
    // Long enough for the text model to count in full.
    private const string Plain =
        "The caller says that nothing much happened at the shop and she only wants it to be on record for the future. " +
        "The manager was spoken to at the counter and showed the officer the till, the stock room and the yard, where two crates stood. " +
        "Nobody was hurt and nothing is missing. The caller was thanked and given a reference number for her own records and for the insurer.";

    private static Score ScoreOf(Crime crime, CourseOfConduct? history = null, double textLogit = 0, ScoringModel? model = null) =>
        SomeScoring.Scorer(model).Score(crime, SomeScoring.Reading(crime, textLogit), history ?? CourseOfConduct.None, SomeScoring.Morning).Score;

    [Fact]
    public void Score_AnyCrime_ContributionsAddUpToTheLogOdds()
    {
        var crime = SomeScoring.Crime("He waited outside and followed her again. She owes him rent. He denies that he followed her in May or ever at all.");
        var earlier = SomeScoring.Crime("He waited outside.", "CR/0/26");

        var score = ScoreOf(crime, SomeScoring.History(SomeScoring.Linked(crime, earlier)), textLogit: 0.7);

        Assert.Equal(AdditiveModel.LogOdds(score.Probability), score.Contributions.Sum(c => c.LogOdds), 9);
        Assert.Contains(score.Contributions, c => c is { Part: "FOLLOW", LogOdds: > 0 });
        Assert.Contains(score.Contributions, c => c is { Part: "DEBT", LogOdds: < 0 });
        Assert.Contains(score.Contributions, c => c is { Part: "HISTORY", LogOdds: > 0 });
    }

    [Fact]
    public void Score_OneMoreAct_NeverLowersTheScore()
    {
        var without = ScoreOf(SomeScoring.Crime(Plain));
        var one = ScoreOf(SomeScoring.Crime(Plain + " He waited outside."));
        var two = ScoreOf(SomeScoring.Crime(Plain + " He waited outside. He followed her."));

        Assert.True(without.Probability < one.Probability);
        Assert.True(one.Probability < two.Probability);
    }

    [Fact]
    public void Score_OneMoreOrdinaryEarlierCrime_NeverLowersTheScore()
    {
        var weights = SomeScoring.Model.Stalking.Weights.SetItem("HISTORY_TEXT", 0.8).SetItem("HISTORY_RULES", 0.8).SetItem("HISTORY", 0);
        var model = SomeScoring.Model with { Stalking = SomeScoring.Model.Stalking with { Weights = weights } };
        var crime = SomeScoring.Crime(Plain + " He waited outside.");
        var ordinary = SomeScoring.Linked(crime, SomeScoring.Crime(Plain + " She owes him rent.", "CR/0/26"), textLogit: -3);

        Assert.Equal(ScoreOf(crime, model: model).Probability, ScoreOf(crime, SomeScoring.History(ordinary), model: model).Probability, 12);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(-40)]
    public void Score_HoweverMuchIsSaid_IsNoSurerThanTheLabelsAllow(double textLogit)
    {
        var model = SomeScoring.Model with { Stalking = SomeScoring.Model.Stalking with { Margin = 0.01, Base = textLogit } };

        var score = ScoreOf(SomeScoring.Crime(Plain), textLogit: textLogit, model: model);

        Assert.Equal(textLogit > 0 ? 0.99 : 0.01, score.Probability, 4);
        Assert.Equal(AdditiveModel.LogOdds(score.Probability), score.Contributions.Sum(c => c.LogOdds), 6);
        Assert.Equal(textLogit > 0, score.Contributions.Single(c => c.Part == "MARGIN").LogOdds < 0);
    }

    // In the band from "unlikely" (0.1) to the review threshold (0.3): the base gives 0.27, the text part takes it where it should be.
    [Theory]
    [InlineData("", -0.5, true, Priority.P3)]
    [InlineData("", -4, false, Priority.None)]
    [InlineData(" He denies that he followed her.", -0.5, false, Priority.None)]
    public void Score_NeitherLikelyNorUnlikely_IsAQuestionOnlyWhereNothingIsSaid(string more, double textLogit, bool abstained, Priority priority)
    {
        var score = ScoreOf(SomeScoring.Crime(Plain + more), textLogit: textLogit);

        Assert.Equal((abstained, priority), (score.Abstained, score.Priority));
    }

    [Theory]
    [InlineData(-0.5, Priority.P3)]
    [InlineData(-4, Priority.None)]
    public void Score_BrokenOrder_IsLowOnlyWhereTheEvidenceSpeaksAgainstIt(double textLogit, Priority expected) => Assert.Equal(
        expected, ScoreOf(SomeScoring.Crime(Plain + " He denies that he followed her.", homeOfficeClass: "66"), textLogit: textLogit).Priority);

    [Fact]
    public void Score_TextShorterThanAnyLearntFrom_SaysNothingAndCountsInProportionAbove()
    {
        const string tenWords = "She wants what happened at the shop on record today. ";
        var full = TextPartOf(Plain)!.LogOdds;

        Assert.Null(TextPartOf(tenWords));
        Assert.Null(TextPartOf(tenWords + tenWords));
        Assert.Equal(full * (30 - 20) / (45 - 20), TextPartOf(tenWords + tenWords + tenWords)!.LogOdds, 6);

        static Contribution? TextPartOf(string narrative) =>
            ScoreOf(SomeScoring.Crime(narrative), textLogit: 2).Contributions.SingleOrDefault(c => c.Part == "TEXT");
    }

    [Fact]
    public void Score_EarlierCrimeOfThePair_Raises()
    {
        var crime = SomeScoring.Crime(Plain);
        var earlier = SomeScoring.Crime(Plain, "CR/0/26");

        Assert.True(ScoreOf(crime).Probability < ScoreOf(crime, SomeScoring.History(SomeScoring.Linked(crime, earlier))).Probability);
    }

    [Fact]
    public void Score_LinkForContextOnly_DoesNotCountAsHistory()
    {
        var crime = SomeScoring.Crime(Plain);
        var other = SomeScoring.Linked(crime, SomeScoring.Crime(Plain, "CR/0/26"), LinkBasis.SameVictim, 0.2);

        Assert.Equal(ScoreOf(crime).Probability, ScoreOf(crime, SomeScoring.History(other)).Probability, 12);
    }

    [Fact]
    public void Score_IndicatorUnknownToTheModel_HasTheWeightOfTheBook()
    {
        // REPEAT stands in the book with 0.5; this model was trained before it was added.
        var old = SomeScoring.Model with
        {
            Stalking = SomeScoring.Model.Stalking with { Weights = SomeScoring.Model.Stalking.Weights.Remove("REPEAT") },
        };

        var score = ScoreOf(SomeScoring.Crime(Plain + " He came again."), model: old);

        Assert.Equal(0.5, Assert.Single(score.Contributions, c => c.Part == "REPEAT").LogOdds, 9);
    }

    [Theory]
    [InlineData("8L", -3, Priority.None)]
    [InlineData("8L", 1.0, Priority.P3)]
    [InlineData("66", 1.0, Priority.P2)]
    [InlineData("8L", 2.5, Priority.P2)]
    public void Score_ByProbabilityAndClass_SetsPriority(string homeOfficeClass, double textLogit, Priority expected) =>
        Assert.Equal(expected, ScoreOf(SomeScoring.Crime(Plain, homeOfficeClass: homeOfficeClass), textLogit: textLogit).Priority);

    [Fact]
    public void Score_LikelyWithAThreatToKill_IsForTheSameDay()
    {
        var score = ScoreOf(SomeScoring.Crime(Plain + " He waited outside and followed her and threatened to kill her."));

        Assert.Equal((Priority.P1, true), (score.Priority, score.HighRisk));
        Assert.Equal(new DateTimeOffset(2026, 3, 13, 17, 0, 0, TimeSpan.Zero), score.DueBy);
    }

    [Fact]
    public void Score_TooShortToJudge_SaysSoAndAsks()
    {
        var score = ScoreOf(SomeScoring.Crime("As per log."));

        Assert.True(score.Abstained);
        Assert.StartsWith("Cannot tell", score.Reason, StringComparison.Ordinal);
        Assert.NotEmpty(score.Ask);
        Assert.Equal("none", score.SuggestedSection);
    }

    [Fact]
    public void Score_Evidence_QuotesTheNarrative()
    {
        var crime = SomeScoring.Crime(Plain + " On Tuesday he waited outside the library until it closed.");

        var evidence = Assert.Single(ScoreOf(crime).Evidence);

        Assert.Equal("On Tuesday he waited outside the library until it closed.", crime.Narrative.Substring(evidence.Span.Start, evidence.Span.Length));
    }

    [Fact]
    public void Score_OrderNotServed_IsNoBreach()
    {
        Assert.True(ScoreOf(SomeScoring.Crime(Plain, homeOfficeClass: "66")).OrderBreach);
        Assert.False(ScoreOf(SomeScoring.Crime(Plain + " The order was not served.", homeOfficeClass: "66")).OrderBreach);
    }

    [Fact]
    public void Score_Breach_KeepsThePrincipalAndAddsStalking()
    {
        var crime = SomeScoring.Crime(Plain + " He waited outside and followed her again.", homeOfficeClass: "66", relationship: "ex-partner");

        var (score, suggestion) = SomeScoring.Scorer().Score(crime, SomeScoring.Reading(crime, 3), CourseOfConduct.None, SomeScoring.Morning);

        Assert.Equal(SuggestionAction.AddIncluded, suggestion!.Action);
        Assert.Equal(("66", "8Q", "R5"), (suggestion.RecordedClass, suggestion.SuggestedClass, suggestion.Rule));
        Assert.StartsWith("R5: ", suggestion.Basis, StringComparison.Ordinal);
        Assert.Equal("8Q", score.SuggestedClass);
    }

    [Fact]
    public void Score_ProtectedCharacteristics_AreNoInput()
    {
        // The crime a step is given has no member for them; this fails when somebody adds one.
        string[] words = ["age", "gender", "sex", "ethnicity", "religion"];
        Assert.DoesNotContain(
            typeof(Crime).GetProperties(), p => words.Any(w => p.Name.Contains(w, StringComparison.OrdinalIgnoreCase)));
        Assert.DoesNotContain(
            new ScoringFeatures(SomeScoring.Book).All, f => words.Any(w => f.Name.Split('_').Contains(w, StringComparer.OrdinalIgnoreCase)));
    }
}
