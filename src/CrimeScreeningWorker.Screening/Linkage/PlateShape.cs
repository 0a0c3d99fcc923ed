namespace CrimeScreeningWorker.Screening.Linkage;

/// <summary>The forms of UK registrations.</summary>
internal enum PlateShape
{
    None,

    /// <summary>AB12 CDE, since 2001.</summary>
    Current,

    /// <summary>A123 BCD, 1983 to 2001.</summary>
    Prefix,

    /// <summary>ABC 123D, 1963 to 1983.</summary>
    Suffix,

    /// <summary>ABZ 1234.</summary>
    NorthernIrish,

    /// <summary>ABC 123 or 123 ABC, before 1963 and private plates.</summary>
    Dateless,
}

/// <summary>Tells the form of a registration typed without separators, and mends what is confused by hand and eye.</summary>
internal static class PlateShapes
{
    public const int Longest = 7;

    /// <param name="typed">Letters and digits alone, at most <see cref="Longest"/>.</param>
    /// <param name="normal">Gets the registration in capitals, the O and 0, I and 1 of its form in place; as long as <paramref name="typed"/>.</param>
    public static PlateShape Read(ReadOnlySpan<char> typed, Span<char> normal)
    {
        typed.ToUpperInvariant(normal);
        if (typed.Length == 7 && IsCurrent(normal)) return PlateShape.Current;
        var plate = normal[..typed.Length];
        var letters = Letters(plate);
        var digits = Digits(plate[letters..]);
        var tail = plate[(letters + digits)..];
        if (letters > 0 && digits > 0 && plate[letters] == '0') return PlateShape.None;
        if (letters == 1 && digits is >= 1 and <= 3 && Letters(tail) == tail.Length && tail.Length == 3)
            return plate[0] is 'I' or 'O' or 'U' or 'Z' || tail.ContainsAny('I', 'Q') ? PlateShape.None : PlateShape.Prefix;
        if (letters == 3 && digits is >= 1 and <= 3 && tail.Length == 1 && char.IsAsciiLetter(tail[0]))
            return tail[0] is 'I' or 'O' or 'Q' or 'U' or 'Z' || plate[..3].ContainsAny('I', 'Q') ? PlateShape.None : PlateShape.Suffix;
        if (letters is 2 or 3 && digits is >= 1 and <= 4 && tail.IsEmpty && plate[(letters - 2)..letters].ContainsAny('I', 'Z')) return PlateShape.NorthernIrish;
        var frontLetters = letters is >= 1 and <= 3 && digits is >= 1 and <= 4 && tail.IsEmpty;
        var frontDigits = letters == 0 && digits is >= 1 and <= 4 && tail.Length is >= 1 and <= 3 && Letters(tail) == tail.Length && plate[0] != '0';
        return plate.Length >= 4 && (frontLetters || frontDigits) ? PlateShape.Dateless : PlateShape.None;
    }

    /// <summary>Where the form has its space, counted in characters from the left.</summary>
    public static int SpaceIn(PlateShape shape, ReadOnlySpan<char> plate) => shape switch
    {
        PlateShape.Current => 4,
        PlateShape.Prefix => plate.Length - 3,
        PlateShape.Suffix => 3,
        _ => Letters(plate) is var letters and > 0 ? letters : Digits(plate),
    };

    /// <summary>AB12: two letters that an office gives out and the half-year.</summary>
    public static bool IsCurrentHead(ReadOnlySpan<char> head) =>
        head.Length >= 4
        && char.IsAsciiLetterUpper(head[0]) && head[0] is not ('I' or 'J' or 'Q' or 'T' or 'U' or 'Z')
        && char.IsAsciiLetterUpper(head[1]) && head[1] is not ('I' or 'Q' or 'Z')
        && char.IsAsciiDigit(head[2]) && char.IsAsciiDigit(head[3])
        && (((head[2] - '0') * 10) + head[3] - '0') is (>= 2 and < 40) or (> 50 and < 90);

    // One confusion at most, by position: "FNI7 KX0" is two slips and more likely no plate.
    private static bool IsCurrent(Span<char> plate)
    {
        var mended = 0;
        Span<char> mend = stackalloc char[7];
        plate[..7].CopyTo(mend);
        foreach (var letter in (ReadOnlySpan<int>)[0, 1, 4, 5, 6]) Mend(ref mend[letter], '0', 'O', ref mended);
        foreach (var digit in (ReadOnlySpan<int>)[2, 3])
        {
            Mend(ref mend[digit], 'O', '0', ref mended);
            Mend(ref mend[digit], 'I', '1', ref mended);
        }

        if (mended > 1 || !IsCurrentHead(mend) || Letters(mend[4..]) != 3 || mend[4..].ContainsAny('I', 'Q')) return false;
        mend.CopyTo(plate);
        return true;
    }

    private static void Mend(ref char c, char from, char to, ref int mended)
    {
        if (c != from) return;
        c = to;
        mended++;
    }

    private static int Letters(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('A', 'Z');
        return end < 0 ? text.Length : end;
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }
}
