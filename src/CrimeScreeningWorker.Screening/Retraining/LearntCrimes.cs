using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace CrimeScreeningWorker.Screening.Retraining;

/// <summary>From which crimes a model learnt: a file beside it, so that later it is judged on people alone whom it has not seen.</summary>
/// <remarks>Eight bytes of SHA-256 over each reference, in ascending order: the file tells of a known reference whether it is there, and lists none.</remarks>
public sealed class LearntCrimes
{
    /// <summary>Name in the model folder. A model without it learnt from nothing but the shipped corpus.</summary>
    public const string FileName = "learnt.bin";

    private const int HashLength = sizeof(ulong);

    private readonly FrozenSet<ulong> hashes;

    private LearntCrimes(IEnumerable<ulong> hashes) => this.hashes = hashes.ToFrozenSet();

    public int Count => hashes.Count;

    public static LearntCrimes Of(IEnumerable<CrimeKey> crimes)
    {
        ArgumentNullException.ThrowIfNull(crimes);
        return new LearntCrimes(crimes.Select(HashOf));
    }

    /// <exception cref="InvalidDataException">The bytes are no such file.</exception>
    public static LearntCrimes FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length % HashLength != 0) throw new InvalidDataException($"{FileName} has {bytes.Length} bytes, which is no multiple of {HashLength}.");
        var read = new ulong[bytes.Length / HashLength];
        for (var i = 0; i < read.Length; i++) read[i] = BinaryPrimitives.ReadUInt64BigEndian(bytes[(i * HashLength)..]);
        return new LearntCrimes(read);
    }

    public bool Contains(CrimeKey crime) => hashes.Contains(HashOf(crime));

    /// <summary>The same crimes always give the same bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[hashes.Count * HashLength];
        var at = 0;
        foreach (var hash in hashes.Order())
        {
            BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(at), hash);
            at += HashLength;
        }

        return bytes;
    }

    private static ulong HashOf(CrimeKey crime) =>
        BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{crime.ForceCode}\n{crime.CrimeReference}")));
}
