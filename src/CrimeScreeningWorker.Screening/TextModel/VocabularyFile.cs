using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace CrimeScreeningWorker.Screening.TextModel;

/// <summary>
/// <c>vocabulary.bin</c>: what scoring needs and ML.NET's file does not hold or is slow to give. Little-endian: the letters
/// <c>CSWV</c>, format, number of word features, number of character features, bias; then by feature all hashes, all inverse document
/// frequencies, all weights.
/// </summary>
internal static class VocabularyFile
{
    private const uint Magic = 0x56575343;
    private const int Format = 1;
    private const int HeadLength = 20;
    private const int FeatureLength = sizeof(ulong) + (2 * sizeof(float));

    public static byte[] Write(CompiledTextModel model)
    {
        var vocabulary = model.Vocabulary;
        var bytes = new byte[HeadLength + (vocabulary.Count * FeatureLength)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), Format);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), vocabulary.WordCount);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), vocabulary.Count - vocabulary.WordCount);
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(16), (float)model.Bias);
        var rest = bytes.AsSpan(HeadLength);
        Put(vocabulary.Hashes, ref rest);
        Put(vocabulary.Idf, ref rest);
        Put(model.Weights, ref rest);
        return bytes;
    }

    /// <exception cref="ModelException">Not a vocabulary file, of another format, or cut short.</exception>
    public static CompiledTextModel Read(ReadOnlySpan<byte> bytes, TextFeatureOptions options)
    {
        if (bytes.Length < HeadLength || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic)
            throw new ModelException("The model's vocabulary.bin is not a vocabulary file.");
        var format = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        if (format != Format) throw new ModelException($"The model's vocabulary.bin has format {format}, this program reads format {Format}.");
        var words = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        var characters = BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]);
        var bias = BinaryPrimitives.ReadSingleLittleEndian(bytes[16..]);
        var expected = HeadLength + (((long)words + characters) * FeatureLength);
        if (words < 0 || characters < 0 || bytes.Length != expected)
            throw new ModelException($"The model's vocabulary.bin has {bytes.Length} bytes, its head promises {expected}.");

        var rest = bytes[HeadLength..];
        var hashes = Take<ulong>(words + characters, ref rest);
        var idf = Take<float>(words + characters, ref rest);
        var weights = Take<float>(words + characters, ref rest);
        if (!float.IsFinite(bias) || weights.Any(weight => !float.IsFinite(weight)) || idf.Any(value => !(value > 0) || !float.IsFinite(value)))
            throw new ModelException("The model's vocabulary.bin holds a weight that is not a number.");
        return new CompiledTextModel(new Vocabulary(hashes, idf, words), weights, bias, options);
    }

    private static void Put<T>(ReadOnlySpan<T> values, ref Span<byte> rest)
        where T : unmanaged
    {
        RefuseBigEndian();
        var bytes = MemoryMarshal.AsBytes(values);
        bytes.CopyTo(rest);
        rest = rest[bytes.Length..];
    }

    private static T[] Take<T>(int count, ref ReadOnlySpan<byte> rest)
        where T : unmanaged
    {
        RefuseBigEndian();
        var values = new T[count];
        var bytes = MemoryMarshal.AsBytes(values.AsSpan());
        rest[..bytes.Length].CopyTo(bytes);
        rest = rest[bytes.Length..];
        return values;
    }

    private static void RefuseBigEndian()
    {
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("Model files are read on little-endian machines only.");
    }
}
