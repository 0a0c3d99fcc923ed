using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.Review;

/// <summary>An item as it stands when a person wants something of it.</summary>
/// <param name="Opened">The person has opened the case since the machine's last news of it.</param>
/// <param name="Last">The newest event; null: none yet.</param>
internal sealed record ItemNow(ReviewState State, MachineView Machine, bool Opened, ReviewEvent? Last);

/// <summary>What the rules say: events to be written, or why not.</summary>
internal sealed record Ruling(ImmutableArray<ReviewEvent> Events, ReviewOutcome Outcome, string Message, string? By = null, DateTimeOffset? At = null)
{
    public bool IsAllowed => Outcome == ReviewOutcome.Saved;
}

/// <summary>Who may do what to an item, and when: plain functions of the item, the person and the clock.</summary>
internal sealed class ReviewRules(ReviewOptions options)
{
    public Ruling Claim(ItemNow item, Reviewer reviewer, DateTimeOffset now) =>
        Barrier(item, reviewer, now) ?? Allow(Event(item, ReviewEventKind.Claimed, reviewer, now) with { Until = now + options.ClaimHold });

    public static Ruling Release(ItemNow item, Reviewer reviewer, DateTimeOffset now) =>
        OnlyCoordinators(reviewer) ?? (item.State.HolderAt(now) == reviewer.Name
            ? Allow(Event(item, ReviewEventKind.Released, reviewer, now))
            : NotHeld());

    public Ruling HandOver(ItemNow item, string to, string? note, Reviewer reviewer, DateTimeOffset now)
    {
        var colleague = to?.Trim() ?? "";
        if (Barrier(item, reviewer, now) is { } no) return no;
        if (colleague.Length == 0) return Refuse("Say to whom you hand it over.");
        if (colleague == reviewer.Name) return Refuse("You cannot hand it over to yourself.");
        if (item.State.Second == SecondReading.Due && colleague == item.State.DecidedBy) return Refuse("This colleague cannot take it.");
        return Allow(Event(item, ReviewEventKind.HandedOver, reviewer, now) with { Person = colleague, Note = Blank(note), Until = now + options.ClaimHold });
    }

    public static Ruling Assign(ItemNow item, string? to, Reviewer reviewer, DateTimeOffset now, bool bulk = false) =>
        Barrier(item, reviewer, now) ?? Allow(Event(item, ReviewEventKind.Assigned, reviewer, now) with { Person = Blank(to), Bulk = bulk });

    public static Ruling Decide(ItemNow item, DecisionForm form, Reviewer reviewer, DateTimeOffset now)
    {
        if (Barrier(item, reviewer, now) is { } no) return no;
        if (item.State.HolderAt(now) != reviewer.Name) return NotHeld();
        if (Flaw(form) is { } flaw) return Refuse(flaw);
        if (!item.Opened) return NotOpened();
        return Allow(Decision(item, form, reviewer, now));
    }

    /// <summary>"Not stalking", one of several.</summary>
    public Ruling DecideInBulk(ItemNow item, DecisionForm form, Reviewer reviewer, DateTimeOffset now)
    {
        if (Barrier(item, reviewer, now) is { } no) return no;
        if (Flaw(form) is { } flaw) return Refuse(flaw);
        if (form.Stalking != StalkingAnswer.No) return Refuse("Only 'not stalking' can be decided for several at once.");
        if (item.State.IsMachineHidden || item.State.Second is not null || item.State.Raised)
            return Refuse("This one has to be read and decided by itself.");
        if (item.Machine.Priority != Priority.P3 || item.Machine.IsPressing) return Refuse("Only items of the lowest group can be decided several at once.");
        if (!item.Opened) return NotOpened();
        var claim = Event(item, ReviewEventKind.Claimed, reviewer, now) with { Until = now + options.ClaimHold, Bulk = true };
        var held = item with { State = item.State.Apply(claim, item.Machine), Last = claim };
        return Allow(claim, Decision(held, form, reviewer, now) with { Bulk = true });
    }

    public Ruling Undo(ItemNow item, Reviewer reviewer, DateTimeOffset now)
    {
        if (OnlyCoordinators(reviewer) is { } no) return no;
        if (item.Last is not { Kind: ReviewEventKind.Decided or ReviewEventKind.SecondDecided } last || last.Reviewer != reviewer.Name)
            return Refuse("There is no decision of yours to undo.");
        if (now - last.At > options.UndoWithin) return Refuse("The time to undo is over: reverse the decision and say why.");
        return Allow(Event(item, ReviewEventKind.Undone, reviewer, now) with { RefersTo = last.Version, Until = now + options.ClaimHold });
    }

    public static Ruling Reverse(ItemNow item, string reason, Reviewer reviewer, DateTimeOffset now)
    {
        if (OnlyCoordinators(reviewer) is { } no) return no;
        // To a second reader it is an item that nobody has decided.
        if (item.State.Status != ReviewStatus.Decided || item.State.IsSecondReader(reviewer.Name)) return Refuse("There is no decision to reverse.");
        if (HeldByOther(item, reviewer, now) is { } held) return held;
        if (Blank(reason) is not { } why) return Refuse("Say why the decision is reversed.");
        return Allow(Event(item, ReviewEventKind.Reversed, reviewer, now) with { Reason = why });
    }

    public Ruling Wait(ItemNow item, DateTimeOffset until, string forWhat, Reviewer reviewer, DateTimeOffset now)
    {
        if (Barrier(item, reviewer, now) is { } no) return no;
        if (item.State.Second is not null || item.State.Raised) return Refuse("This one has to be decided: it cannot wait.");
        if (Blank(forWhat) is not { } what) return Refuse("Say what it waits for.");
        if (TooSoonOrLate(until, options.LongestWait, now) is { } wrong) return Refuse(wrong);
        return Allow(Event(item, ReviewEventKind.Waiting, reviewer, now) with { Until = until, Note = what });
    }

    public static Ruling Resume(ItemNow item, Reviewer reviewer, DateTimeOffset now)
    {
        if (Barrier(item, reviewer, now) is { } no) return no;
        return item.State.Status switch
        {
            ReviewStatus.Waiting => Allow(Event(item, ReviewEventKind.Resumed, reviewer, now)),
            ReviewStatus.Snoozed => Allow(Event(item, ReviewEventKind.Woken, reviewer, now)),
            _ => Refuse("It neither waits nor sleeps."),
        };
    }

    public Ruling Snooze(ItemNow item, DateTimeOffset until, string? note, Reviewer reviewer, DateTimeOffset now, bool bulk = false)
    {
        if (Barrier(item, reviewer, now) is { } no) return no;
        if (SnoozeRefusal(item.State, item.Machine) is { } loud) return Refuse(loud);
        if (TooSoonOrLate(until, options.LongestSnooze, now) is { } wrong) return Refuse(wrong);
        return Allow(Event(item, ReviewEventKind.Snoozed, reviewer, now) with { Until = until, Note = Blank(note), Bulk = bulk });
    }

    /// <summary>Why an item cannot be snoozed; null: it can.</summary>
    public static string? SnoozeRefusal(ReviewState state, MachineView machine)
    {
        // Said first, and alike for all that are read blind: the others would tell what the machine thinks.
        if (state.IsMachineHidden) return "An item that is read without the machine's opinion cannot be snoozed.";
        if (machine.OrderBreach) return "An order was broken: it cannot be snoozed.";
        if (machine.HighRisk) return "There are signs of a threat or another high risk: it cannot be snoozed.";
        if (machine.Priority == Priority.P1) return "It is to be read today: it cannot be snoozed.";
        return state.Second is not null || state.Raised ? "This one has to be decided: it cannot be snoozed." : null;
    }

    /// <param name="corrected">The event that the note puts right; null: it puts none right.</param>
    public static Ruling Note(ItemNow item, string note, int? corrects, ReviewEvent? corrected, Reviewer reviewer, DateTimeOffset now, bool bulk = false)
    {
        if (reviewer.Role is not (ReviewRole.Coordinator or ReviewRole.Cdi or ReviewRole.Registrar)) return Refuse("Your role cannot add notes.");
        if (Blank(note) is not { } words) return Refuse("Write the note.");
        if (corrects is not null && corrected is not { Kind: ReviewEventKind.Noted or ReviewEventKind.Corrected }) return Refuse("The note to be put right is not there.");
        return Allow(Event(item, corrects is null ? ReviewEventKind.Noted : ReviewEventKind.Corrected, reviewer, now) with
        {
            Note = words,
            RefersTo = corrects,
            Bulk = bulk,
        });
    }

    public static Ruling Act(ItemNow item, ReviewAction action, bool answer, string? why, Reviewer reviewer, DateTimeOffset now)
    {
        if (OnlyCoordinators(reviewer) is { } no) return no;
        if (!Enum.IsDefined(action)) return Refuse("There is no such action.");
        if (!answer && Blank(why) is null) return Refuse("Say why not.");
        return Allow(Event(item, ReviewEventKind.Acted, reviewer, now) with { Action = action, Answer = answer, Note = Blank(why) });
    }

    /// <summary>What somebody did in between, to the person who did not know of it.</summary>
    public static Ruling Conflict(ItemNow item, Reviewer reviewer)
    {
        if (item.Last is not { } last) return new Ruling([], ReviewOutcome.Conflict, "This is not what the item says now. Look at it again.");
        var blind = item.State.IsSecondReader(reviewer.Name) && last.Reviewer == item.State.DecidedBy;
        var what = last.Kind switch
        {
            _ when blind => "worked on it",
            ReviewEventKind.Claimed => "took it",
            ReviewEventKind.Released => "let it go",
            ReviewEventKind.HandedOver => $"handed it over to {last.Person}",
            ReviewEventKind.Assigned => last.Person is null ? "took the assignment away" : $"assigned it to {last.Person}",
            ReviewEventKind.Decided or ReviewEventKind.SecondDecided => "decided it",
            ReviewEventKind.Undone => "undid a decision on it",
            ReviewEventKind.Reversed => "reversed the decision on it",
            ReviewEventKind.Waiting => "set it to wait",
            ReviewEventKind.Snoozed => "snoozed it",
            ReviewEventKind.Resumed or ReviewEventKind.Woken => "brought it back",
            ReviewEventKind.Noted or ReviewEventKind.Corrected => "added a note",
            _ => "recorded an action",
        };
        var who = last.Reviewer == reviewer.Name ? "You" : last.Reviewer;
        return new Ruling(
            [], ReviewOutcome.Conflict, $"{who} {what} on {BritishTime.DayAndClock(last.At)}, after you opened it. Nothing was changed. Look at it again.",
            last.Reviewer, last.At);
    }

    private static ReviewEvent Decision(ItemNow item, DecisionForm form, Reviewer reviewer, DateTimeOffset now) =>
        Event(item, item.State.IsSecondReader(reviewer.Name) ? ReviewEventKind.SecondDecided : ReviewEventKind.Decided, reviewer, now) with
        {
            Stalking = form.Stalking,
            ShownRightly = form.ShownRightly,
            Reason = form.Reason,
            Note = Blank(form.Note),
        };

    private static string? Flaw(DecisionForm form)
    {
        if (!Enum.IsDefined(form.Stalking)) return "Say whether it is stalking.";
        if (DecisionReasons.Find(form.Reason) is not { } reason) return "Choose a reason.";
        if (!reason.For.Contains(form.Stalking)) return "The reason does not fit the answer.";
        return reason.Code == "other" && Blank(form.Note) is null ? "Say what the reason is." : null;
    }

    private static Ruling? Barrier(ItemNow item, Reviewer reviewer, DateTimeOffset now)
    {
        if (OnlyCoordinators(reviewer) is { } no) return no;
        if (item.State.IsClosed) return Refuse("It is decided. To change that, reverse the decision and say why.");
        if (item.State.Second == SecondReading.Due && item.State.DecidedBy == reviewer.Name) return Refuse("You have decided it; a colleague reads it next.");
        return HeldByOther(item, reviewer, now);
    }

    private static Ruling? OnlyCoordinators(Reviewer reviewer) =>
        reviewer.Role == ReviewRole.Coordinator ? null : Refuse("Only a coordinator can do this.");

    private static Ruling? HeldByOther(ItemNow item, Reviewer reviewer, DateTimeOffset now) =>
        item.State.HolderAt(now) is { } holder && holder != reviewer.Name
            ? new Ruling(
                [], ReviewOutcome.HeldByOther, $"{holder} has it in hand until {BritishTime.Clock(item.State.HeldUntil!.Value)}.", holder, item.State.HeldUntil)
            : null;

    private static string? TooSoonOrLate(DateTimeOffset until, TimeSpan longest, DateTimeOffset now) =>
        until <= now ? "The day must lie ahead." : until > now + longest ? $"The day can be at most {longest.TotalDays:0} days ahead." : null;

    private static ReviewEvent Event(ItemNow item, ReviewEventKind kind, Reviewer reviewer, DateTimeOffset now) =>
        new(item.State.Version + 1, kind, reviewer.Name, reviewer.RoleText, now)
        {
            Blind = item.State.IsMachineHidden,
            Priority = item.Machine.Priority,
            Probability = item.Machine.Probability,
        };

    private static Ruling Allow(params ImmutableArray<ReviewEvent> events) => new(events, ReviewOutcome.Saved, "");

    private static Ruling Refuse(string why) => new([], ReviewOutcome.Refused, why);

    private static Ruling NotHeld() => new([], ReviewOutcome.NotHeld, "You do not have it in hand, or your hold has run out. Take it first.");

    private static Ruling NotOpened() =>
        new([], ReviewOutcome.EvidenceNotOpened, "Open the case first: it has not been looked at, or has changed since. Then decide.");

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
