using System.Buffers;
using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Linkage;

/// <summary>
/// Finds what a narrative names that can join two records: telephone numbers, e-mail addresses, account names and vehicle
/// registrations, as police type them. Safe for use by many threads.
/// </summary>
/// <remarks>
/// Values, so that two ways of typing are equal: telephone E.164 (<c>+447700900123</c>); e-mail lower case; account lower case
/// without @; registration in capitals without spaces, a part of one as a pattern with <c>*</c> (any characters) and <c>?</c> (one
/// character), as in <c>GK17*</c> and <c>*KFU</c>. The last digits of a telephone number ("ending 733") give none: three digits
/// are shared by too many numbers. One pass over the characters and one over the words that announce an identifier, each in
/// time that grows with the length alone.
/// </remarks>
public sealed class IdentifierExtractor
{
    private static readonly SearchValues<char> Triggers = SearchValues.Create("0123456789@_");

    private static readonly string[] VehicleCues = ["plate", "plates", "reg", "regs", "registration", "vrm", "vrn", "index", "numberplate"];

    private static readonly string[] AccountCues =
    [
        "insta", "instagram", "ig", "snap", "snapchat", "tiktok", "twitter", "facebook", "fb", "telegram", "discord", "kik", "username", "user", "handle",
        "profile", "account", "accounts", "acct", "acc", "gamertag", "psn", "player", "alias", "nickname", "screenname",
    ];

    private static readonly string[] WrittenAts = ["[at]", "(at)", "{at}"];
    private static readonly WordSet VehicleWords = new(VehicleCues);
    private static readonly WordSet AccountWords = new(AccountCues);

    // The beginnings alone: each cue is told apart by the word that stands there. "ig" and "fb" have a blank in front, since
    // a search for two letters stops at every "night".
    private static readonly SearchValues<string> Cues = SearchValues.Create(
        ["plate", "reg", "vrm", "vrn", "index", "insta", " ig ", "snap", "tiktok", "twitter", "facebook", " fb ", "telegram", "discord", "kik", "user", "handle",
            "profile", "acc", "gamertag", "psn", "player", "alias", "nickname", "screenname", "numberplate", .. WrittenAts],
        StringComparison.OrdinalIgnoreCase);

    private readonly TelephoneNumbers telephones;
    private readonly EmailAddresses emails;
    private readonly AccountNames accounts;

    public IdentifierExtractor(LinkageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        telephones = new TelephoneNumbers(options);
        emails = new EmailAddresses(options);
        accounts = new AccountNames(options);
    }

    /// <summary>Every identifier in the order of the text, none overlapping another; one named twice is given twice.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="narrative"/> is null.</exception>
    public ImmutableArray<TextIdentifier> Extract(string narrative)
    {
        ArgumentNullException.ThrowIfNull(narrative);
        List<TextIdentifier>? found = null;
        ScanCharacters(narrative, ref found);
        ScanCues(narrative, ref found);
        return found is null ? [] : WithoutOverlaps(found);
    }

    /// <summary>
    /// The same, with what joins two records only together with something else: names given to the suspect, houses and streets, and numbers
    /// that may be another record's.
    /// </summary>
    /// <exception cref="ArgumentNullException"><paramref name="narrative"/> is null.</exception>
    public ImmutableArray<TextIdentifier> ExtractAll(string narrative)
    {
        var found = ImmutableArray.CreateBuilder<TextIdentifier>();
        found.AddRange(Extract(narrative));
        SuspectNames.Add(narrative, found);
        Addresses.Add(narrative, found);
        CrimeReferences.Add(narrative, found);
        return WithoutOverlaps([.. found]);
    }

    private void ScanCharacters(ReadOnlySpan<char> text, ref List<TextIdentifier>? found)
    {
        var i = 0;
        while (i < text.Length)
        {
            var next = text[i..].IndexOfAny(Triggers);
            if (next < 0) return;
            i += next;
            i = text[i] switch
            {
                '@' => ReadAt(text, i, ref found),
                '_' => ReadUnderscore(text, i, ref found),
                _ => ReadDigit(text, i, ref found),
            };
        }
    }

    private int ReadAt(ReadOnlySpan<char> text, int i, ref List<TextIdentifier>? found)
    {
        if (emails.TryRead(text, i, 1, out var span, out var address))
        {
            if (address is not null) Add(IdentifierKind.Email, address, span, ref found);
            return Math.Max(span.End, i + 1);
        }

        if (!accounts.TryReadAt(text, i, out span, out var name)) return i + 1;
        Add(IdentifierKind.Handle, name, span, ref found);
        return span.End;
    }

    private int ReadUnderscore(ReadOnlySpan<char> text, int i, ref List<TextIdentifier>? found)
    {
        if (LocalPartEnd(text, i) is var at and >= 0) return at;
        if (!accounts.TryReadAround(text, i, out var span, out var name)) return i + 1;
        Add(IdentifierKind.Handle, name, span, ref found);
        return Math.Max(span.End, i + 1);
    }

    private int ReadDigit(ReadOnlySpan<char> text, int i, ref List<TextIdentifier>? found)
    {
        if (LocalPartEnd(text, i) is var at and >= 0) return at;
        if (telephones.TryRead(text, i, out var start, out var end, out var number))
        {
            if (number is not null) Add(IdentifierKind.Phone, number, TextSpan.Between(start, end), ref found);
            return end;
        }

        if (Registrations.TryRead(text, i, out var span, out var plate))
        {
            Add(IdentifierKind.Vehicle, plate, span, ref found);
            return Math.Max(span.End, i + 1);
        }

        return Math.Max(Words.EndOf(text, i), i + 1);
    }

    private void ScanCues(ReadOnlySpan<char> text, ref List<TextIdentifier>? found)
    {
        var i = 0;
        while (i < text.Length)
        {
            var next = text[i..].IndexOfAny(Cues);
            if (next < 0) return;
            i += next;
            if (text[i] == ' ') i++;
            if (text[i] is '[' or '(' or '{')
            {
                if (emails.TryRead(text, i, WrittenAts[0].Length, out var span, out var address) && address is not null)
                    Add(IdentifierKind.Email, address, span, ref found);
                i++;
                continue;
            }

            var end = Words.EndOf(text, i);
            if (!Words.IsPart(text, i - 1)) end = ReadBehindCue(text, i, end, ref found);
            i = Math.Max(end, i + 1);
        }
    }

    private int ReadBehindCue(ReadOnlySpan<char> text, int start, int end, ref List<TextIdentifier>? found)
    {
        var word = text[start..end];
        if (AccountWords.Contains(word)) return accounts.ReadBehind(text, end, ref found);
        if (!VehicleWords.Contains(word) || !Registrations.TryReadBehind(text, start, end, out var span, out var plate)) return end;
        Add(IdentifierKind.Vehicle, plate, span, ref found);
        return span.End;
    }

    // Where the @ stands when this is inside the part before it of an e-mail address; else -1.
    private static int LocalPartEnd(ReadOnlySpan<char> text, int i)
    {
        var end = i;
        while (end < text.Length && end - i < 64 && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '.' or '_' or '-' or '+')) end++;
        return end < text.Length && text[end] == '@' ? end : -1;
    }

    private static void Add(IdentifierKind kind, string value, TextSpan span, ref List<TextIdentifier>? found) =>
        (found ??= []).Add(new TextIdentifier(kind, value, span));

    // The two passes may see the same thing; the longer reading is the better one.
    private static ImmutableArray<TextIdentifier> WithoutOverlaps(List<TextIdentifier> found)
    {
        // Of two readings of the same characters the surer kind: a telephone number before a crime number.
        found.Sort(static (a, b) =>
            a.Span.Start != b.Span.Start ? a.Span.Start.CompareTo(b.Span.Start)
            : a.Span.Length != b.Span.Length ? b.Span.Length.CompareTo(a.Span.Length)
            : a.Kind.CompareTo(b.Kind));
        var kept = ImmutableArray.CreateBuilder<TextIdentifier>(found.Count);
        foreach (var identifier in found)
        {
            if (kept.Count > 0 && kept[^1].Span.Overlaps(identifier.Span))
            {
                if (identifier.Span.Length > kept[^1].Span.Length) kept[^1] = identifier;
                continue;
            }

            kept.Add(identifier);
        }

        return kept.ToImmutable();
    }
}
