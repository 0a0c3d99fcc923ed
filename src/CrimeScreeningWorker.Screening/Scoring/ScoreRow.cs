using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Suggestions;

namespace CrimeScreeningWorker.Screening.Scoring;

/// <summary>A score as the store takes it.</summary>
/// <param name="Values">In the order of the columns of <see cref="ScoreStore.SaveAsync"/>.</param>
internal sealed record ScoreRow(long CrimeId, bool IsQueued, object?[] Values)
{
    /// <remarks>Here and not in the store, so that every core can do its part of it.</remarks>
    public static ScoreRow Of(long crimeId, long run, long version, (Score Score, Suggestion? Suggestion) scored)
    {
        var (score, suggestion) = scored;
        var isQueued = score.Priority != Priority.None;
        return new ScoreRow(
            crimeId, isQueued,
            [
                crimeId, run, version, score.Probability, score.TextScore, isQueued ? score.Priority.ToString() : "none", score.SuggestedClass,
                score.SuggestedSection, score.Online ? 1L : 0L, score.OrderBreach ? 1L : 0L, score.HighRisk ? 1L : 0L,
                score.Abstained ? 1L : 0L, StoreTime.ToText(score.DueBy), StoreTime.ToOffset(score.DueBy), score.Reason,
                ScoreDetail.ToJson(score), suggestion is null ? null : SuggestionDetail.ToJson(suggestion),
            ]);
    }
}
