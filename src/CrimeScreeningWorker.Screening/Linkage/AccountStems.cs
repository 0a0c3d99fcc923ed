namespace CrimeScreeningWorker.Screening.Linkage;

/// <summary>What is left of an account name when digits, signs and letters put for letters are taken away: <c>marlow_fen88</c> and <c>marl0w.fen89</c> are alike.</summary>
internal static class AccountStems
{
    /// <summary>Shorter stems are first names and everyday words.</summary>
    public const int Shortest = 6;

    /// <summary>From here on hardly two people hit upon the same by chance.</summary>
    public const int Telling = 9;

    /// <summary>Null for a name whose stem tells nothing.</summary>
    public static string? Of(ReadOnlySpan<char> handle)
    {
        Span<char> stem = stackalloc char[handle.Length];
        var length = 0;
        for (var i = 0; i < handle.Length; i++)
        {
            // A figure between letters stands for a letter; at the end it counts.
            var inside = i > 0 && i + 1 < handle.Length && char.IsAsciiLetter(handle[i - 1]) && char.IsAsciiLetter(handle[i + 1]);
            var c = char.ToLowerInvariant(handle[i]);
            if (inside) c = c switch { '0' => 'o', '1' => 'i', '3' => 'e', '4' => 'a', '5' => 's', '7' => 't', _ => c };
            if (char.IsAsciiLetterLower(c)) stem[length++] = c;
        }

        return length >= Shortest ? stem[..length].ToString() : null;
    }
}
