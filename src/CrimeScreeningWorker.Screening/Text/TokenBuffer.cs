namespace CrimeScreeningWorker.Screening.Text;

/// <summary>The tokens of one narrative. It is filled again for the next one, so a thread needs one and nothing is allocated a record.</summary>
public sealed class TokenBuffer
{
    /// <summary>Most tokens that are kept. Nobody writes two million words; what lies behind them is not read, see <see cref="IsCut"/>.</summary>
    public const int MostTokens = 2_000_000;

    private const int UsualTokens = 1 << 15;
    private Token[] tokens = new Token[512];
    private char[] text = new char[4096];
    private int textLength;

    public int Count { get; private set; }

    public ReadOnlySpan<Token> Tokens => tokens.AsSpan(0, Count);

    /// <summary>The narrative went on behind the last token.</summary>
    public bool IsCut { get; private set; }

    /// <summary>The normalised words one after another, as <see cref="Token.TextStart"/> points into it.</summary>
    public ReadOnlySpan<char> Text => text.AsSpan(0, textLength);

    public ReadOnlySpan<char> TextOf(in Token token) => text.AsSpan(token.TextStart, token.TextLength);

    internal void Clear()
    {
        Count = 0;
        textLength = 0;
        IsCut = false;

        // One giant among the narratives must not keep its memory for the rest of the night.
        if (tokens.Length <= UsualTokens && text.Length <= UsualTokens * 8) return;
        tokens = new Token[512];
        text = new char[4096];
    }

    internal void Add(
        TextSpan span, ReadOnlySpan<char> word, ulong hash, int value, int sentence, TokenKind kind, TokenBreak brk, PronounForm pronoun)
    {
        if (Count == MostTokens)
        {
            IsCut = true;
            return;
        }

        if (Count == tokens.Length) Array.Resize(ref tokens, Count * 2);
        if (textLength + word.Length > text.Length) Array.Resize(ref text, Math.Max(text.Length * 2, textLength + word.Length));
        word.CopyTo(text.AsSpan(textLength));
        tokens[Count++] = new Token(span, hash, textLength, word.Length, value, sentence, kind, brk, pronoun);
        textLength += word.Length;
    }

    /// <summary>Puts one word in the place of the last tokens and of what was read up to <paramref name="end"/>.</summary>
    internal void Replace(int last, int end, ReadOnlySpan<char> word)
    {
        var first = tokens[Count - last];
        Count -= last;
        textLength = first.TextStart;
        Add(TextSpan.Between(first.Span.Start, end), word, WordHash.Of(word), 0, first.Sentence, TokenKind.Word, first.Break, PronounForm.None);
    }
}
