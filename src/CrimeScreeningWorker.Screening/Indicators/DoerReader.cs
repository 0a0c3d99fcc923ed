using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Indicators;

/// <summary>Who does or feels what an indicator looks for.</summary>
internal enum Doer
{
    Anyone,
    Suspect,
    Victim,
}

/// <summary>
/// Tells where the wrong person does what was found: the victim follows the suspect, the suspect is followed, the suspect is afraid. It
/// looks at the names right around the verb only, and says nothing where it cannot tell: then the hit stands.
/// </summary>
internal sealed class DoerReader(DoerReader.Plan plan)
{
    /// <summary>Most words looked back for the subject of a verb behind "and": "victim ran up to him and slapped him".</summary>
    private const int FurthestSubject = 10;

    /// <summary>Most words between a verb and what it is done to.</summary>
    private const int FurthestObject = 3;

    /// <summary>Most words between an act and the "by" that names its doer.</summary>
    private const int FurthestAgent = 4;

    private static readonly ulong By = WordHash.Of("by");
    private static readonly HashedWords NotBeforeObject = new("by", "from", "and", "or", "as", "when", "that", "where", "who", "but");

    private readonly List<TokenRange> found = [];
    private Role[] roles = [];
    private Verb[] verbs = [];
    private int offset;
    private int limit;

    private enum Role : byte
    {
        None,

        /// <summary>The victim, a witness: not the suspect.</summary>
        Other,
        Suspect,
    }

    private enum Verb : byte
    {
        None,

        /// <summary>Nobody suffers it: "waited", "drove past".</summary>
        Act,

        /// <summary>Somebody suffers it, and can be its subject: "was followed".</summary>
        ActOnSomeone,
    }

    /// <summary>Phrases of the book by their places in the matcher.</summary>
    internal sealed record Plan(PhraseGroup Suspect, PhraseGroup Others, PhraseGroup Acts, PhraseGroup ActsOnSomeone);

    /// <summary>Looks up the names and verbs between two tokens.</summary>
    public void Prepare(int from, int to, MatchScratch scratch)
    {
        (offset, limit) = (from, to);
        var length = to - from + 1;
        if (roles.Length < length) (roles, verbs) = (new Role[Math.Max(length, 512)], new Verb[Math.Max(length, 512)]);
        Array.Clear(roles, 0, length);
        Array.Clear(verbs, 0, length);
        Mark(plan.Others, roles, Role.Other, scratch);
        Mark(plan.Suspect, roles, Role.Suspect, scratch);
        Mark(plan.Acts, verbs, Verb.Act, scratch);
        Mark(plan.ActsOnSomeone, verbs, Verb.ActOnSomeone, scratch);
    }

    /// <summary>Whether a name stands there that owns nothing: "suspect", not "suspect's".</summary>
    public bool IsPerson(ReadOnlySpan<char> narrative, ReadOnlySpan<Token> tokens, int at) =>
        roles[at - offset] != Role.None && !Grammar.IsPossessive(narrative, tokens[at]);

    /// <summary>Whether a name stands there that suffers nothing: "no injuries SUSP followed her", not "did not push IP, hit IP or follow IP".</summary>
    public bool IsActor(ReadOnlySpan<char> narrative, ReadOnlySpan<Token> tokens, int at)
    {
        if (!IsPerson(narrative, tokens, at) || (at + 1 < limit && tokens[at + 1].Break != TokenBreak.None)) return false;
        var before = at > offset && Grammar.IsArticle(tokens[at - 1]) ? at - 2 : at - 1;
        return before < offset || (verbs[before - offset] == Verb.None && !Grammar.IsPreposition(tokens[before]));
    }

    /// <summary>The words that give the act to somebody else than the indicator asks for; null where nothing does.</summary>
    public TokenRange? Wrong(ReadOnlySpan<char> narrative, ReadOnlySpan<Token> tokens, TokenRange hit, Doer doer, bool isEffect)
    {
        if (doer == Doer.Anyone) return null;
        var verb = hit.Start;
        while (verb < hit.End - 1 && Grammar.IsLight(tokens[verb]) && verbs[verb - offset] == Verb.None) verb++;
        var at = doer == Doer.Suspect
            ? Agent(narrative, tokens, hit) ?? Object(narrative, tokens, hit, verb) ?? SubjectOfAct(narrative, tokens, hit, verb)
            : SubjectOfFeeling(narrative, tokens, hit, isEffect);
        return at is { } place ? new TokenRange(place, place + 1) : null;
    }

    // "followed to his car by the victim"
    private int? Agent(ReadOnlySpan<char> narrative, ReadOnlySpan<Token> tokens, TokenRange hit)
    {
        var last = Math.Min(limit - 1, hit.End - 1 + FurthestAgent);
        for (var at = hit.Start + 1; at < last; at++)
        {
            if (tokens[at].Break == TokenBreak.Sentence) return null;
            if (tokens[at].Hash != By) continue;
            var name = Grammar.IsArticle(tokens[at + 1]) && at + 2 < limit ? at + 2 : at + 1;
            return tokens[name].Break == TokenBreak.None && RoleAt(name) == Role.Other && !Grammar.IsPossessive(narrative, tokens[name]) ? name : null;
        }

        return null;
    }

    // "grabbed the suspect by the throat", "waited outside the suspect's house", "followed SUSP"
    private int? Object(ReadOnlySpan<char> narrative, ReadOnlySpan<Token> tokens, TokenRange hit, int verb)
    {
        if (verbs[verb - offset] == Verb.None) return null;
        for (var at = verb + 1; at < hit.End; at++)
            if (RoleAt(at) == Role.Suspect && IsObject(tokens, at)) return at;
        if (verbs[hit.End - 1 - offset] != Verb.ActOnSomeone || Passive(narrative, tokens, verb)) return null;
        var behind = hit.End < limit && Grammar.IsArticle(tokens[hit.End]) ? hit.End + 1 : hit.End;
        return behind < limit && tokens[hit.End].Break == TokenBreak.None && tokens[behind].Break == TokenBreak.None && RoleAt(behind) == Role.Suspect ? behind : null;
    }

    private static bool IsObject(ReadOnlySpan<Token> tokens, int at)
    {
        if (tokens[at].Break != TokenBreak.None) return false;
        var before = Grammar.IsArticle(tokens[at - 1]) ? at - 2 : at - 1;
        return before < 0 || !NotBeforeObject.Contains(tokens[before].Hash);
    }

    // "victim has been messaging him", "suspect was followed"; not "victim was followed" or "IP followed home".
    private int? SubjectOfAct(ReadOnlySpan<char> narrative, ReadOnlySpan<Token> tokens, TokenRange hit, int verb)
    {
        if (verbs[verb - offset] == Verb.None || Subject(narrative, tokens, verb) is not { } subject) return null;
        var suffers = verbs[verb - offset] == Verb.ActOnSomeone && Passive(narrative, tokens, verb);
        if (RoleAt(subject) == Role.Suspect) return suffers ? subject : null;
        return !suffers && (verbs[verb - offset] == Verb.Act || Grammar.IsGoingOn(narrative, tokens[verb]) || HasObject(tokens, verb, hit)) ? subject : null;
    }

    // "suspect is frightened of her", "the suspect blocked the victim"; not "suspect scared the victim".
    private int? SubjectOfFeeling(ReadOnlySpan<char> narrative, ReadOnlySpan<Token> tokens, TokenRange hit, bool isEffect)
    {
        if (Subject(narrative, tokens, hit.Start) is not { } subject || RoleAt(subject) != Role.Suspect) return null;
        return isEffect && !Passive(narrative, tokens, hit.Start) && HasObject(tokens, hit.End - 1, hit) ? null : subject;
    }

    // The name that the verb belongs to: right before it but for small words, or across "and" at the start of the clause.
    private int? Subject(ReadOnlySpan<char> narrative, ReadOnlySpan<Token> tokens, int verb)
    {
        var at = verb;
        if (!StepBack(tokens, ref at)) return null;
        if (Grammar.IsJoining(tokens[at]) && tokens[at].Break == TokenBreak.None)
        {
            for (var back = at - 1; back >= Math.Max(offset, at - FurthestSubject); back--)
            {
                if (Grammar.IsSubjectPronoun(tokens[back]) && !Grammar.IsSpeaker(tokens[back])) return null;
                if (IsSubject(narrative, tokens, back)) return Grammar.IsBeing(tokens[back + 1]) ? null : back;
                if (tokens[back].Break == TokenBreak.Sentence) return null;
            }

            return null;
        }

        return IsSubject(narrative, tokens, at) ? at : null;
    }

    private bool StepBack(ReadOnlySpan<Token> tokens, ref int at)
    {
        do
        {
            if (at <= offset || tokens[at].Break != TokenBreak.None) return false;
            at--;
        }
        while (Grammar.IsLight(tokens[at]) && RoleAt(at) == Role.None);

        return true;
    }

    private bool IsSubject(ReadOnlySpan<char> narrative, ReadOnlySpan<Token> tokens, int at)
    {
        if (Grammar.IsSpeaker(tokens[at])) return IsWriter(narrative, tokens, at);
        if (RoleAt(at) == Role.None || Grammar.IsPossessive(narrative, tokens[at])) return false;
        if (tokens[at].Break != TokenBreak.None) return true;
        var before = at - 1;
        if (Grammar.IsArticle(tokens[before]))
        {
            if (tokens[before].Break != TokenBreak.None || before == offset) return true;
            if (!Grammar.IsOpener(tokens[before])) before--;
        }

        return before >= offset && Grammar.IsOpener(tokens[before]);
    }

    // "I followed him" at the start of a clause; within 'he said "I followed you"' it is not the writer.
    private bool IsWriter(ReadOnlySpan<char> narrative, ReadOnlySpan<Token> tokens, int at)
    {
        var start = tokens[at].Span.Start;
        if (start > 0 && narrative[start - 1] is '"' or '“' or '\'' or '‘') return false;
        return tokens[at].Break == TokenBreak.Sentence || (at > offset && Grammar.IsJoining(tokens[at - 1]));
    }

    // "was followed", "has been called"; "been messaging" only sounds like it.
    private static bool Passive(ReadOnlySpan<char> narrative, ReadOnlySpan<Token> tokens, int verb)
    {
        if (Grammar.IsGoingOn(narrative, tokens[verb])) return false;
        for (var at = verb; at > 0 && tokens[at].Break == TokenBreak.None && Grammar.IsLight(tokens[at - 1]); at--)
            if (Grammar.IsBeing(tokens[at - 1])) return true;
        return false;
    }

    private bool HasObject(ReadOnlySpan<Token> tokens, int verb, TokenRange hit)
    {
        for (var at = verb + 1; at < limit && at <= Math.Max(verb + FurthestObject, hit.End - 1); at++)
        {
            if (tokens[at].Break != TokenBreak.None) return false;
            if (tokens[at].Hash == By) return false;
            if (Grammar.IsObjectPronoun(tokens[at]) || RoleAt(at) != Role.None) return true;
        }

        return false;
    }

    private Role RoleAt(int at) => at >= offset && at < limit ? roles[at - offset] : Role.None;

    // A name or a verb of several words stands where its last one does.
    private void Mark<T>(PhraseGroup phrases, T[] marks, T mark, MatchScratch scratch)
    {
        found.Clear();
        PhraseMatcher.FindAll(phrases, scratch, found);
        foreach (var range in found) marks[range.End - 1 - offset] = mark;
    }
}
