using System.Collections.Immutable;
using System.Text;
using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Scoring;

/// <summary>
/// The bytes a reading is kept as: a version byte, the text log odds, the words, then hits, identifiers and facts with their spans. Numbers are
/// of variable length and text is UTF-8, so that the reading of a usual narrative takes one to two hundred bytes.
/// </summary>
internal static class CrimeReadingCodec
{
    private const byte Version = 2;

    /// <summary>Before facts were read: what it holds is good, and what it lacks must be read.</summary>
    private const byte WithoutFacts = 1;

    /// <summary>Grain of a kept confidence.</summary>
    private const double Percent = 100;

    /// <summary>Whether an earlier program wrote these bytes, so that the narrative has to be read again for what it did not look for.</summary>
    public static bool IsStale(byte[] bytes) => bytes.Length > 0 && bytes[0] < Version;

    public static byte[] ToBytes(CrimeReading reading)
    {
        using var bytes = new MemoryStream(256);
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(Version);
        writer.Write(reading.TextLogit);
        writer.Write7BitEncodedInt(reading.Words);
        writer.Write7BitEncodedInt(reading.Hits.Length);
        foreach (var hit in reading.Hits)
        {
            writer.Write(hit.Code);
            // Low bits say which of the two spans follow, the rest is the polarity.
            writer.Write((byte)(((int)hit.Polarity << 2) | (hit.Span is null ? 0 : 1) | (hit.Cue is null ? 0 : 2)));
            writer.Write7BitEncodedInt(hit.Sentence);
            if (hit.Span is { } span) Write(writer, span);
            if (hit.Cue is { } cue) Write(writer, cue);
        }

        writer.Write7BitEncodedInt(reading.Identifiers.Length);
        foreach (var identifier in reading.Identifiers)
        {
            writer.Write((byte)identifier.Kind);
            writer.Write(identifier.Value);
            Write(writer, identifier.Span);
        }

        writer.Write7BitEncodedInt(reading.Facts.Length);
        foreach (var fact in reading.Facts)
        {
            writer.Write((byte)fact.Kind);
            writer.Write(fact.Value);
            writer.Write((byte)Math.Round(fact.Confidence * Percent));
            writer.Write((byte)fact.Stated);
            Write(writer, fact.Span);
        }

        writer.Flush();
        return bytes.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are cut short, or of a version that this program does not know.</exception>
    public static CrimeReading FromBytes(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        try
        {
            var version = reader.ReadByte();
            if (version is not (Version or WithoutFacts)) throw new InvalidDataException($"A reading of version {version} was found; this program knows version {Version}.");
            var logit = reader.ReadDouble();
            var words = reader.Read7BitEncodedInt();
            var hits = ReadMany(reader, ReadHit);
            var identifiers = ReadMany(reader, ReadIdentifier);
            return new CrimeReading(logit, hits, identifiers, words) { Facts = version == WithoutFacts ? [] : ReadMany(reader, ReadFact) };
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException($"A reading of {bytes.Length} bytes is cut short.", e);
        }
        catch (FormatException e)
        {
            throw new InvalidDataException($"A reading of {bytes.Length} bytes is damaged.", e);
        }
    }

    private static IndicatorHit ReadHit(BinaryReader reader)
    {
        // Of some hundred codes that are; a back-scan holds millions of hits.
        var code = string.Intern(reader.ReadString());
        var form = reader.ReadByte();
        var sentence = reader.Read7BitEncodedInt();
        TextSpan? span = (form & 1) != 0 ? ReadSpan(reader) : null;
        TextSpan? cue = (form & 2) != 0 ? ReadSpan(reader) : null;
        return new IndicatorHit(code, span, (Polarity)(form >> 2), cue, sentence);
    }

    private static TextIdentifier ReadIdentifier(BinaryReader reader)
    {
        var kind = (IdentifierKind)reader.ReadByte();
        return new TextIdentifier(kind, reader.ReadString(), ReadSpan(reader));
    }

    private static NarrativeFact ReadFact(BinaryReader reader)
    {
        var (kind, value) = ((FactKind)reader.ReadByte(), reader.ReadString());
        var (confidence, stated) = (reader.ReadByte() / Percent, (Polarity)reader.ReadByte());
        return new NarrativeFact(kind, value, ReadSpan(reader), confidence, stated);
    }

    private static ImmutableArray<T> ReadMany<T>(BinaryReader reader, Func<BinaryReader, T> read)
    {
        var count = reader.Read7BitEncodedInt();
        if (count < 0 || count > reader.BaseStream.Length) throw new InvalidDataException($"A reading says it holds {count} parts, more than its bytes.");
        var parts = ImmutableArray.CreateBuilder<T>(count);
        for (var i = 0; i < count; i++) parts.Add(read(reader));
        return parts.MoveToImmutable();
    }

    private static void Write(BinaryWriter writer, TextSpan span)
    {
        writer.Write7BitEncodedInt(span.Start);
        writer.Write7BitEncodedInt(span.Length);
    }

    private static TextSpan ReadSpan(BinaryReader reader) => new(reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt());
}
