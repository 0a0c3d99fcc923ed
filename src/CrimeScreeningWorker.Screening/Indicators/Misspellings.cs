using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Indicators;

/// <summary>
/// The slips of a hand at a keyboard: a letter left out or typed twice, two letters swapped, one vowel for another. Only words that the
/// book names for it are looked for so, because many a slip is a word of its own ("treats" for "threats").
/// </summary>
internal static class Misspellings
{
    /// <summary>Shorter words are too like others.</summary>
    public const int Shortest = 6;

    private const string Vowels = "aeiou";

    /// <summary>Every slip of one word, its first letter always right; the same one may come twice.</summary>
    public static IEnumerable<ulong> Of(string word)
    {
        for (var i = 1; i < word.Length; i++)
        {
            var (before, behind) = (word[..i], word[(i + 1)..]);
            yield return WordHash.Of(before + behind);
            yield return WordHash.Of(before + word[i] + word[i] + behind);
            if (i + 1 < word.Length) yield return WordHash.Of(before + word[i + 1] + word[i] + word[(i + 2)..]);
            if (!Vowels.Contains(word[i])) continue;
            foreach (var vowel in Vowels) yield return WordHash.Of(before + vowel + behind);
        }
    }
}
