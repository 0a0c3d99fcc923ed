using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.Indicators;

namespace CrimeScreeningWorker.Screening.Tests.Facts;

public sealed class FactBookTests
{
    [Fact]
    public void Read_AFact_HasTheWordsThatSayIt()
    {
        const string text = "IP has had 15 missed calls. Her ex-partner keeps ringing.";

        var calls = SomeFacts.Read(text).Surest(FactKind.Occasions)!;

        Assert.Equal(15, calls.Number);
        Assert.Equal("15 missed calls", text.Substring(calls.Span.Start, calls.Span.Length));
        Assert.InRange(calls.Confidence, 0.8, 1);
    }

    [Fact]
    public void Read_Denied_IsKeptAsDenied()
    {
        var online = Assert.Single(SomeFacts.Read("No e-mails were sent."), f => f.Kind == FactKind.Online);

        Assert.Equal(Polarity.Denied, online.Stated);
        Assert.False(SomeFacts.Read("No e-mails were sent.").Says(FactKind.Online));
    }

    [Theory]
    [InlineData("HER EX PARTNER HAS RUNG 15 TIMES SINCE JANUARY")]
    [InlineData("Her ex-partner has rung 15 times since January.")]
    [InlineData("her xp has rung fifteen times since jan")]
    public void Read_TheSameInAnotherHand_GivesTheSameFacts(string text)
    {
        var facts = SomeFacts.Read(text);

        Assert.Equal(("ex-partner", 15, 181), (facts.Values(FactKind.Relationship)[0], facts.Most(FactKind.Occasions), facts.Most(FactKind.Duration)));
    }

    [Fact]
    public void Read_SaidOverAndOver_KeepsThreePlaces()
    {
        var facts = SomeFacts.Read(string.Concat(Enumerable.Repeat("He rang her mobile. ", 50)));

        Assert.Equal(3, facts.Count(f => f is { Kind: FactKind.Channel, Value: "phone" }));
    }

    [Theory]
    [InlineData("kind: mood\n    value: x\n    phrases: [\"sad\"]", "kind is one of")]
    [InlineData("kind: online\n    value: \"yes\"", "neither phrases nor from")]
    [InlineData("kind: online\n    value: \"yes\"\n    from: [NO_SUCH]", "no indicator NO_SUCH")]
    [InlineData("kind: occasions\n    phrases: [\"often\"]", "value is missing")]
    [InlineData("kind: online\n    value: \"yes\"\n    confidence: 1.5\n    phrases: [\"app\"]", "above 0 and at most 1")]
    [InlineData("kind: online\n    value: \"yes\"\n    phrases: [\"{nothing}\"]", "no list 'nothing'")]
    [InlineData("kind: occasions\n    number: count\n    phrases: [\"#2+ times\"]\n    examples: { hits: [\"7 :: three times\"] }", "found 3")]
    public void Parse_FaultyEntry_SaysWhatIsWrong(string entry, string message)
    {
        var exception = Assert.Throws<RuleBookException>(() => FactBook.Parse($"title: T\nformat: 1\nfacts:\n  - {entry}\n", "facts.yaml", SomeFacts.Rules));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Contains("facts.yaml(", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Version_OfAnotherBook_IsAnother()
    {
        const string book = "title: T\nformat: 1\nfacts:\n  - kind: online\n    value: \"yes\"\n    phrases: [\"whatsapp\"]\n";

        var (first, second) = (FactBook.Parse(book, "a", SomeFacts.Rules), FactBook.Parse(book + "# changed\n", "a", SomeFacts.Rules));

        Assert.NotEqual(first.Version, second.Version);
        Assert.Equal(first.Version, FactBook.Parse(book.ReplaceLineEndings("\r\n"), "a", SomeFacts.Rules).Version);
    }

    [Fact]
    public void Read_AHugeText_KeepsNoMoreThanOfASmallOne()
    {
        var sentence = "On 12/03 and 14/03 her ex rang x6 again and again since January, twice every day for three weeks. ";
        var (some, many) = (SomeFacts.Read(string.Concat(Enumerable.Repeat(sentence, 50))), SomeFacts.Read(string.Concat(Enumerable.Repeat(sentence, 2000))));

        Assert.Equal(some.Length, many.Length);
    }
}
