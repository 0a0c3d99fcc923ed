using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Indicators;

/// <summary>
/// Reads the phrase language of the rule book. Words go through the tokenizer of the narratives, so a phrase may be
/// written as police type it.
/// </summary>
/// <param name="lists">The book's word lists by name, each a set of alternatives.</param>
internal sealed class PhraseParser(IReadOnlyDictionary<string, ImmutableArray<ImmutableArray<Atom>>> lists)
{
    public const int WidestGap = 12;
    private const int DefaultGap = 3;
    private const int ShortestStem = 3;

    // Shorthand that begins with a stem is matched too, but not for the shortest stems: "man*" is meant for "manage", not for "man".
    private const int ShortestStemForShorthand = 4;
    private const int MostAlternatives = 2000;
    private const int MostOptional = 5;
    private const int MostElements = 16;

    private static readonly SearchValues<char> Signs = SearchValues.Create("{}*|#$?<>[]\"");

    private readonly TokenBuffer tokens = new();

    /// <exception cref="FormatException">The phrase breaks the language; the message says how.</exception>
    public Phrase Parse(string text, int line)
    {
        var elements = ImmutableArray.CreateBuilder<PhraseElement>();
        var gap = 0;
        var afterGap = false;
        foreach (var part in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.StartsWith("...", StringComparison.Ordinal))
            {
                if (elements.Count == 0) throw new FormatException($"'{text}' begins with a gap");
                if (afterGap) throw new FormatException($"'{text}' has two gaps in a row");
                gap = ReadGap(part);
                afterGap = true;
                continue;
            }

            elements.Add(ReadElement(part, gap));
            gap = 0;
            afterGap = false;
        }

        if (elements.Count == 0) throw new FormatException("an empty phrase");
        if (afterGap) throw new FormatException($"'{text}' ends with a gap");
        if (elements.All(element => element.Optional)) throw new FormatException($"every word of '{text}' is optional");
        if (elements.Count(element => element.Optional) > MostOptional) throw new FormatException($"'{text}' has more than {MostOptional} optional words");
        if (elements.Count > MostElements) throw new FormatException($"'{text}' has more than {MostElements} words");
        return new Phrase(text, line, elements.ToImmutable());
    }

    /// <summary>An entry of a word list: words, stems and alternatives in a row, without gaps.</summary>
    /// <exception cref="FormatException">The entry breaks the language.</exception>
    public ImmutableArray<ImmutableArray<Atom>> ParseListEntry(string text)
    {
        if (text.Contains('{', StringComparison.Ordinal)) throw new FormatException($"'{text}': a list cannot use another list");
        var phrase = Parse(text, 0);
        List<ImmutableArray<Atom>> rows = [[]];
        foreach (var element in phrase.Elements)
        {
            if (element.GapBefore > 0) throw new FormatException($"'{text}': a list entry cannot have a gap");
            var longer = element.Optional ? new List<ImmutableArray<Atom>>(rows) : [];
            foreach (var row in rows)
                foreach (var alternative in element.Alternatives) longer.Add(row.AddRange(alternative));
            if (longer.Count > MostAlternatives) throw new FormatException($"'{text}' stands for more than {MostAlternatives} entries");
            rows = longer;
        }

        return [.. rows];
    }

    private static int ReadGap(string part)
    {
        if (part.Length == 3) return DefaultGap;
        if (!int.TryParse(part.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var width) || width > WidestGap)
            throw new FormatException($"'{part}': a gap is '...' or '...N' with N from 0 to {WidestGap}");
        return width;
    }

    private PhraseElement ReadElement(string part, int gap)
    {
        var optional = part.Length > 1 && part[^1] == '?';
        var body = optional ? part[..^1] : part;
        var alternatives = new List<ImmutableArray<Atom>>();
        foreach (var alternative in SplitAlternatives(body))
        {
            if (alternative.Length == 0) throw new FormatException($"'{part}' has an empty alternative");
            ReadAlternative(alternative, alternatives);
        }

        return new PhraseElement([.. alternatives], optional, gap);
    }

    // A bar inside braces parts lists, outside it parts alternatives.
    private static IEnumerable<string> SplitAlternatives(string body)
    {
        var start = 0;
        var inside = false;
        for (var i = 0; i < body.Length; i++)
        {
            if (body[i] == '{') inside = true;
            else if (body[i] == '}') inside = false;
            else if (body[i] == '|' && !inside)
            {
                yield return body[start..i];
                start = i + 1;
            }
        }

        yield return body[start..];
    }

    private void ReadAlternative(string text, List<ImmutableArray<Atom>> into)
    {
        if (text[0] == '{') ReadLists(text, into);
        else if (text[0] == '#') into.Add([ReadNumber(text)]);
        else if (text[0] == '$') into.Add([ReadKind(text)]);
        else if (text[^1] == '*') ReadStem(text[..^1], into);
        else into.Add(ReadWords(text));
    }

    private void ReadLists(string text, List<ImmutableArray<Atom>> into)
    {
        if (text[^1] != '}') throw new FormatException($"'{text}' lacks its closing brace");
        foreach (var name in text[1..^1].Split('|'))
        {
            if (!lists.TryGetValue(name, out var entries)) throw new FormatException($"there is no list '{name}' under words");
            into.AddRange(entries);
        }
    }

    private static Atom ReadNumber(string text)
    {
        var range = text.AsSpan(1);
        if (range.IsEmpty) return Atom.Number(0, int.MaxValue);
        if (range[^1] == '+' && TryReadInt(range[..^1], out var least)) return Atom.Number(least, int.MaxValue);
        var dash = range.IndexOf('-');
        if (dash > 0 && TryReadInt(range[..dash], out var from) && TryReadInt(range[(dash + 1)..], out var to) && from <= to)
            return Atom.Number(from, to);
        throw new FormatException($"'{text}': a number is '#', '#3+' or '#2-5'");
    }

    private static bool TryReadInt(ReadOnlySpan<char> text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static Atom ReadKind(string text) => text switch
    {
        "$money" => Atom.Of(TokenKind.Money),
        "$handle" => Atom.Of(TokenKind.Handle),
        "$email" => Atom.Of(TokenKind.Email),
        "$date" => Atom.Of(TokenKind.DateOrTime),
        "$longnumber" => Atom.Of(TokenKind.LongNumber),
        _ => throw new FormatException($"'{text}' is none of $money, $handle, $email, $date, $longnumber"),
    };

    private static void ReadStem(string typed, List<ImmutableArray<Atom>> into)
    {
        var stem = typed.ToLowerInvariant();
        if (stem.Length < ShortestStem) throw new FormatException($"'{typed}*': a stem has at least {ShortestStem} letters");
        if (!stem.All(char.IsLetter)) throw new FormatException($"'{typed}*': a stem has letters only");
        into.Add([Atom.Stem(stem)]);
        foreach (var (_, value) in NumberWords.StartingWith(stem)) into.Add([Atom.Number(value, value)]);
        if (stem.Length < ShortestStemForShorthand) return;
        foreach (var reading in Shorthand.Shipped.ReadingsStartingWith(stem))
            into.Add([.. reading.Select(Atom.Word)]);
    }

    private ImmutableArray<Atom> ReadWords(string text)
    {
        if (text.AsSpan().ContainsAny(Signs)) throw new FormatException($"'{text}' has a sign that means something else or nothing here");
        NarrativeTokenizer.Tokenize(text, tokens);
        if (tokens.Count == 0) throw new FormatException($"'{text}' is never seen: narratives are read without it");
        var atoms = ImmutableArray.CreateBuilder<Atom>(tokens.Count);
        foreach (ref readonly var token in tokens.Tokens)
        {
            if (atoms.Count > 0 && token.Break == TokenBreak.Sentence) throw new FormatException($"'{text}' holds a sentence end");
            atoms.Add(token.Kind switch
            {
                TokenKind.Word => Atom.Word(tokens.TextOf(token).ToString()),
                TokenKind.Number => Atom.Number(token.Value, token.Value),
                var kind => Atom.Of(kind),
            });
        }

        return atoms.ToImmutable();
    }
}
