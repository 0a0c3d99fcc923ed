using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Text;
using CrimeScreeningWorker.Screening.TextModel;

namespace CrimeScreeningWorker.Screening.Promotion;

/// <summary>What one model says of crimes that another has scored: the same readings and histories, other weights.</summary>
internal static class Rescoring
{
    /// <param name="records">Which of the corpus; their histories may hold others of it.</param>
    /// <returns>By place in <paramref name="records"/>; equal to what a run with this model would store.</returns>
    public static Score[] Of(PreparedCorpus corpus, IReadOnlyList<int> records, ScoringPath path, DateTimeOffset asOf, CancellationToken cancellationToken)
    {
        var logits = new double[corpus.Records.Count];
        var (tokens, scratch) = (new TokenBuffer(), new FeatureScratch());
        foreach (var i in records.Concat(records.SelectMany(i => corpus.Links[i].Select(link => link.Other))).Distinct())
        {
            cancellationToken.ThrowIfCancellationRequested();
            NarrativeTokenizer.Tokenize(corpus.Records[i].Crime.Narrative, tokens);
            logits[i] = path.Model.Model.Score(tokens, scratch);
        }

        return
        [
            .. records.Select(i => path.Scorer.Score(
                corpus.Records[i].Crime, corpus.Readings[i] with { TextLogit = logits[i] }, corpus.HistoryOf(i, logits), asOf).Score),
        ];
    }
}
