using System.Globalization;
using CrimeScreeningWorker.ReviewConsole.Frame;
using CrimeScreeningWorker.ReviewConsole.Pages.Queue;
using CrimeScreeningWorker.Screening.Review;
using Microsoft.AspNetCore.Http;

namespace CrimeScreeningWorker.ReviewConsole.Pages;

/// <summary>What the reader saved a moment ago, on the page that came next.</summary>
/// <param name="Undo">Null when the moment for it is over.</param>
internal sealed record SavedNotice(ReviewItem Item, string Answer, UndoBanner? Undo)
{
    /// <returns>Null when the address speaks of none, or of one that is not the reader's.</returns>
    public static async Task<SavedNotice?> ReadAsync(
        ReviewItems items, IQueryCollection address, QueueQuery query, Reviewer reader, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (CaseAddress.Parse(address["saved"]) is not { } key || !reader.MaySee(key)) return null;
        if (await items.ReadAsync(key, reader, now, cancellationToken) is not { } item) return null;
        var own = item.SecondDecision?.Reviewer == reader.Name ? item.SecondDecision : item.Decision;
        if (own?.Reviewer != reader.Name || own.Stalking is not { } answer) return null;
        var said = ReviewWording.Answer(answer).ToLowerInvariant();
        var undo = item.UndoUntil is { } until && until > now
            ? new UndoBanner(
                $"{key.CrimeReference}: {said}.",
                CaseAddress.With(query.AddressOf(key), "handler", "Undo"),
                new Dictionary<string, string>(StringComparer.Ordinal) { ["version"] = item.Version.ToString(CultureInfo.InvariantCulture) },
                until)
            : null;
        return new SavedNotice(item, said, undo);
    }
}
