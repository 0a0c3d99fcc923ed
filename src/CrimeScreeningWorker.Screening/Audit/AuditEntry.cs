using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Screening.Audit;

/// <summary>The processing operations of which section 62 of the Data Protection Act 2018 asks for a log.</summary>
public enum AuditKind
{
    Collection,
    Alteration,
    Consultation,

    /// <summary>Something was handed to somebody; transfers are among these.</summary>
    Disclosure,

    /// <summary>Records were joined, or a person said that they belong together or do not.</summary>
    Combination,

    Erasure,
}

/// <summary>An act that the audit log keeps itself.</summary>
/// <param name="What">Counts, names of runs and files. Never a narrative, a person of a crime, or an identifier.</param>
public sealed record AuditAct(AuditKind Kind, DateTimeOffset At, string Actor, string Role, string What, string? Reason)
{
    /// <summary>Null where it is not about one crime.</summary>
    public CrimeKey? Crime { get; init; }

    /// <summary>To whom something was disclosed; null where nothing was.</summary>
    public string? Recipient { get; init; }

    /// <summary>SHA-256, in hexadecimal digits, of what the act was about; null: nothing that could be taken again.</summary>
    public string? Digest { get; init; }
}

/// <summary>An entry as it is chained: an act of its own, or the place of a row of another table.</summary>
internal sealed record AuditEntry
{
    public long Seq { get; init; }
    public string? At { get; init; }
    public string Kind { get; init; } = "";
    public string? Actor { get; init; }
    public string? Role { get; init; }
    public string? What { get; init; }
    public string? ForceCode { get; init; }
    public string? CrimeReference { get; init; }
    public string? Recipient { get; init; }
    public string? Reason { get; init; }
    public string? Source { get; init; }
    public long? SourceRow { get; init; }
    public string? Digest { get; init; }
    public string Previous { get; init; } = "";
    public string Hash { get; init; } = "";

    public static AuditEntry Of(AuditAct act) => new()
    {
        At = StoreTime.ToText(act.At),
        Kind = KindText(act.Kind),
        Actor = act.Actor,
        Role = act.Role,
        What = act.What,
        ForceCode = act.Crime?.ForceCode,
        CrimeReference = act.Crime?.CrimeReference,
        Recipient = act.Recipient,
        Reason = act.Reason,
        Digest = act.Digest,
    };

    /// <summary>This act as the entry that follows another.</summary>
    /// <param name="previous">Hash of the entry before; empty: there is none.</param>
    public AuditEntry After(long seq, string previous)
    {
        var placed = this with { Seq = seq, Previous = previous };
        return placed with { Hash = placed.ComputeHash() };
    }

    /// <summary>SHA-256 over the entry before it and every field of this one, in hexadecimal digits.</summary>
    public string ComputeHash() => CanonicalHash.Of(
        Previous, Seq, At, Kind, Actor, Role, What, ForceCode, CrimeReference, Recipient, Reason, Source, SourceRow, Digest);

    public static string KindText(AuditKind kind) => kind switch
    {
        AuditKind.Collection => "collection",
        AuditKind.Alteration => "alteration",
        AuditKind.Consultation => "consultation",
        AuditKind.Disclosure => "disclosure",
        AuditKind.Combination => "combination",
        AuditKind.Erasure => "erasure",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind of the audit log."),
    };
}

/// <summary>
/// One hash for a list of values, whatever database they come from. Each value is written as its length in bytes (four, little-endian; all ones for
/// none) and its UTF-8 text, numbers by the invariant culture, so that no two lists are written alike.
/// </summary>
internal static class CanonicalHash
{
    public static string Of(params IEnumerable<object?> values)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var value in values)
        {
            var bytes = value is null or DBNull ? null : Encoding.UTF8.GetBytes(Text(value));
            BinaryPrimitives.WriteInt32LittleEndian(length, bytes?.Length ?? -1);
            hash.AppendData(length);
            if (bytes is not null) hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Text(object value) => value switch
    {
        string text => text,
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"A value of {value.GetType().Name} cannot be hashed.", nameof(value)),
    };
}
