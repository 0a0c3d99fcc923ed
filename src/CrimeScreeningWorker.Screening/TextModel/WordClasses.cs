using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.TextModel;

/// <summary>
/// Reads "flat", "house" and "cottage" as one word, so that what was learnt of a flat is known of a cottage, too: forces differ in their
/// words more than in what they tell.
/// </summary>
internal sealed class WordClasses
{
    private readonly TokenSymbols? symbols;
    private readonly Dictionary<int, ulong> classes = [];

    /// <param name="lists">See <see cref="TextFeatureOptions.Classes"/>.</param>
    public WordClasses(IReadOnlyDictionary<string, string> lists)
    {
        if (lists.Count == 0) return;
        var members = lists.SelectMany(list => list.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => (Class: WordHash.Of($"{{{list.Key}}}"), Atom: word[^1] == '*' ? Atom.Stem(word[..^1]) : Atom.Word(word)))).ToList();
        symbols = new TokenSymbols([.. members.Select(member => member.Atom)], []);
        foreach (var (name, atom) in members) classes.TryAdd(symbols.OfWord(WordHash.Of(atom.Text), atom.Text), name);
    }

    /// <summary>The hash under which a token stands in runs of words: its class's, its own when it has none.</summary>
    public ulong Of(TokenBuffer tokens, in Token token) =>
        symbols is not null && token.Kind == TokenKind.Word
        && classes.TryGetValue(symbols.OfWord(token.Hash, tokens.TextOf(token)), out var name)
            ? name
            : token.Hash;
}
