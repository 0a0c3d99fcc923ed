using System.Collections.Immutable;
using System.Globalization;
using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Monitoring;
using CrimeScreeningWorker.Screening.Retraining;

namespace CrimeScreeningWorker.Screening.Reports;

/// <summary>The report on a labelled corpus: each force judged by a path that never saw it, with thresholds chosen without it.</summary>
public static class CorpusReport
{
    public static ReportData Of(EvaluationResult result, ImmutableArray<LearningPoint> learning, PreparedCorpus corpus, string ruleBook, MonitoringOptions options)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(corpus);
        var records = Records(result, corpus);
        var ranking = RankingPictures.Of(records);
        var worker = result.Report.ForceLeftOut.Worker;
        return new ReportData(
            "How well the worker finds stalking",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{records.Length:N0} labelled records of {result.LeftOut.Count} forces, {records.Count(r => r.Stalking):N0} of them stalking. Every force was judged by a worker trained without it, with a review threshold chosen without it. All records are invented."),
            MadeAt: null,
            "trained for each force left out", ruleBook,
            [
                new KeyFigure(Percent(worker.RecallAt40.Mean), "of the stalking is found when the first 40 % of the list is read (mean of the forces)"),
                new KeyFigure(Percent(worker.WorkSavedAt95.Mean), "of the reading is saved when 95 % is to be found (WSS@95)"),
                new KeyFigure(ranking is null ? "–" : Percent(ranking.Listed.Precision), "of what the list shows is stalking"),
                new KeyFigure(Number(worker.CalibrationError!.Mean), "calibration error, mean of the forces: how far a probability is from what is true; smaller over all records together"),
            ],
            ranking, GroupComparison.Of(records), learning,
            ScoreDrift.ByMonth(records.Select(r => new MonitoredScore(r.At, r.Probability, "each force left out", [])), options), options, Watching: null,
            [
                "The records are invented by a few writers in the style of police records. Real ones are messier, and a force should expect lower figures until it has measured its own.",
                $"{Percent(records.Average(r => r.Stalking ? 1.0 : 0))} of the records is stalking. Where stalking is rarer, precision is lower at the same recall.",
                "Where a group holds few cases, its interval is wide: no difference found is not the same as no difference.",
                .. corpus.Records.Any(SealedRecords.Contains)
                    ? ["The writers of the rules had read the records of all forces but one: of that one, controlroom, the figures are the nearest to a force never seen."]
                    : Array.Empty<string>(),
            ]);
    }

    private static ImmutableArray<JudgedRecord> Records(EvaluationResult result, PreparedCorpus corpus) =>
    [
        .. result.LeftOut.SelectMany(force =>
        {
            var review = ThresholdChooser.ChooseWithout(force.Name, result.Folds, corpus).Review;
            return force.Outcomes.Select(o =>
            {
                var record = corpus.Records[o.Record];
                return new JudgedRecord(
                    record.Crime.RecordedAt, o.Probability, o.Probability >= review, record.Label.Stalking, Weight: 1,
                    [
                        .. ReportGroups.Of(record.Crime.Relationship, record.Crime.Flags, record.Label.Online, record.Crime.HomeOfficeClass, record.Equality),
                        new Membership("Force", force.Name),
                    ])
                {
                    Others = [("text alone", o.Text), ("keyword search", o.Keywords), ("order of classes", o.ClassOrder)],
                };
            });
        }),
    ];

    internal static string Percent(double share) => double.IsNaN(share) ? "–" : (100 * share).ToString("0", CultureInfo.InvariantCulture) + "\u00A0%";

    internal static string Number(double value) => double.IsNaN(value) ? "–" : value.ToString("0.000", CultureInfo.InvariantCulture);
}
