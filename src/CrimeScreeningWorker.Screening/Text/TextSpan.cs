namespace CrimeScreeningWorker.Screening.Text;

/// <summary>A run of UTF-16 characters of a narrative: <see cref="Start"/> included, <see cref="End"/> not.</summary>
public readonly record struct TextSpan(int Start, int Length)
{
    public int End => Start + Length;

    public bool Overlaps(TextSpan other) => Start < other.End && other.Start < End;

    public static TextSpan Between(int start, int end) => new(start, end - start);
}
