using System.Diagnostics;
using CrimeScreeningWorker.Screening.Linkage;
using CsCheck;

namespace CrimeScreeningWorker.Screening.Tests.Linkage;

public sealed class IdentifierExtractorTests
{
    // Pieces that start, end and confuse every kind of identifier.
    private static readonly string[] Pieces =
    [
        "07700", " 900123", "+44", "(0)", "0044", "@", "[at]", "(at)", ".example", "kaz", "_", ".", "-", " ", "'", "plate ", "ending ", "FN17", " KXO", "KFU",
        "insta ", "account ", "?", "*", "é", "😀", "\n", "user ", "1", "ABC ", "123D", "part ", "reg ", "something", "\u0000", "\uD800", ",", "£", "/", "from ",
    ];

    private readonly IdentifierExtractor extractor = new(new LinkageOptions());

    [Fact]
    public void Extract_AllKinds_GivesThemInTheOrderOfTheText()
    {
        const string narrative = "Van FN17 KXO o/s H/A, then text from 07700 900123 and @kel_rose, later kaz@mail.example";

        Assert.Equal(
            [IdentifierKind.Vehicle, IdentifierKind.Phone, IdentifierKind.Handle, IdentifierKind.Email],
            extractor.Extract(narrative).Select(found => found.Kind));
    }

    [Fact]
    public void Extract_SameNumberTwice_GivesBothSpans()
    {
        var found = extractor.Extract("07700 900123, and again 07700900123");

        Assert.Equal([0, 24], found.Select(one => one.Span.Start));
        Assert.Equal(found[0].Value, found[1].Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Flower rota row at a parish church. No fear of anything.")]
    [InlineData("😀😀😀")]
    [InlineData("هو ينتظر خارج منزلها كل ليلة")]
    [InlineData("٠٧٧٠٠ ٩٠٠١٢٣")]
    public void Extract_NothingToFind_GivesNothing(string narrative) => Assert.Empty(extractor.Extract(narrative));

    [Fact]
    public void Extract_Null_Throws() => Assert.Throws<ArgumentNullException>(() => extractor.Extract(null!));

    [Fact]
    public void Extract_AnyText_GivesSpansInRangeInOrderWithValues()
    {
        var mixed = Gen.OneOf(Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]), Gen.String[0, 4]).Array[0, 40].Select(string.Concat);
        mixed.Sample(
            narrative =>
            {
                var end = 0;
                foreach (var found in extractor.Extract(narrative))
                {
                    Assert.InRange(found.Span.Start, end, narrative.Length - 1);
                    Assert.InRange(found.Span.Length, 1, narrative.Length - found.Span.Start);
                    Assert.False(string.IsNullOrWhiteSpace(found.Value));
                    end = found.Span.End;
                }
            },
            iter: 20_000,
            threads: 1);
    }

    // A scan that goes back over what it has read takes minutes on these; the limit leaves room for a busy machine.
    [Theory]
    [InlineData("user_1, ")]
    [InlineData("user abc1, ")]
    [InlineData("@")]
    [InlineData("a.")]
    [InlineData("0 ")]
    [InlineData("07700 900123 ")]
    [InlineData("_")]
    [InlineData("plate part ")]
    [InlineData("a@b.")]
    [InlineData("1-")]
    [InlineData("A")]
    [InlineData("(at)")]
    public void Extract_LongRunOfTheSame_TakesTimeInStepWithItsLength(string piece)
    {
        var narrative = string.Concat(Enumerable.Repeat(piece, 500_000 / piece.Length));
        var clock = Stopwatch.StartNew();

        extractor.Extract(narrative);

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }
}
