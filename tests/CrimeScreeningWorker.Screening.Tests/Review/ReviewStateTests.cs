using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Scoring;
using CsCheck;

namespace CrimeScreeningWorker.Screening.Tests.Review;

/// <summary>Whatever people and runs do to an item in whatever order: what must hold, holds.</summary>
public sealed class ReviewStateTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 15, 8, 0, 0, TimeSpan.Zero);

    private static readonly ReviewRules Rules = new(new ReviewOptions());

    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Int[0, 13], Gen.Int[0, 3], Gen.Int[0, 900], Gen.Int[0, 3], Gen.Bool, Gen.Bool,
        (act, who, seconds, priority, breach, risk) => new Step(act, who, seconds, (Priority)priority, breach, risk));

    private static readonly Reviewer[] People =
    [
        new("Ann", ReviewRole.Coordinator), new("Ben", ReviewRole.Coordinator), new("Cat", ReviewRole.Coordinator), new("Otto", ReviewRole.Operations),
    ];

    [Fact]
    public void AnyPath_ToDecided_GoesThroughANamedCoordinatorWithAReason() => Sample(history =>
    {
        foreach (var (before, e, after) in history.Transitions)
        {
            if (before.Status == after.Status || after.Status != ReviewStatus.Decided) continue;
            Assert.True(e is { Kind: ReviewEventKind.Decided, Reviewer.Length: > 0, Role: "coordinator", Stalking: not null, ShownRightly: not null, Reason.Length: > 0 });
            Assert.Equal((e!.Reviewer, e.At), (after.DecidedBy, after.DecidedAt));
            Assert.Equal(e.Reviewer, before.HolderAt(e.At));
        }

        // What runs do never decides, and never takes a decision back.
        foreach (var (before, e, after) in history.Transitions.Where(t => t.Event is null))
            Assert.Equal((before.Status, before.DecidedBy, before.Version, before.HeldBy), (after.Status, after.DecidedBy, after.Version, after.HeldBy));
    });

    [Fact]
    public void AnyPath_NothingIsEverLost() => Sample(history =>
    {
        Assert.Equal(Enumerable.Range(1, history.Events.Count), history.Events.Select(e => e.Event.Version));
        var again = ReviewState.New(history.Blind);
        foreach (var (e, machine) in history.Events) again = again.Follow(machine).Apply(e, machine);
        // What was raised after the last event is the machine's doing.
        Assert.Equal(history.State with { Raised = false }, again with { Raised = false });
    });

    [Fact]
    public void AnyPath_WhatIsPressing_IsNeverSilenced() => Sample(history =>
    {
        foreach (var (before, e, after) in history.Transitions)
        {
            if (e is { Kind: ReviewEventKind.Snoozed }) Assert.False(history.MachineAt(e.Version).IsPressing);
            if (after.Status == ReviewStatus.Decided && after.DecidedOn is { } then && e is null && before.Raised) Assert.True(after.Raised);
        }

        if (history.State is { Status: ReviewStatus.Decided, DecidedOn: { } on } && history.Machine.IsAbove(on))
            Assert.False(history.State.IsClosed);
    });

    [Fact]
    public void AnyPath_OfADoubleItem_HidesTheOpinionUntilTwoHaveAnswered() => Sample(history =>
    {
        foreach (var (_, e, after) in history.Transitions.Where(t => t.Event?.Kind == ReviewEventKind.SecondDecided))
        {
            Assert.NotEqual(after.DecidedBy, e!.Reviewer);
            Assert.Equal(history.Blind, BlindReading.Double);
        }

        if (history.State.Blind == BlindReading.Double && history.State.Second == SecondReading.Due && history.Events.All(e => e.Event.Kind is not ReviewEventKind.SecondDecided))
            Assert.True(history.State.IsMachineHidden);
    });

    private static void Sample(Action<History> holds) =>
        Gen.Select(Gen.Int[0, 3], Steps.Array[1, 40]).Sample((blind, steps) => holds(Play(
            blind switch { 1 => BlindReading.Audit, 2 => BlindReading.Double, 3 => BlindReading.Uncertain, _ => null }, steps)));

    private static History Play(BlindReading? blind, Step[] steps)
    {
        var history = new History(blind);
        var now = Start;
        foreach (var step in steps)
        {
            now = now.AddSeconds(step.Seconds);
            if (step.Act == 13)
            {
                history.Follow(new MachineView(step.Priority, 0.5, step.Breach, step.Risk));
                continue;
            }

            var ruling = Rule(history.Item(), step, People[step.Who], now);
            foreach (var e in ruling.Events) history.Apply(e);
        }

        return history;
    }

    private static Ruling Rule(ItemNow item, Step step, Reviewer person, DateTimeOffset now)
    {
        var form = step.Breach ? new DecisionForm(StalkingAnswer.Yes, step.Risk, "pattern", null) : new DecisionForm(StalkingAnswer.No, step.Risk, "single", null);
        return step.Act switch
        {
            0 or 1 => Rules.Claim(item, person, now),
            2 => ReviewRules.Release(item, person, now),
            3 => Rules.HandOver(item, People[(step.Who + 1) % 3].Name, null, person, now),
            4 => ReviewRules.Assign(item, step.Risk ? null : "Ben", person, now),
            5 or 6 => ReviewRules.Decide(item, form, person, now),
            7 => Rules.DecideInBulk(item, form, person, now),
            8 => Rules.Undo(item, person, now),
            9 => ReviewRules.Reverse(item, "Because.", person, now),
            10 => Rules.Wait(item, now.AddDays(1), "The officer", person, now),
            11 => Rules.Snooze(item, now.AddDays(1), null, person, now),
            _ => ReviewRules.Note(item, "A note.", null, null, person, now),
        };
    }

    private sealed record Step(int Act, int Who, int Seconds, Priority Priority, bool Breach, bool Risk);

    private sealed class History(BlindReading? blind)
    {
        public BlindReading? Blind => blind;

        public MachineView Machine { get; private set; } = new(Priority.P3, 0.3, OrderBreach: false, HighRisk: false);

        public ReviewState State { get; private set; } = ReviewState.New(blind);

        public List<(ReviewEvent Event, MachineView Machine)> Events { get; } = [];

        public List<(ReviewState Before, ReviewEvent? Event, ReviewState After)> Transitions { get; } = [];

        public ItemNow Item() => new(State, Machine, Opened: true, Events.Count == 0 ? null : Events[^1].Event);

        public MachineView MachineAt(int version) => Events[version - 1].Machine;

        public void Follow(MachineView machine)
        {
            Machine = machine;
            var before = State;
            State = State.Follow(machine);
            Transitions.Add((before, null, State));
        }

        public void Apply(ReviewEvent e)
        {
            var before = State;
            State = State.Apply(e, Machine);
            Events.Add((e, Machine));
            Transitions.Add((before, e, State));
        }
    }
}
