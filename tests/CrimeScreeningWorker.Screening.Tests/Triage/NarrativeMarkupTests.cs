using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Text;
using CrimeScreeningWorker.Screening.Triage;
using CsCheck;

namespace CrimeScreeningWorker.Screening.Tests.Triage;

public sealed class NarrativeMarkupTests
{
    private const string Narrative = "He waited outside her home and denies any threats.";

    [Fact]
    public void Of_OneHit_CutsTheTextInThree() =>
        Assert.Equal("He |Evidence:waited outside[LOITER]| her home and denies any threats.", Cut(Hit("LOITER", "waited outside")));

    [Fact]
    public void Of_OverlappingHits_ReadAsOneWithBothCodes() =>
        Assert.Equal(
            "He |Evidence:waited outside her home[LOITER,HOMEVISIT]| and denies any threats.",
            Cut(Hit("LOITER", "waited outside"), Hit("HOMEVISIT", "outside her home")));

    [Fact]
    public void Of_EvidenceInsideADenial_KeepsBoth() =>
        Assert.Equal(
            "He |Denied:waited [X]|Evidence:outside[Y]|Denied: her home[X]| and denies any threats.",
            Cut(Hit("X", "waited outside her home", Polarity.Denied), Hit("Y", "outside")));

    [Fact]
    public void Of_EveryPolarity_HasItsMark() =>
        Assert.Equal(
            "He |Supposed:waited[A]| |SomeoneElse:outside[B]| her home and denies any |Denied:threats[C]|.",
            Cut(Hit("A", "waited", Polarity.Hypothetical), Hit("B", "outside", Polarity.SomeoneElse), Hit("C", "threats", Polarity.Denied)));

    [Fact]
    public void Of_HitFromAField_MarksNothing() => Assert.Equal(Narrative, Cut(new IndicatorHit("REL_EX", null, Polarity.Affirmed, null, 0)));

    [Fact]
    public void Of_SpanThroughAnEmoji_NeverSplitsIt()
    {
        const string text = "a😀b";

        var pieces = NarrativeMarkup.Of(text, new TextSpan(0, text.Length), [new IndicatorHit("X", new TextSpan(0, 2), Polarity.Affirmed, null, 0)], []);

        Assert.Equal("a", text.Substring(pieces[0].Span.Start, pieces[0].Span.Length));
        Assert.Equal("😀b", text.Substring(pieces[1].Span.Start, pieces[1].Span.Length));
    }

    [Fact]
    public void Of_AnySpans_CoversTheWindowOnce()
    {
        var hit = Gen.Select(Gen.Int[-5, 60], Gen.Int[-5, 60], Gen.Enum<Polarity>(), (start, length, polarity) =>
            new IndicatorHit("X", new TextSpan(start, length), polarity, null, 0));
        hit.Array[0, 12].Sample(hits =>
        {
            var window = new TextSpan(3, Narrative.Length - 8);
            var pieces = NarrativeMarkup.Of(Narrative, window, hits, []);
            var at = window.Start;
            foreach (var piece in pieces)
            {
                Assert.Equal(at, piece.Span.Start);
                Assert.True(piece.Span.Length > 0);
                at = piece.Span.End;
            }
            Assert.Equal(window.End, at);
        }, iter: 1_000);
    }

    private static IndicatorHit Hit(string code, string words, Polarity polarity = Polarity.Affirmed) =>
        new(code, Some.Span(Narrative, words), polarity, null, 0);

    private static string Cut(params IndicatorHit[] hits) => string.Join('|', NarrativeMarkup
        .Of(Narrative, new TextSpan(0, Narrative.Length), hits, [])
        .Select(piece => (Text: Narrative.Substring(piece.Span.Start, piece.Span.Length), piece))
        .Select(cut => cut.piece.Kind == MarkKind.Plain ? cut.Text : $"{cut.piece.Kind}:{cut.Text}[{string.Join(',', cut.piece.Codes)}]"));
}
