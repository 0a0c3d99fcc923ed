using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Scoring;

namespace CrimeScreeningWorker.Screening.Triage;

/// <summary>What the records say of a behaviour. Nothing here means that it did not happen.</summary>
internal enum BehaviourState
{
    NotStated,
    Denied,
    SeenInLinkedCrime,
    Seen,
}

/// <summary>The seven examples of s2A(3) of the Protection from Harassment Act 1997, and FOUR, for one crime.</summary>
internal static class Behaviours
{
    public static IReadOnlyList<(string Item, string Title)> Examples { get; } =
    [
        ("B1", "Following"),
        ("B2", "Contacting"),
        ("B3", "Publishing"),
        ("B4", "Monitoring online"),
        ("B5", "Loitering"),
        ("B6", "Interfering with property"),
        ("B7", "Watching or spying"),
    ];

    public static IReadOnlyList<(char Letter, string Title)> Four { get; } =
        [('F', "Fixated"), ('O', "Obsessive"), ('U', "Unwanted"), ('R', "Repeated")];

    public static BehaviourState StateOf(string item, ScreenedCrime crime, OutputContext context) =>
        StateOf(crime, hit => context.Indicators.TryGetValue(hit.Code, out var indicator) && indicator.Behaviour == item);

    /// <summary>An earlier or later crime between the same two people is a repetition by itself.</summary>
    public static BehaviourState StateOf(char letter, ScreenedCrime crime, OutputContext context)
    {
        var state = StateOf(crime, hit => context.Indicators.TryGetValue(hit.Code, out var indicator) && indicator.Four.Contains(letter));
        return letter == 'R' && state < BehaviourState.SeenInLinkedCrime && crime.History.Crimes.Any(IsOfTheSamePeople)
            ? BehaviourState.SeenInLinkedCrime
            : state;
    }

    private static BehaviourState StateOf(ScreenedCrime crime, Predicate<IndicatorHit> speaksToIt)
    {
        var state = StateIn(crime.Reading, speaksToIt);
        return state < BehaviourState.SeenInLinkedCrime
            && crime.History.Crimes.Any(linked => IsOfTheSamePeople(linked) && StateIn(linked.Reading, speaksToIt) == BehaviourState.Seen)
                ? BehaviourState.SeenInLinkedCrime
                : state;
    }

    private static BehaviourState StateIn(CrimeReading reading, Predicate<IndicatorHit> speaksToIt)
    {
        var state = BehaviourState.NotStated;
        foreach (var hit in reading.Hits)
        {
            if (!speaksToIt(hit)) continue;
            if (hit.Polarity == Polarity.Affirmed) return BehaviourState.Seen;
            if (hit.Polarity == Polarity.Denied) state = BehaviourState.Denied;
        }
        return state;
    }

    /// <summary>What a counter-allegation or another victim's crime says was not done to this victim by this suspect.</summary>
    public static bool IsOfTheSamePeople(LinkedCrime crime) =>
        crime.Links.Any(link => link.Basis is LinkBasis.SamePair or LinkBasis.SameVictimSuspectUnknown);
}
