using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.TextModel;

/// <summary>What runs of words ask of a word, remembered: most words of a narrative stood in the ones before. For one thread.</summary>
/// <remarks>Of fixed size: a word takes the place of another that falls on the same slot, and is looked up again when it is met next.</remarks>
internal sealed class WordTraits(WordClasses classes)
{
    private const int Slots = 1 << 13;

    // What turns the words behind it in any English text, and what ends its reach; the rule book's cues are finer, but a book may change
    // without the model being trained again.
    private static readonly HashedWords Denying = new(
        "no", "not", "never", "nil", "none", "without", "denies", "denied", "deny", "denying", "cannot", "neither", "nor", "nothing", "nobody", "hardly");

    private static readonly HashedWords Ending = new("but", "however", "although", "though", "then", "until", "except", "instead");

    private readonly Trait[] remembered = new Trait[Slots];

    /// <summary>What a word does to the words behind it.</summary>
    internal enum Denial : byte
    {
        None,
        Begins,
        Ends,
    }

    public WordClasses Classes => classes;

    /// <summary>The traits of a token; good until the next question.</summary>
    public ref readonly Trait Of(TokenBuffer buffer, in Token token)
    {
        ref var trait = ref remembered[token.Hash & (Slots - 1)];
        if (trait.Word == token.Hash && trait.Kind == token.Kind && trait.IsKnown) return ref trait;
        var denial = Denying.Contains(token.Hash) ? Denial.Begins : Ending.Contains(token.Hash) ? Denial.Ends : Denial.None;
        trait = new Trait(token.Hash, classes.Of(buffer, token), token.Kind, denial, IsKnown: true);
        return ref trait;
    }

    /// <param name="Class">The hash under which the word stands in runs of words.</param>
    internal readonly record struct Trait(ulong Word, ulong Class, TokenKind Kind, Denial Denial, bool IsKnown);
}
