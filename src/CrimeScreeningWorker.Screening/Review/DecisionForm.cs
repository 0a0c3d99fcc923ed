namespace CrimeScreeningWorker.Screening.Review;

/// <summary>What a person decides of a crime.</summary>
/// <param name="ShownRightly">Was it right to show it, whatever it is?</param>
/// <param name="Reason">A code of <see cref="DecisionReasons"/>.</param>
/// <param name="Note">Own words; needed where the reason is <c>other</c>.</param>
public sealed record DecisionForm(StalkingAnswer Stalking, bool ShownRightly, string Reason, string? Note);

/// <summary>A reason to choose from.</summary>
/// <param name="Code">Kept in the store; never reused for another meaning.</param>
/// <param name="For">The answers that it can stand for.</param>
public sealed record DecisionReason(string Code, string Title, params IReadOnlyList<StalkingAnswer> For);

/// <summary>The list of reasons.</summary>
public static class DecisionReasons
{
    private const StalkingAnswer Yes = StalkingAnswer.Yes, No = StalkingAnswer.No, Unsure = StalkingAnswer.Unsure;

    public static IReadOnlyList<DecisionReason> All { get; } =
    [
        new("pattern", "A course of conduct with acts associated with stalking", Yes),
        new("ex-partner", "A course of conduct by a former partner", Yes),
        new("order-pattern", "Breaches of an order that form a pattern", Yes),
        new("history", "The earlier crimes of these people show it", Yes),
        new("single", "A single act, no course of conduct", No),
        new("mutual", "Contact from both sides", No),
        new("dispute", "A dispute over money, children or a boundary", No),
        new("harassment-only", "Harassment without acts associated with stalking", No),
        new("not-persons", "The linked records are of other people", No, Unsure),
        new("recorded-rightly", "Recorded rightly already", Yes, No),
        new("too-little", "The record says too little", No, Unsure),
        new("ask-officer", "The officer in the case must be asked first", Unsure),
        new("other", "Something else (say what)", Yes, No, Unsure),
    ];

    public static DecisionReason? Find(string? code) => All.FirstOrDefault(reason => string.Equals(reason.Code, code, StringComparison.Ordinal));
}
