using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Indicators;

/// <summary>
/// Gives every token the symbol under which the automaton knows it. A symbol stands for all that phrases can ask of a
/// token: a word that phrases name, otherwise the longest stem it begins with, a stretch of numbers, or a kind.
/// </summary>
/// <remarks>
/// The longest stem is enough, because every shorter stem of the same word begins the longest one, too.
/// </remarks>
internal sealed class TokenSymbols
{
    /// <summary>The symbol of a token that no phrase asks for.</summary>
    public const int None = 0;

    private const int ShortestStem = 3;

    private readonly Dictionary<ulong, int> words = [];
    private readonly Dictionary<ulong, int> stems = [];
    private readonly Dictionary<ulong, int> slips = [];
    private readonly List<int> numberStarts = [0];
    private readonly int firstNumber;
    private readonly int firstKind;
    private readonly int longestStem;

    // Stems by a hash of their first three letters: most words begin none, and need no look-up to know it.
    private readonly bool[] beginnings = new bool[1 << 12];

    /// <param name="atoms">All that phrases ask of tokens; an atom is named by its place here.</param>
    /// <param name="misspelt">Words that are known by their <see cref="Misspellings"/>, too.</param>
    public TokenSymbols(IReadOnlyList<Atom> atoms, IEnumerable<string> misspelt)
    {
        var next = None + 1;
        var meaning = new List<(AtomKind Kind, string Text, int From)> { (AtomKind.Kind, "", -1) };
        foreach (var atom in atoms)
        {
            if (atom.Kind != AtomKind.Word || !words.TryAdd(WordHash.Of(atom.Text), next)) continue;
            meaning.Add((AtomKind.Word, atom.Text, 0));
            next++;
        }

        foreach (var atom in atoms)
        {
            if (atom.Kind != AtomKind.Stem || !stems.TryAdd(WordHash.Of(atom.Text), next)) continue;
            meaning.Add((AtomKind.Stem, atom.Text, 0));
            beginnings[BeginningOf(atom.Text)] = true;
            longestStem = Math.Max(longestStem, atom.Text.Length);
            next++;
        }

        foreach (var atom in atoms)
        {
            if (atom.Kind != AtomKind.Number) continue;
            numberStarts.Add(atom.From);
            if (atom.To < int.MaxValue) numberStarts.Add(atom.To + 1);
        }

        numberStarts = [.. numberStarts.Distinct().Order()];
        firstNumber = next;
        foreach (var start in numberStarts) meaning.Add((AtomKind.Number, "", start));
        next += numberStarts.Count;
        firstKind = next;
        foreach (var kind in Enum.GetValues<TokenKind>()) meaning.Add((AtomKind.Kind, "", (int)kind));
        Count = meaning.Count;
        if (Count > ushort.MaxValue) throw new RuleBookException("The rule book names more than 65,000 words, too many to be compiled.");
        foreach (var word in misspelt)
        {
            // Where no phrase asks for the word, there is nothing to be known.
            var symbol = OfWord(WordHash.Of(word), word);
            if (symbol == None) continue;
            foreach (var slip in Misspellings.Of(word)) slips.TryAdd(slip, symbol);
        }

        // In the order of their letters, words that begin alike stand together.
        var lettered = Enumerable.Range(1, meaning.Count - 1).Where(symbol => meaning[symbol].Kind is AtomKind.Word or AtomKind.Stem)
            .OrderBy(symbol => meaning[symbol].Text, StringComparer.Ordinal).ToArray();
        Of = new int[atoms.Count][];
        for (var atom = 0; atom < Of.Length; atom++) Of[atom] = SymbolsOf(atoms[atom], meaning, lettered);
    }

    /// <summary>Number of symbols, <see cref="None"/> included.</summary>
    public int Count { get; }

    /// <summary>The symbols that fulfil each atom, in ascending order.</summary>
    public int[][] Of { get; }

    /// <summary>The symbol of a token that is not a word.</summary>
    public int OfOther(in Token token)
    {
        if (token.Kind != TokenKind.Number) return firstKind + (int)token.Kind;
        var found = numberStarts.BinarySearch(token.Value);
        return firstNumber + (found >= 0 ? found : ~found - 1);
    }

    /// <summary>The symbol of a word; costs as many look-ups as the word has letters, so readers keep what they were told.</summary>
    public int OfWord(ulong hash, ReadOnlySpan<char> word)
    {
        if (words.TryGetValue(hash, out var symbol)) return symbol;
        if (word.Length < ShortestStem || slips.TryGetValue(hash, out symbol) || !beginnings[BeginningOf(word)]) return symbol;
        var state = WordHash.Seed;
        for (var length = 1; length <= Math.Min(word.Length, longestStem); length++)
        {
            state = WordHash.Step(state, word[length - 1]);
            if (length >= ShortestStem && stems.TryGetValue(WordHash.Finish(state), out var stem)) symbol = stem;
        }

        return symbol;
    }

    private static int BeginningOf(ReadOnlySpan<char> word) => ((word[0] * 961) + (word[1] * 31) + word[2]) & 0xFFF;

    private int[] SymbolsOf(Atom atom, List<(AtomKind Kind, string Text, int From)> meaning, int[] lettered)
    {
        return atom.Kind switch
        {
            AtomKind.Word => [words[WordHash.Of(atom.Text)]],
            AtomKind.Stem => [.. BeginningWith(atom.Text).Order()],
            AtomKind.Number => [.. Enumerable.Range(firstNumber, numberStarts.Count).Where(symbol => meaning[symbol].From >= atom.From && meaning[symbol].From <= atom.To)],
            _ => [.. Enumerable.Range(firstKind, meaning.Count - firstKind).Where(symbol => meaning[symbol].From == atom.From)],
        };

        IEnumerable<int> BeginningWith(string stem)
        {
            var (low, high) = (0, lettered.Length);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (string.CompareOrdinal(meaning[lettered[middle]].Text, stem) < 0) low = middle + 1;
                else high = middle;
            }

            return lettered.Skip(low).TakeWhile(symbol => meaning[symbol].Text.StartsWith(stem, StringComparison.Ordinal));
        }
    }
}
