namespace CrimeScreeningWorker.Screening.Text;

/// <summary>What kind of thing was typed.</summary>
public enum TokenKind : byte
{
    Word,

    /// <summary>A number, in digits or as a word; <see cref="Token.Value"/> holds it.</summary>
    Number,

    /// <summary>Digits with a colon, slash or dash: a time or a date.</summary>
    DateOrTime,

    /// <summary>Seven digits or more: a telephone, account or log number.</summary>
    LongNumber,
    Email,
    Handle,

    /// <summary>A sum of money, "£40", "0.01p".</summary>
    Money,
}

/// <summary>What stands between a token and the one before it.</summary>
public enum TokenBreak : byte
{
    None,

    /// <summary>Comma, dash, colon, bracket.</summary>
    Clause,

    /// <summary>Full stop, question or exclamation mark, semicolon, line end; the start of the text.</summary>
    Sentence,
}

/// <summary>The sex a pronoun was typed in: for telling two people of one text apart, never for scoring.</summary>
public enum PronounForm : byte
{
    None,
    Masculine,
    Feminine,
}

/// <summary>A normalised word and the characters it was read from.</summary>
/// <param name="Span">Characters of the narrative. Several tokens share one span where shorthand stands for several words.</param>
/// <param name="Hash">64-bit hash of the normalised word: equal words have equal hashes everywhere and for ever.</param>
/// <param name="TextStart">Where the normalised word begins in <see cref="TokenBuffer.Text"/>.</param>
/// <param name="TextLength">Its length there.</param>
/// <param name="Value">The number, for numbers up to nine digits; otherwise 0.</param>
/// <param name="Sentence">0-based sentence.</param>
public readonly record struct Token(
    TextSpan Span, ulong Hash, int TextStart, int TextLength, int Value, int Sentence,
    TokenKind Kind, TokenBreak Break, PronounForm Pronoun);
