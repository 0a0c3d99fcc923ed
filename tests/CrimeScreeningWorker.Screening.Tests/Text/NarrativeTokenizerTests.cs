using CrimeScreeningWorker.Screening.Text;
using CsCheck;

namespace CrimeScreeningWorker.Screening.Tests.Text;

public sealed class NarrativeTokenizerTests
{
    [Theory]
    [InlineData("H/A", "home address")]
    [InlineData("parked o/s her work", "parked outside them work")]
    [InlineData("w/o reply", "without reply")]
    [InlineData("went w/ friend", "went with friend")]
    [InlineData("he/she said", "they they said")]
    [InlineData("IP, VIC and agg'd", "victim victim and victim")]
    [InlineData("S1 and V1 b4 court", "suspect and victim before court")]
    [InlineData("2day or 2nite", "today or tonight")]
    [InlineData("he's here, she's gone", "they here they gone")]
    [InlineData("don't didn’t WON'T", "do not did not will not")]
    [InlineData("he'd say she'll", "they say they")]
    [InlineData("the victim's o'clock", "the victim oclock")]
    [InlineData("ALL CAPS HE SAID", "all caps they said")]
    [InlineData("white male, asian female", "person person")]
    [InlineData("ex-wife ex-husband", "ex spouse ex spouse")]
    [InlineData("'quoted' words", "quoted words")]
    public void Tokenize_Words_AreReadAsTheyAreMeant(string text, string expected) => Assert.Equal(expected, Words(text));

    [Theory]
    [InlineData("x3", "#few", 3)]
    [InlineData("3x", "#few", 3)]
    [InlineData("143", "#hundreds", 143)]
    [InlineData("1,140", "#thousands", 1140)]
    [InlineData("twenty", "#dozens", 20)]
    [InlineData("one", "one", 1)]
    [InlineData("2-3", "#two", 2)]
    [InlineData("2.5", "#two", 2)]
    [InlineData("30mins", "#dozens", 30)]
    public void Tokenize_Count_HasItsValue(string text, string expected, int value)
    {
        var token = Read(text).Tokens[0];

        Assert.Equal((TokenKind.Number, value), (token.Kind, token.Value));
        Assert.Equal(expected, Words(text).Split(' ')[0]);
    }

    [Theory]
    [InlineData("15th", TokenKind.Word, "nth")]
    [InlineData("2nd", TokenKind.Word, "second")]
    [InlineData("20:15", TokenKind.DateOrTime, "#date")]
    [InlineData("20.15", TokenKind.DateOrTime, "#date")]
    [InlineData("0930", TokenKind.DateOrTime, "#date")]
    [InlineData("2214HRS", TokenKind.DateOrTime, "#date")]
    [InlineData("2214 hrs", TokenKind.DateOrTime, "#date")]
    [InlineData("10pm", TokenKind.DateOrTime, "#date")]
    [InlineData("10 pm", TokenKind.DateOrTime, "#date")]
    [InlineData("12/03/2025", TokenKind.DateOrTime, "#date")]
    [InlineData("2025-03-12", TokenKind.DateOrTime, "#date")]
    [InlineData("2024", TokenKind.DateOrTime, "#date")]
    [InlineData("07700 900123", TokenKind.LongNumber, "#longnumber")]
    [InlineData("07700900123", TokenKind.LongNumber, "#longnumber")]
    [InlineData("+44 7700 900123", TokenKind.LongNumber, "#longnumber")]
    [InlineData("01632-960-123", TokenKind.LongNumber, "#longnumber")]
    [InlineData("46/105240/25", TokenKind.LongNumber, "#longnumber")]
    [InlineData("192.168.0.1", TokenKind.LongNumber, "#longnumber")]
    [InlineData("£40", TokenKind.Money, "#money")]
    [InlineData("£1,140.50", TokenKind.Money, "#money")]
    [InlineData("£5k", TokenKind.Money, "#money")]
    [InlineData("0.01p", TokenKind.Money, "#money")]
    [InlineData("someone.99@mail.example", TokenKind.Email, "#email")]
    [InlineData("99someone@mail.example", TokenKind.Email, "#email")]
    [InlineData("@some_one.99", TokenKind.Handle, "#handle")]
    [InlineData("YF12", TokenKind.Word, "#code")]
    [InlineData("8L", TokenKind.Word, "#code")]
    [InlineData("999", TokenKind.Word, "999")]
    [InlineData("34yo", TokenKind.Word, "#age")]
    [InlineData("34 yo", TokenKind.Word, "#age")]
    [InlineData("34 y/o", TokenKind.Word, "#age")]
    [InlineData("aged 34", TokenKind.Word, "#age")]
    [InlineData("Age: 34", TokenKind.Word, "#age")]
    [InlineData("34 years old", TokenKind.Word, "#age")]
    [InlineData("34yrs old", TokenKind.Word, "#age")]
    [InlineData("34-year-old", TokenKind.Word, "#age")]
    [InlineData("34 years of age", TokenKind.Word, "#age")]
    [InlineData("thirty four year old", TokenKind.Word, "#age")]
    [InlineData("30s", TokenKind.Word, "#age")]
    public void Tokenize_OneThing_IsOneTokenOverAllItsCharacters(string text, TokenKind kind, string expected)
    {
        var buffer = Read($"then {text}, then");

        Assert.Equal(3, buffer.Count);
        Assert.Equal((kind, expected), (buffer.Tokens[1].Kind, buffer.TextOf(buffer.Tokens[1]).ToString()));
        Assert.Equal(new TextSpan("then ".Length, text.Length), buffer.Tokens[1].Span);
    }

    [Theory]
    [InlineData("Lowther (34) said", "lowther #age said")]
    [InlineData("called (3) times", "called #few times")]
    [InlineData("old friend of old", "old friend of old")]
    [InlineData("at the age of consent", "at the age of consent")]
    [InlineData("two years of messages", "#two years of messages")]
    [InlineData("Miss Smith and Mrs Smith", "mr smith and mr smith")]
    [InlineData("Miss you, I miss you", "miss you i miss you")]
    [InlineData("at 2130 2 males", "at #thousands #two people")]
    [InlineData("meet @ home @... @", "meet home")]
    [InlineData("a@b no address", "a #handle no address")]
    public void Tokenize_Neighbours_AreNotTakenForMore(string text, string expected) => Assert.Equal(expected, Words(text));

    [Fact]
    public void Tokenize_MixedNarrative_EverySpanIsWhatWasTyped()
    {
        const string text = "IP (34yo) rec'd 143 msgs from @night_owl, o/s H/A at 20:15 he's said “don’t” £40 a.b@mail.example x3.";
        var buffer = Read(text);

        var typed = buffer.Tokens.ToArray().Select(token => text.Substring(token.Span.Start, token.Span.Length));

        Assert.Equal(
            "IP 34yo rec'd 143 msgs from @night_owl o/s H/A H/A at 20:15 he's said don’t don’t £40 a.b@mail.example x3", string.Join(' ', typed));
    }

    [Theory]
    [InlineData("He came. She left.", 2)]
    [InlineData("he came. she left", 2)]
    [InlineData("HE CAME.SHE LEFT", 2)]
    [InlineData("Seen by J. Smith at 3 p.m. on Mill Rd. by e.g. Dr. Jones, approx. 40 mins", 1)]
    [InlineData("It was 3 a.m. He left", 2)]
    [InlineData("In fear? N. Threats? Y", 4)]
    [InlineData("Any threats? No. He left", 3)]
    [InlineData("He came\nand left", 1)]
    [InlineData("He came\nThen left", 2)]
    [InlineData("He came\r\n\r\nthen left", 2)]
    [InlineData("He came\r\nand left", 1)]
    [InlineData("one; two! three", 3)]
    [InlineData("wait... then left", 2)]
    [InlineData("...", 0)]
    public void Tokenize_Sentences_AreCounted(string text, int expected)
    {
        var tokens = Read(text).Tokens;

        Assert.Equal(expected, tokens.IsEmpty ? 0 : tokens[^1].Sentence + 1);
        Assert.Equal(expected, tokens.ToArray().Count(token => token.Break == TokenBreak.Sentence));
    }

    [Theory]
    [InlineData("Threats: none", 1)]
    [InlineData("Weapons - nil", 1)]
    [InlineData("Weapons- nil", 1)]
    [InlineData("threats, violence", 1)]
    [InlineData("self-harm", 0)]
    public void Tokenize_ClauseBreak_StandsBeforeTheSecondWord(string text, int clauses) =>
        Assert.Equal(clauses, Read(text).Tokens.ToArray().Count(token => token.Break == TokenBreak.Clause));

    [Fact]
    public void Tokenize_Pronoun_KeepsTheFormItWasTypedIn()
    {
        var forms = Read("he saw her, she's with him: they").Tokens.ToArray().Select(token => token.Pronoun);

        Assert.Equal(
            [PronounForm.Masculine, PronounForm.None, PronounForm.Feminine, PronounForm.Feminine, PronounForm.None, PronounForm.Masculine, PronounForm.None],
            forms);
    }

    [Theory]
    [InlineData("🔪🔪🔪", 0)]
    [InlineData("سأجدك أينما كنت", 3)]
    [InlineData("a\0b", 2)]
    [InlineData("he \uD83D said", 2)]
    [InlineData("\uDC00", 0)]
    [InlineData("", 0)]
    [InlineData("=cmd|' /C calc'!A0", 4)]
    public void Tokenize_StrangeText_GivesItsWords(string text, int expected) => Assert.Equal(expected, Read(text).Count);

    [Theory]
    [InlineData("a", 1)]
    [InlineData("1", 1)]
    [InlineData(".", 0)]
    [InlineData("\r", 0)]
    [InlineData("'", 0)]
    [InlineData("@", 0)]
    [InlineData("a'", 1)]
    [InlineData("a.", 2_000_000)]
    [InlineData("1 ", 1_000_000)]
    public void Tokenize_MegabytesOfTheSame_AreReadWhole(string sign, int most)
    {
        var buffer = Read(string.Concat(Enumerable.Repeat(sign, 2_000_000 / sign.Length)));

        Assert.InRange(buffer.Count, 0, most);
        Assert.False(buffer.IsCut);
    }

    [Fact]
    public void Tokenize_MoreWordsThanAnyNarrative_IsCutAndSaysSo()
    {
        var text = string.Concat(Enumerable.Repeat("He sat outside her house until a quarter to midnight. ", 370_000)) + "end";
        var buffer = Read(text);

        Assert.InRange(text.Length, 19_000_000, 21_000_000);
        Assert.Equal(TokenBuffer.MostTokens, buffer.Count);
        Assert.True(buffer.IsCut);
    }

    [Fact]
    public void Tokenize_AfterATextThatWasCut_IsNotCut()
    {
        var buffer = Read(string.Concat(Enumerable.Repeat("a b ", (TokenBuffer.MostTokens / 2) + 1)));
        var wasCut = buffer.IsCut;

        NarrativeTokenizer.Tokenize("a b", buffer);

        Assert.True(wasCut);
        Assert.False(buffer.IsCut);
        Assert.Equal(2, buffer.Count);
    }

    [Fact]
    public void Tokenize_AnyText_GivesOrderedSpansInsideIt() =>
        Gen.OneOf(Gen.String, Gen.String[Gen.Char["aA1 0.,/'’@£?-\n\r:xp(é\uD83D"]], OneOf(Pieces).Array[0, 12].Select(string.Concat))
            .Sample(text =>
            {
                var end = 0;
                var sentence = 0;
                var start = 0;
                foreach (ref readonly var token in Read(text).Tokens)
                {
                    Assert.True(token.Span.Start >= start && token.Span.Length > 0 && token.Span.End <= text.Length);
                    Assert.True(token.Span.Start >= end || (token.Span.Start == start && token.Span.End == end));
                    Assert.True(token.Sentence >= sentence && token.Value >= 0);
                    (start, end, sentence) = (token.Span.Start, token.Span.End, token.Sentence);
                }
            });

    [Fact]
    public void Tokenize_EveryToken_HashIsOfItsText() =>
        OneOf(Pieces).Array[0, 12].Select(string.Concat).Sample(text =>
        {
            var buffer = Read(text);
            foreach (ref readonly var token in buffer.Tokens) Assert.Equal(WordHash.Of(buffer.TextOf(token)), token.Hash);
        });

    [Fact]
    public void Tokenize_SexOfEverybodySwapped_GivesTheSameTokens() =>
        Gen.Select(OneOf(SexedPairs), OneOf("", "'s", "’s"), OneOf(" ", ", ", ". ", "-", "/", "\n"), Gen.Bool)
            .Array[1, 8]
            .Sample(parts =>
            {
                string Text(Func<(string One, string Other), string> side) => string.Concat(parts.Select(part =>
                    $"the {(part.Item4 ? side(part.Item1).ToUpperInvariant() : side(part.Item1))}{(side(part.Item1).Contains('\'') ? "" : part.Item2)} saw{part.Item3}"));

                Assert.Equal(Normalised(Text(pair => pair.One)), Normalised(Text(pair => pair.Other)));
            });

    private static readonly string[] Pieces =
        [" ", "he", "she's", "o/s", "34", "years", "old", "aged ", "x", "3", "th", "a@b.example", "@me", "£", "07700 900123", ".", "?", ",", "'", "-", "\n", "(", ")", "twenty ", "white ", "Miss A", "/"];

    private static readonly (string One, string Other)[] SexedPairs =
    [
        ("he", "she"), ("him", "her"), ("his", "her"), ("his", "hers"), ("himself", "herself"), ("man", "woman"), ("men", "women"),
        ("male", "female"), ("males", "females"), ("boy", "girl"), ("boys", "girls"), ("lad", "lass"), ("gentleman", "lady"), ("gents", "ladies"),
        ("mother", "father"), ("mothers", "fathers"), ("mum", "dad"), ("mums", "dads"), ("brother", "sister"), ("brothers", "sisters"),
        ("son", "daughter"), ("sons", "daughters"), ("uncle", "aunt"), ("uncles", "aunts"), ("nephew", "niece"), ("nephews", "nieces"),
        ("husband", "wife"), ("husbands", "wives"), ("boyfriend", "girlfriend"), ("boyfriends", "girlfriends"), ("bf", "gf"),
        ("ex-husband", "ex-wife"), ("grandad", "grandma"), ("grandfather", "grandmother"), ("grandson", "granddaughter"),
        ("stepfather", "stepmother"), ("step-son", "step-daughter"), ("Mr Smith", "Mrs Smith"), ("Mr Smith", "Ms Smith"), ("father-in-law", "mother-in-law"),
        ("landlord", "landlady"), ("policeman", "policewoman"), ("waiter", "waitress"), ("he'd", "she'd"), ("he'll", "she'll"), ("hes", "shes"),
        ("widower", "widow"), ("godfather", "godmother"), ("salesman", "saleswoman"), ("schoolboy", "schoolgirl"),
    ];

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static TokenBuffer Read(string text)
    {
        var buffer = new TokenBuffer();
        NarrativeTokenizer.Tokenize(text, buffer);
        return buffer;
    }

    private static string Words(string text)
    {
        var buffer = Read(text);
        return string.Join(' ', buffer.Tokens.ToArray().Select(token => buffer.TextOf(token).ToString()));
    }

    // All that a score can see of a text: everything but where it stands and the form of its pronouns.
    private static List<(ulong Hash, int Value, int Sentence, TokenKind Kind, TokenBreak Break)> Normalised(string text) =>
        [.. Read(text).Tokens.ToArray().Select(token => (token.Hash, token.Value, token.Sentence, token.Kind, token.Break))];
}
