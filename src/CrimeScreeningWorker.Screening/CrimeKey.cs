namespace CrimeScreeningWorker.Screening;

/// <summary>The key of a crime: a force's short code and that force's crime number.</summary>
public readonly record struct CrimeKey(string ForceCode, string CrimeReference) : IComparable<CrimeKey>
{
    /// <summary>Ordinal, by force and then by reference: the tie-breaker of every order in the product.</summary>
    public int CompareTo(CrimeKey other)
    {
        var byForce = string.CompareOrdinal(ForceCode, other.ForceCode);
        return byForce != 0 ? byForce : string.CompareOrdinal(CrimeReference, other.CrimeReference);
    }

    public override string ToString() => $"{ForceCode} {CrimeReference}";

    public static bool operator <(CrimeKey left, CrimeKey right) => left.CompareTo(right) < 0;

    public static bool operator <=(CrimeKey left, CrimeKey right) => left.CompareTo(right) <= 0;

    public static bool operator >(CrimeKey left, CrimeKey right) => left.CompareTo(right) > 0;

    public static bool operator >=(CrimeKey left, CrimeKey right) => left.CompareTo(right) >= 0;
}
