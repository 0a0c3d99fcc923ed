using System.Text;

namespace CrimeScreeningWorker.EndToEnd.Tests.Robustness;

/// <summary>The same narrative written another way: what it says stays.</summary>
internal static class Rewriting
{
    private static readonly (string British, string American)[] Spellings =
    [
        ("behaviour", "behavior"), ("neighbour", "neighbor"), ("harass", "harrass"), ("realis", "realiz"), ("recognis", "recogniz"), ("apologis", "apologiz"),
        ("colour", "color"), ("favour", "favor"), ("honour", "honor"), ("centre", "center"), ("grey", "gray"), ("tyre", "tire"), ("cheque", "check"),
        ("programme", "program"), ("travelled", "traveled"), ("cancelled", "canceled"), ("defence", "defense"), ("offence", "offense"), ("licence", "license"),
        ("organis", "organiz"), ("mum ", "mom "), ("pyjamas", "pajamas"), ("jewellery", "jewelry"), ("theatre", "theater"),
    ];

    private static readonly (string One, string Other)[] Sexes =
    [
        ("he", "she"), ("him", "her"), ("himself", "herself"), ("man", "woman"), ("men", "women"), ("male", "female"), ("males", "females"), ("boyfriend", "girlfriend"),
        ("husband", "wife"), ("mother", "father"), ("mum", "dad"), ("son", "daughter"), ("sons", "daughters"), ("brother", "sister"), ("boy", "girl"),
        ("lady", "gentleman"), ("uncle", "aunt"),
    ];

    private static readonly (string One, string Other)[] Ethnicities =
        [("white", "black"), ("asian", "white"), ("ic1", "ic3"), ("ic4", "ic6"), ("polish", "nigerian"), ("romanian", "jamaican")];

    // Given names that the corpus uses often, and as many that it does not.
    private static readonly string[] OtherNames = ["Quillan", "Bronagh", "Ikenna", "Zdravko", "Parveen", "Tamsyn", "Ffion", "Osei", "Liesbet", "Hamish"];

    public static string Capitals(string narrative) => narrative.ToUpperInvariant();

    public static string WithoutPunctuation(string narrative) =>
        new([.. narrative.Select(c => c is '.' or ',' or ';' or ':' or '!' or '?' or '"' or '(' or ')' ? ' ' : c)]);

    /// <summary>One letter in so many is left out, doubled, replaced, or changes places with the next.</summary>
    public static string Typos(string narrative, double share, Random random)
    {
        var text = new StringBuilder(narrative);
        for (var left = (int)(share * narrative.Length); left > 0; left--)
        {
            var at = random.Next(text.Length - 1);
            if (!char.IsAsciiLetter(text[at]) || !char.IsAsciiLetter(text[at + 1])) continue;
            switch (random.Next(4))
            {
                case 0: text.Remove(at, 1); break;
                case 1: text.Insert(at, text[at]); break;
                case 2: text[at] = (char)('a' + random.Next(26)); break;
                default: (text[at], text[at + 1]) = (text[at + 1], text[at]); break;
            }
        }

        return text.ToString();
    }

    public static string American(string narrative) =>
        Spellings.Aggregate(narrative, (text, pair) => text.Replace(pair.British, pair.American, StringComparison.OrdinalIgnoreCase));

    public static string OtherSexes(string narrative) => Exchange(narrative, Sexes);

    public static string OtherEthnicities(string narrative) => Exchange(narrative, Ethnicities);

    /// <summary>Ages such as <c>34 yrs</c>, <c>aged 34</c> and <c>34yo</c> become others.</summary>
    public static string OtherAges(string narrative)
    {
        var words = narrative.Split(' ');
        for (var i = 0; i < words.Length; i++)
        {
            var isAge = (i > 0 && words[i - 1].Equals("aged", StringComparison.OrdinalIgnoreCase))
                || (i + 1 < words.Length && words[i + 1].StartsWith("yr", StringComparison.OrdinalIgnoreCase) && i + 2 < words.Length
                    && words[i + 2].StartsWith("old", StringComparison.OrdinalIgnoreCase))
                || words[i].EndsWith("yo", StringComparison.OrdinalIgnoreCase);
            var digits = words[i].TakeWhile(char.IsAsciiDigit).Count();
            if (isAge && digits == 2) words[i] = (words[i][0] == '2' ? "71" : "23") + words[i][2..];
        }

        return string.Join(' ', words);
    }

    /// <summary>Each given name of the list becomes another, always the same one within the narrative.</summary>
    public static string OtherNamesFor(string narrative, IReadOnlySet<string> names)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        return EachWord(narrative, word =>
        {
            if (!names.Contains(word)) return word;
            if (!given.TryGetValue(word, out var other)) given.Add(word, other = OtherNames[given.Count % OtherNames.Length]);
            return other;
        });
    }

    private static string Exchange(string narrative, (string One, string Other)[] pairs) => EachWord(narrative, word =>
    {
        foreach (var (one, other) in pairs)
        {
            if (word.Equals(one, StringComparison.OrdinalIgnoreCase)) return InCaseOf(word, other);
            if (word.Equals(other, StringComparison.OrdinalIgnoreCase)) return InCaseOf(word, one);
        }

        // "his" and "her" do not pair off: both become the other's own form.
        return word.Equals("his", StringComparison.OrdinalIgnoreCase) ? InCaseOf(word, "her") : word;
    });

    private static string InCaseOf(string model, string word) =>
        char.IsUpper(model[0]) ? model.Length > 1 && char.IsUpper(model[1]) ? word.ToUpperInvariant() : char.ToUpperInvariant(word[0]) + word[1..] : word;

    private static string EachWord(string narrative, Func<string, string> change)
    {
        var text = new StringBuilder(narrative.Length);
        for (var i = 0; i < narrative.Length;)
        {
            var end = i;
            while (end < narrative.Length && char.IsAsciiLetterOrDigit(narrative[end])) end++;
            if (end == i) text.Append(narrative[i++]);
            else text.Append(change(narrative[i..end]));
            i = Math.Max(i, end);
        }

        return text.ToString();
    }
}
