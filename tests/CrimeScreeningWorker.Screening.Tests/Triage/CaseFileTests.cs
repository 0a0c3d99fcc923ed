using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.TextModel;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.Tests.Triage;

public sealed class CaseFileTests
{
    private const string Narrative = "He waited outside her work. She denies that he followed her. He waited again and sent flowers.";
    private static readonly ScreenedCrime Crime = Some.Crime(narrative: Narrative).WithHits(
        ("GIFTS", "sent flowers", Polarity.Affirmed), ("LOITER", "waited outside", Polarity.Affirmed),
        ("FOLLOW", "followed her", Polarity.Denied), ("LOITER", "waited again", Polarity.Affirmed));

    [Fact]
    public void Pieces_EveryNarrative_GiveItBackWhole() => Assert.Equal(Narrative, string.Concat(Of(Crime).Pieces.Select(piece => piece.Text)));

    [Fact]
    public void Pieces_SeveralIndicators_AreNumberedDownThePage()
    {
        var marked = Of(Crime).Pieces.Where(piece => piece.Kind == MarkKind.Evidence).Select(piece => (piece.Text, string.Join(' ', piece.Marks)));

        Assert.Equal([("waited outside", "R1"), ("waited again", "R1"), ("sent flowers", "R2")], marked);
    }

    [Fact]
    public void Pieces_AMarkThatComesAgain_IsAnchoredOnce() => Assert.Equal(["R1", "R2"], Of(Crime).Pieces.SelectMany(piece => piece.Anchors));

    [Fact]
    public void Pieces_WordsOfTheTextModel_AreMarkedUnlessAnIndicatorIs()
    {
        var file = Of(Crime, new TextContribution(Some.Span(Narrative, "work"), 0.4), new TextContribution(Some.Span(Narrative, "flowers"), 0.9), new TextContribution(Some.Span(Narrative, "She"), -2));

        Assert.Equal(["work"], file.Pieces.Where(piece => piece.Kind == MarkKind.Wording).Select(piece => piece.Text));
    }

    [Fact]
    public void Behaviours_SeenDeniedAndNotStated_HaveTheirSentences()
    {
        var signs = Of(Crime).Behaviours.ToDictionary(sign => sign.Title);

        Assert.Equal((BehaviourState.Seen, "He waited outside her work.", "R1"), (signs["Loitering"].State, signs["Loitering"].Quotes[0].Text, signs["Loitering"].Quotes[0].Mark));
        Assert.Equal((BehaviourState.Denied, "She denies that he followed her."), (signs["Following"].State, signs["Following"].Quotes.Single().Text));
        Assert.Equal((BehaviourState.NotStated, 0), (signs["Publishing"].State, signs["Publishing"].Quotes.Length));
    }

    [Fact]
    public void Behaviours_SeenInALinkedCrime_AreQuotedFromThere()
    {
        const string earlier = "She found a camera. He watched the house.";
        var linked = Some.Linked(
            Crime, "CR/0", "8L", "Harassment", "2025-12-01T09:00:00+00:00", null,
            hits: new IndicatorHit("WATCH", Some.Span(earlier, "watched"), Polarity.Affirmed, null, 1));
        var sign = Of(Crime.WithHistory(linked), (linked.Key, earlier)).Behaviours.Single(sign => sign.Title == "Watching or spying");

        Assert.Equal(BehaviourState.SeenInLinkedCrime, sign.State);
        Assert.Equal(new CaseQuote("He watched the house.", linked.Key, null), Assert.Single(sign.Quotes));
    }

    [Fact]
    public void Sum_Parts_AddUpToTheLogOddsAndEndWithTheStart()
    {
        var file = Of(Crime with
        {
            Score = Crime.Score with { Contributions = [new Contribution("BASE", "Base", -2), new Contribution("LOITER", "Waiting", 1.5), new Contribution("MUTUAL", "Contact from both sides", -0.3)] },
        });

        Assert.Equal(-0.8, file.Total, 9);
        Assert.Equal(["Waiting", "Contact from both sides", "Where every record starts"], file.Sum.Select(part => part.Title));
        Assert.Equal(["R1", null], file.Why(2).Select(part => part.Mark));
    }

    [Fact]
    public void Quotes_OfARecordThatBecameShorter_AreLeftOut()
    {
        var gone = Crime with { Crime = Crime.Crime with { Narrative = "Short." } };
        var file = new CaseFile(new CaseRecord(gone, new Dictionary<CrimeKey, string> { [gone.Crime.Key] = "Short." }), Some.Context, new TriageOptions(), []);

        Assert.All(file.Behaviours, sign => Assert.Empty(sign.Quotes));
        Assert.Equal("Short.", string.Concat(file.Pieces.Select(piece => piece.Text)));
    }

    [Fact]
    public void Timeline_AWayOfReachingTheVictimThatIsNew_IsNamed()
    {
        var fact = new NarrativeFact(FactKind.Channel, "bank-transfer", Some.Span(Narrative, "sent flowers"), 0.9, Polarity.Affirmed);
        var linked = Some.Linked(
            Crime, "CR/0", "8L", "Harassment", "2025-12-01T09:00:00+00:00", "2025-11-29T09:00:00+00:00",
            hits: new IndicatorHit("LOITER", null, Polarity.Affirmed, null, 0));
        var file = Of((Crime with { Reading = Crime.Reading with { Facts = [fact] } }).WithHistory(linked), (linked.Key, "Words."));

        Assert.Equal([[], ["by bank transfer"]], file.Timeline.Entries.Select(entry => entry.NewMethods.ToArray()));
        Assert.Equal((2, "45 days later"), (file.Timeline.Entries[0].DaysUntilRecorded, file.Timeline.Entries[1].Gap));
    }

    private static CaseFile Of(ScreenedCrime crime, params TextContribution[] wording) => Of(crime, [], wording);

    private static CaseFile Of(ScreenedCrime crime, (CrimeKey Key, string Narrative) other) => Of(crime, [other], []);

    private static CaseFile Of(ScreenedCrime crime, ImmutableArray<(CrimeKey Key, string Narrative)> others, TextContribution[] wording) => new(
        new CaseRecord(crime, others.Append((crime.Crime.Key, crime.Crime.Narrative)).ToDictionary(pair => pair.Item1, pair => pair.Item2)),
        Some.Context, new TriageOptions(), wording);
}
