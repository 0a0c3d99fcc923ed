using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Text;
using CsCheck;

namespace CrimeScreeningWorker.Screening.Tests.Scoring;

public sealed class CrimeReadingCodecTests
{
    private static readonly Gen<TextSpan> Spans = Gen.Select(Gen.Int[0, 20_000_000], Gen.Int[0, 300], (start, length) => new TextSpan(start, length));

    private static readonly Gen<TextSpan?> MaybeSpans = Gen.Select(Gen.Bool, Spans, (there, span) => there ? span : (TextSpan?)null);

    private static readonly Gen<IndicatorHit> Hits = Gen.Select(
        Gen.String[Gen.Char["ABCXYZ_019"], 1, 20], MaybeSpans, Gen.Enum<Polarity>(), MaybeSpans, Gen.Int[0, 5000],
        (code, span, polarity, cue, sentence) => new IndicatorHit(code, span, polarity, cue, sentence));

    private static readonly Gen<TextIdentifier> Identifiers = Gen.Select(
        Gen.Enum<IdentifierKind>(), Gen.String[Gen.Char["+0123456789@.aé漢"], 0, 40], Spans, (kind, value, span) => new TextIdentifier(kind, value, span));

    private static readonly Gen<NarrativeFact> Facts = Gen.Select(
        Gen.Enum<FactKind>(), Gen.String[Gen.Char["abcxyz-0123456789"], 1, 12], Spans, Gen.Int[1, 100], Gen.Enum<Polarity>(),
        (kind, value, span, percent, stated) => new NarrativeFact(kind, value, span, percent / 100.0, stated));

    private static readonly Gen<CrimeReading> Readings = Gen.Select(
        Gen.Double, Hits.Array[0, 30], Identifiers.Array[0, 5], Gen.Int[0, 4_000_000], Facts.Array[0, 20],
        (logit, hits, identifiers, words, facts) => new CrimeReading(logit, [.. hits], [.. identifiers], words) { Facts = [.. facts] });

    [Fact]
    public void FromBytes_OfWhatWasWritten_GivesTheSameReading() => Readings.Sample(reading =>
    {
        var read = CrimeReadingCodec.FromBytes(CrimeReadingCodec.ToBytes(reading));
        return read.TextLogit.Equals(reading.TextLogit) && read.Words == reading.Words
            && read.Hits.SequenceEqual(reading.Hits) && read.Identifiers.SequenceEqual(reading.Identifiers) && read.Facts.SequenceEqual(reading.Facts);
    });

    [Fact]
    public void FromBytes_OfVersionOne_GivesWhatItHoldsAndIsStale()
    {
        // As a program of version 1 wrote it for thirty words with one telephone number.
        var bytes = Convert.FromHexString("0168E2215D2B2302C01E0001000D2B3434373730303930303237311F0C");

        var reading = CrimeReadingCodec.FromBytes(bytes);

        Assert.Equal(new TextIdentifier(IdentifierKind.Phone, "+447700900271", new TextSpan(31, 12)), Assert.Single(reading.Identifiers));
        Assert.Equal((30, 0, 0), (reading.Words, reading.Hits.Length, reading.Facts.Length));
        Assert.True(CrimeReadingCodec.IsStale(bytes));
        Assert.False(CrimeReadingCodec.IsStale(CrimeReadingCodec.ToBytes(reading)));
    }

    [Fact]
    public void FromBytes_CutShort_SaysThatItIsDamaged()
    {
        var bytes = CrimeReadingCodec.ToBytes(Usual);
        for (var length = 0; length < bytes.Length; length++)
            Assert.Throws<InvalidDataException>(() => CrimeReadingCodec.FromBytes(bytes[..length]));
    }

    [Fact]
    public void FromBytes_OfALaterVersion_SaysWhichItKnows()
    {
        var bytes = CrimeReadingCodec.ToBytes(Usual);
        bytes[0] = 9;

        Assert.Contains("version 9", Assert.Throws<InvalidDataException>(() => CrimeReadingCodec.FromBytes(bytes)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToBytes_OfAUsualReading_IsSmall() => Assert.InRange(CrimeReadingCodec.ToBytes(Usual).Length, 20, 80);

    private static CrimeReading Usual { get; } = new(
        -1.25,
        [new IndicatorHit("LOITER", new TextSpan(300, 12), Polarity.Denied, new TextSpan(290, 6), 2), new IndicatorHit("DA_FLAG", null, Polarity.Affirmed, null, 0)],
        [new TextIdentifier(IdentifierKind.Phone, "+447700900123", new TextSpan(40, 12))],
        Words: 180);
}
