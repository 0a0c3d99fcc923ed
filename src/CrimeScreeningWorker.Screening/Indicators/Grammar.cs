using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Indicators;

/// <summary>The small words of English that tell who a verb belongs to; nothing in them is about stalking, so the book does not carry them.</summary>
internal static class Grammar
{
    // The tokenizer reads "he" and "she" as "they", "him", "her", "his" and "their" as "them".
    private static readonly ulong They = WordHash.Of("they");
    private static readonly ulong Them = WordHash.Of("them");
    private static readonly HashedWords Auxiliaries = new("has", "have", "had", "did", "does", "do", "will", "would", "may", "might");
    private static readonly HashedWords Being = new("is", "are", "was", "were", "be", "been", "being", "got", "getting", "get", "gets");
    private static readonly HashedWords Joining = new("and", "or", "nor");
    private static readonly HashedWords Articles = new("the", "a", "an", "this", "that", "same", "said", "unknown");
    private static readonly HashedWords Prepositions =
        new("with", "to", "at", "of", "on", "for", "from", "by", "near", "towards", "toward", "about", "against", "behind", "outside");
    private static readonly HashedWords Speakers = new("i", "we");
    private static readonly HashedWords Asking =
        new("is", "are", "was", "were", "has", "have", "had", "do", "does", "did", "any", "can", "could", "will", "would", "should");

    private static readonly HashedWords Adverbs = new(
        "also", "then", "later", "now", "again", "just", "even", "still", "ever", "never", "not", "both", "all", "only", "who", "very", "really", "quite",
        "so", "too", "once", "twice", "since", "clearly", "repeatedly", "constantly", "often", "always", "subsequently", "recently", "regularly",
        "continually", "allegedly", "apparently", "previously", "previous", "currently", "extremely", "genuinely", "persistently", "simply", "actually",
        "admits", "admitted", "accepts", "accepted", "admittedly", "began", "begun", "started", "starts", "continued", "continues", "keeps", "kept");

    // Behind these a name opens a clause of its own: "states that the victim followed", "because IP followed".
    private static readonly HashedWords Openers = new(
        "and", "or", "but", "that", "when", "because", "as", "while", "whilst", "if", "where", "after", "before", "since", "until", "then", "so", "says", "said", "say",
        "states", "stated", "state", "alleges", "alleged", "claims", "claimed", "reports", "reported", "believes", "saw", "seen", "fact", "transpires",
        "stating", "saying", "admits", "accepts", "explained", "disclosed", "discloses", "confirmed", "confirms", "how", "whether", "why");

    /// <summary>Stands between a name and its verb without changing who acts: "has", "also", "repeatedly".</summary>
    public static bool IsLight(in Token token) => Auxiliaries.Contains(token.Hash) || Being.Contains(token.Hash) || Adverbs.Contains(token.Hash);

    /// <summary>With a participle behind it, the name before it suffers the act: "was followed".</summary>
    public static bool IsBeing(in Token token) => Being.Contains(token.Hash);

    public static bool IsJoining(in Token token) => Joining.Contains(token.Hash);

    public static bool IsArticle(in Token token) => Articles.Contains(token.Hash);

    public static bool IsPreposition(in Token token) => Prepositions.Contains(token.Hash);

    /// <summary>"I" or "we": the officer or the victim who writes, not the suspect, unless somebody is quoted.</summary>
    public static bool IsSpeaker(in Token token) => Speakers.Contains(token.Hash);

    public static bool IsOpener(in Token token) => Openers.Contains(token.Hash);

    /// <summary>A sentence that begins so and ends with a question mark wants a yes or a no.</summary>
    public static bool Asks(in Token token) => Asking.Contains(token.Hash);

    /// <summary>Any form of he, she and they, and "I" and "we".</summary>
    public static bool IsPronoun(in Token token) => IsPronoun(token.Hash);

    public static bool IsPronoun(ulong word) => word == They || word == Them || Speakers.Contains(word);

    /// <summary>"he", "she", "they", "I" or "we": it can only be a subject.</summary>
    public static bool IsSubjectPronoun(in Token token) => token.Hash == They || IsSpeaker(token);

    /// <summary>"him", "her", "his", "them" or "their": it suffers an act or owns what stands behind it.</summary>
    public static bool IsObjectPronoun(in Token token) => token.Hash == Them;

    /// <summary>"victim's", "suspects' ": the word only owns what stands behind it.</summary>
    public static bool IsPossessive(ReadOnlySpan<char> narrative, in Token token)
    {
        var typed = Typed(narrative, token);
        var end = token.Span.End;
        return typed.Length > 2 && ((typed[^1] is 's' or 'S' && IsApostrophe(typed[^2]))
            // "by IPs porch": the apostrophe is the first thing to go.
            || (typed[^1] == 's' && char.IsAsciiLetterUpper(typed[^2]))
            || (typed[^1] is 's' or 'S' && end + 1 < narrative.Length && IsApostrophe(narrative[end]) && narrative[end + 1] == ' '));
    }

    /// <summary>"following", "messaging".</summary>
    public static bool IsGoingOn(ReadOnlySpan<char> narrative, in Token token) => Typed(narrative, token).EndsWith("ing", StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<char> Typed(ReadOnlySpan<char> narrative, in Token token) => narrative[token.Span.Start..token.Span.End];

    private static bool IsApostrophe(char c) => c is '\'' or '’' or '‘' or '`';
}
