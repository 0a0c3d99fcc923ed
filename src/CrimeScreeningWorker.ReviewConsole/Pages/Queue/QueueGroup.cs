using System.Collections.Immutable;
using System.Globalization;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.ReviewConsole.Pages.Queue;

/// <summary>A part of the list under one heading.</summary>
/// <param name="Band">Null where the list is sorted by a column and has no parts.</param>
internal sealed record QueueGroup(IndexModel List, Priority? Band, IReadOnlyList<QueueItem> Items)
{
    /// <summary>How many of the whole band this page shows.</summary>
    public string Total
    {
        get
        {
            var all = Band is { } band ? List.Shown.Bands.GetValueOrDefault(band) : List.Shown.Total;
            return Items.Count < all ? $"{Items.Count:N0} of {all:N0}" : all.ToString("N0", CultureInfo.InvariantCulture);
        }
    }

    public string IdOf(QueueItem item) => string.Create(CultureInfo.InvariantCulture, $"{Band?.ToString() ?? "all"}-{IndexOf(item)}");

    /// <summary>What is new of an item since the reader last opened it, in sentences.</summary>
    public static IEnumerable<string> News(QueueItem item)
    {
        if (item.Raised) yield return "More urgent than when it was decided.";
        if (item.Disagreed) yield return "Two readers did not agree.";
        if (item.Changes.Length > 0) yield return $"New since you looked: {string.Join(", ", item.Changes.Select(ReviewWording.Change))}.";
    }

    /// <summary>Where people have brought it to.</summary>
    public string State(QueueItem item) => item switch
    {
        { Status: ReviewStatus.Waiting } => $"Waiting for {item.WaitingFor ?? "an answer"} until {ReviewWording.Day(item.Until)}",
        { Status: ReviewStatus.Snoozed } => $"Snoozed until {ReviewWording.Day(item.Until)}",
        { Status: ReviewStatus.Decided } => $"{(item.Stalking is { } answer ? ReviewWording.Answer(answer) : "Decided")}, by {item.DecidedBy} on {ReviewWording.Day(item.DecidedAt)}",
        { HeldBy: { } holder } => $"Held by {(holder == List.Reader.Name ? "you" : holder)} until {BritishTime.Clock(item.HeldUntil ?? List.Now)}",
        _ => "Nobody has it",
    };

    private int IndexOf(QueueItem item)
    {
        for (var i = 0; i < Items.Count; i++)
            if (ReferenceEquals(Items[i], item)) return i;
        return -1;
    }
}

/// <summary>An item as a ticked box sends it: which crime, and the version that the person saw.</summary>
internal static class PickedValue
{
    private const char Stroke = '|';

    public static string Of(QueueItem item) => string.Create(CultureInfo.InvariantCulture, $"{item.Version}{Stroke}{item.Key.ForceCode}{Stroke}{item.Key.CrimeReference}");

    /// <summary>The items of a form; what is no item is left out.</summary>
    public static ImmutableArray<PickedItem> Parse(IEnumerable<string?> values)
    {
        var picked = ImmutableArray.CreateBuilder<PickedItem>();
        foreach (var value in values)
        {
            if (value?.Split(Stroke, 3) is [var number, { Length: > 0 } force, { Length: > 0 } reference]
                && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
                picked.Add(new PickedItem(new CrimeKey(force, reference), version));
        }

        return [.. picked.DistinctBy(item => item.Crime)];
    }
}
