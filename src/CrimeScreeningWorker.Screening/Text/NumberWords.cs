namespace CrimeScreeningWorker.Screening.Text;

/// <summary>Numbers as words and the coarse classes under which the text model sees them.</summary>
internal static class NumberWords
{
    private static readonly (string Word, int Value)[] Pairs =
    [
        ("zero", 0), ("one", 1), ("two", 2), ("three", 3), ("four", 4), ("five", 5), ("six", 6), ("seven", 7), ("eight", 8),
        ("nine", 9), ("ten", 10), ("eleven", 11), ("twelve", 12), ("thirteen", 13), ("fourteen", 14), ("fifteen", 15), ("sixteen", 16),
        ("seventeen", 17), ("eighteen", 18), ("nineteen", 19), ("twenty", 20), ("thirty", 30), ("forty", 40), ("fourty", 40),
        ("fifty", 50), ("sixty", 60), ("seventy", 70), ("eighty", 80), ("ninety", 90), ("hundred", 100), ("hundreds", 200),
        ("dozen", 12), ("dozens", 24), ("thousand", 1000), ("thousands", 2000),
    ];

    public static IReadOnlyList<(string Word, int Value)> All => Pairs;

    /// <summary>The number words that begin with <paramref name="stem"/>: they are numbers in the text, where a stem would not find them.</summary>
    public static IEnumerable<(string Word, int Value)> StartingWith(string stem) =>
        Pairs.Where(pair => pair.Word.StartsWith(stem, StringComparison.Ordinal));

    /// <summary>"one", "#two", "#few" … : how many matters, 143 or 144 does not.</summary>
    public static string ClassOf(int value) => value switch
    {
        0 => "#zero",
        1 => "one",
        2 => "#two",
        <= 5 => "#few",
        <= 12 => "#several",
        < 100 => "#dozens",
        < 1000 => "#hundreds",
        _ => "#thousands",
    };
}
