using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Indicators;

internal enum AtomKind : byte
{
    /// <summary>One normalised word.</summary>
    Word,

    /// <summary>Any word that begins with it.</summary>
    Stem,

    /// <summary>A number between two bounds, both included.</summary>
    Number,

    /// <summary>A kind of token, whatever it says.</summary>
    Kind,
}

/// <summary>What a phrase asks of one token.</summary>
internal readonly record struct Atom(AtomKind Kind, string Text, int From, int To)
{
    public static Atom Word(string text) => new(AtomKind.Word, text, 0, 0);

    public static Atom Stem(string text) => new(AtomKind.Stem, text, 0, 0);

    public static Atom Number(int from, int to) => new(AtomKind.Number, "", from, to);

    public static Atom Of(TokenKind kind) => new(AtomKind.Kind, "", (int)kind, (int)kind);

    public override string ToString() => $"{Kind}:{Text}:{From}:{To}";
}

/// <summary>One element of a phrase: any of its alternatives, each one token or several in a row.</summary>
/// <param name="GapBefore">Most tokens that may stand between the element before and this one.</param>
internal sealed record PhraseElement(ImmutableArray<ImmutableArray<Atom>> Alternatives, bool Optional, int GapBefore);

/// <summary>A phrase of the rule book, read but not yet compiled.</summary>
internal sealed record Phrase(string Text, int Line, ImmutableArray<PhraseElement> Elements);
