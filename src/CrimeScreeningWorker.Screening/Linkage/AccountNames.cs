using System.Buffers;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Linkage;

/// <summary>Names of accounts on social media, games and forums: lower case, without a leading @.</summary>
internal sealed class AccountNames(LinkageOptions options)
{
    private const int Shortest = 3;
    private const int Longest = 40;
    private const int MostConnectors = 4;

    private static readonly SearchValues<char> Marks = SearchValues.Create("0123456789_.");

    private static readonly WordSet Connectors = new(
        "is", "was", "as", "name", "names", "named", "called", "user", "username", "handle", "account", "accounts", "acct", "profile", "id", "of", "by", "from",
        "under", "the", "a", "using", "in", "like", "on", "to", "with", "new", "and", "or", "chat", "add", "com", "online", "player", "now", "then", "via", "calling", "himself", "herself", "themselves", "itself");

    // "IP @ work", "meet @asda": police write @ for "at".
    private static readonly WordSet Places = new(
        "home", "work", "school", "college", "hospital", "station", "court", "church", "address", "scene", "location", "custody", "hotel", "airport", "tesco",
        "asda", "morrisons", "sainsburys", "aldi", "lidl", "mcdonalds", "night", "weekend", "weekends", "times", "lunch", "lunchtime", "midnight", "midday",
        "about", "approx", "around", "least", "first", "present", "house", "front", "corner", "junction", "rear", "hers", "venue", "nursery");

    private static readonly WordSet FileEndings = new("jpg", "jpeg", "png", "gif", "mp3", "mp4", "mov", "avi", "wav", "m4a", "pdf", "doc", "docx", "txt", "zip", "heic", "xlsx", "csv");
    private static readonly WordSet DomainEndings = new("com", "uk", "net", "org", "co", "info", "gov", "example");

    private readonly WordSet ignored = new([.. options.IgnoredHandles.Select(handle => handle.Trim().TrimStart('@'))]);

    /// <summary>Reads the name behind an @ that belongs to no e-mail address.</summary>
    public bool TryReadAt(ReadOnlySpan<char> text, int at, out TextSpan span, out string value)
    {
        span = default;
        value = "";
        if (at > 0 && (char.IsLetterOrDigit(text[at - 1]) || text[at - 1] is '.' or '_' or '-' or '@')) return false;
        var end = EndOf(text, at + 1);
        var name = text[(at + 1)..end];
        if (!IsName(name) || IsSiteOrFile(name)) return false;
        if (!IsMarked(name) && (name.Length < 5 || Places.Contains(name))) return false;
        if (char.IsAsciiDigit(name[0]) && !name.Contains('_') && CountLetters(name) < 4) return false;
        return Give(name, TextSpan.Between(at, end), out span, out value);
    }

    /// <summary>Reads the name around an underscore: hardly any other word of a narrative has one inside.</summary>
    public bool TryReadAround(ReadOnlySpan<char> text, int underscore, out TextSpan span, out string value)
    {
        var start = underscore;
        while (start > 0 && underscore - start < Longest && IsNameCharacter(text[start - 1])) start--;
        while (start < underscore && text[start] == '.') start++;
        var end = EndOf(text, start);
        var name = text[start..end];
        span = default;
        value = "";
        if (name.Length < 5 || !name.Contains('_') || !IsName(name) || IsSiteOrFile(name)) return false;
        if (start > 0 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '/' or '\\' or '@')) return false;
        return Give(name, TextSpan.Between(start, end), out span, out value);
    }

    /// <summary>Adds the names that follow a word such as "Insta" or "profile", which ends at <paramref name="end"/>.</summary>
    /// <returns>Where the last of them ends, or <paramref name="end"/>: a caller that goes on from there reads a list once.</returns>
    public int ReadBehind(ReadOnlySpan<char> text, int end, ref List<TextIdentifier>? found)
    {
        var position = end;
        var behind = end;
        for (var word = 0; word <= MostConnectors; word++)
        {
            position = OverPunctuation(text, position, out var quote);
            var wordEnd = EndOf(text, position);
            var name = text[position..wordEnd];
            if (name.IsEmpty) break;
            var quoted = quote && wordEnd < text.Length && IsQuote(text[wordEnd]);
            if (IsIntroduced(name, quoted))
            {
                if (Give(name, TextSpan.Between(position, wordEnd), out var span, out var value)) (found ??= []).Add(new TextIdentifier(IdentifierKind.Handle, value, span));
                // "accounts jamie.sorry, 'jamiesorry2' and the_real_jt": as long as names follow each other.
                word = 0;
                behind = wordEnd;
                position = quoted ? wordEnd + 1 : wordEnd;
                if (position >= text.Length || text[position] is not (',' or ' ')) break;
                position++;
                continue;
            }

            if (quote || !Connectors.Contains(name)) break;
            position = wordEnd;
        }

        return behind;
    }

    private static bool IsIntroduced(ReadOnlySpan<char> name, bool quoted)
    {
        if (!IsName(name) || IsSiteOrFile(name)) return false;
        if (IsMarked(name))
        {
            if (quoted || name.Contains('_')) return true;
            // "10pm", "3rd", "24hrs"; "ACCOUNT CLOSED.VICTIM" and "account closed.She" lack the space between two sentences.
            if (char.IsAsciiDigit(name[0])) return false;
            return name.ContainsAnyInRange('0', '9') || (!name.ContainsAnyInRange('A', 'Z') && name[..name.IndexOf('.')].Length > 1);
        }

        // A quoted first name is on half of all accounts.
        return quoted && name.Length >= 6 && !(char.IsAsciiLetterUpper(name[0]) && !name[1..].ContainsAnyInRange('A', 'Z'));
    }

    private bool Give(ReadOnlySpan<char> name, TextSpan where, out TextSpan span, out string value)
    {
        span = where;
        value = name.ToString().ToLowerInvariant();
        return !ignored.Contains(name);
    }

    private static int EndOf(ReadOnlySpan<char> text, int start)
    {
        var end = start;
        while (end < text.Length && end - start < Longest && IsNameCharacter(text[end])) end++;
        if (end < text.Length && IsNameCharacter(text[end])) return start;

        // "kaz1987.She blocked him": a name that began small goes on small. "Gullwing.Pete" is one name.
        for (var i = start + 1; i + 1 < end && !char.IsAsciiLetterUpper(text[start]); i++)
        {
            if (text[i] != '.' || !char.IsAsciiLetterUpper(text[i + 1])) continue;
            end = i;
            break;
        }

        while (end > start && text[end - 1] == '.') end--;
        return end;
    }

    private static bool IsName(ReadOnlySpan<char> name) =>
        name.Length is >= Shortest and < Longest && CountLetters(name) >= Shortest && name[0] != '.' && !name.Contains("..", StringComparison.Ordinal);

    /// <summary>A digit, an underscore or an inner dot: what tells an account name from a word.</summary>
    private static bool IsMarked(ReadOnlySpan<char> name) => name.ContainsAny(Marks);

    private static bool IsSiteOrFile(ReadOnlySpan<char> name)
    {
        if (name.StartsWith("www", StringComparison.OrdinalIgnoreCase) || name.StartsWith("img_", StringComparison.OrdinalIgnoreCase)) return true;
        var dot = name.LastIndexOf('.');
        return dot >= 0 && (FileEndings.Contains(name[(dot + 1)..]) || DomainEndings.Contains(name[(dot + 1)..]));
    }

    private static int CountLetters(ReadOnlySpan<char> name)
    {
        var count = 0;
        foreach (var c in name)
            if (char.IsAsciiLetter(c)) count++;
        return count;
    }

    private static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '.';

    private static bool IsQuote(char c) => c is '\'' or '"' or '‘' or '’' or '“' or '”' or '`';

    private static int OverPunctuation(ReadOnlySpan<char> text, int position, out bool quote)
    {
        quote = false;
        var i = position;
        while (i < text.Length && i - position < 4 && (text[i] is ' ' or ':' or '(' or '-' or '/' or '.' or '=' or '@' || IsQuote(text[i])))
        {
            quote = IsQuote(text[i]);
            // The next sentence says something else.
            if (text[i] == '.' && i + 1 < text.Length && text[i + 1] == ' ') return text.Length;
            i++;
        }

        return i;
    }
}
