namespace CrimeScreeningWorker.Screening.Text;

/// <summary>The tokens of one narrative. It is filled again for the next one, so a thread needs one and nothing is allocated a record.</summary>
public sealed class TokenBuffer
{
    private Token[] tokens = new Token[512];
    private char[] text = new char[4096];
    private int textLength;

    public int Count { get; private set; }

    public ReadOnlySpan<Token> Tokens => tokens.AsSpan(0, Count);

    /// <summary>The normalised words one after another, as <see cref="Token.TextStart"/> points into it.</summary>
    public ReadOnlySpan<char> Text => text.AsSpan(0, textLength);

    public ReadOnlySpan<char> TextOf(in Token token) => text.AsSpan(token.TextStart, token.TextLength);

    internal void Clear()
    {
        Count = 0;
        textLength = 0;
    }

    internal void Add(
        TextSpan span, ReadOnlySpan<char> word, int value, int sentence, TokenKind kind, TokenBreak brk, PronounForm pronoun)
    {
        if (Count == tokens.Length) Array.Resize(ref tokens, Count * 2);
        if (textLength + word.Length > text.Length) Array.Resize(ref text, Math.Max(text.Length * 2, textLength + word.Length));
        word.CopyTo(text.AsSpan(textLength));
        tokens[Count++] = new Token(span, WordHash.Of(word), textLength, word.Length, value, sentence, kind, brk, pronoun);
        textLength += word.Length;
    }
}
