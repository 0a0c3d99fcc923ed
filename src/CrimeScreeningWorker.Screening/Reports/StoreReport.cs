using System.Collections.Immutable;
using System.Globalization;
using CrimeScreeningWorker.Screening.Estimation;
using CrimeScreeningWorker.Screening.Monitoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.Reports;

/// <summary>The report on what a store holds: how the list and its readers do, told from their decisions and the random sample.</summary>
/// <param name="capacity">Reviews a day.</param>
public sealed class StoreReport(ScreeningDatabase database, MonitoringOptions options, ScopeOptions scope, int capacity)
{
    private readonly MonitoringStore store = new(database);

    /// <param name="threshold">Probability from which on a crime is listed by the model that is live.</param>
    /// <param name="asOf">What came later is left out.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public async Task<ReportData> MakeAsync(double threshold, string model, string ruleBook, DateTimeOffset asOf, CancellationToken cancellationToken)
    {
        var since = BritishTime.StartOf(BritishTime.Month(asOf).AddMonths(1 - options.Months));
        var watching = MonitoringReport.Of(
            await store.ReadScoresAsync(since, cancellationToken), await store.ReadDecisionsAsync(since, options.LongestPause, cancellationToken), threshold, asOf, options);
        var records = await new DecidedRecords(database).ReadAsync(since, cancellationToken);
        var missed = MissedReport.Of(await new ReviewedCrimesReader(database, scope).ReadAsync(cancellationToken), capacity);
        return Of(records, watching, missed, model, ruleBook, options);
    }

    /// <summary>The report of plain records: what is decided, and what watching shows.</summary>
    public static ReportData Of(
        IReadOnlyList<JudgedRecord> records, MonitoringReport watching, MissedReport missed, string model, string ruleBook, MonitoringOptions options)
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(watching);
        ArgumentNullException.ThrowIfNull(missed);
        ArgumentNullException.ThrowIfNull(options);
        var (listed, sampled) = (records.Count(r => r.Listed), records.Count(r => r.Sampled));
        // A curve of what was read alone would say that nothing is ever missed.
        var ranking = sampled > 0 ? RankingPictures.Of(records) : null;
        return new ReportData(
            "How the list and its readers do",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{records.Count:N0} settled crimes of the last {options.Months} months: {listed:N0} that the machine had listed and {sampled:N0} drawn by chance from what it had not. Each of the latter stands for as many as it was drawn from."),
            watching.AsOf, model, ruleBook, Keys(records, watching, missed.All.Share), ranking, sampled > 0 ? GroupComparison.Of(records) : [], [], watching.Drift, options, watching,
            [
                .. sampled == 0 ? ["No crime of the random sample has been settled, so nothing is known of what is missed: there are no curves and no groups."] : Array.Empty<string>(),
                "What people decided is taken for the truth, and people err: labels that two readers agreed on are few.",
                "Recall rests on the few crimes of the random sample, of which each stands for many. One more case among them moves it far.",
                "Each probability is what the model of that time said. Where models changed, the curves mix them; drift never looks across a change.",
                "What an indicator found and cost is told from what people read. Of what nobody read nobody knows.",
                "Time on an item runs from opening a crime to deciding on it: it holds pauses, and none of the thinking done elsewhere.",
            ])
        {
            Missed = missed,
        };
    }

    private static ImmutableArray<KeyFigure> Keys(IReadOnlyList<JudgedRecord> records, MonitoringReport watching, WeightedShare missed)
    {
        var shown = records.Where(r => r.Listed).ToList();
        return
        [
            new KeyFigure(CorpusReport.Percent(Proportion.Wilson(shown.Count(r => r.Stalking), shown.Count).Share), "of what was listed and settled is stalking"),
            new KeyFigure(
                missed.Sampled == 0 ? "–" : CorpusReport.Percent(missed.Share),
                missed.Sampled == 0
                    ? "of what was not listed is stalking: no crime of the sample is settled"
                    : $"of what was not listed is stalking, by the sample (95 %: {CorpusReport.Percent(missed.Low)} to {CorpusReport.Percent(missed.High)})"),
            new KeyFigure(watching.Agreement.Sum(a => a.Decisions).ToString("N0", CultureInfo.InvariantCulture), "decisions"),
            new KeyFigure(watching.Findings.Length.ToString(CultureInfo.InvariantCulture), watching.Findings.Length == 1 ? "thing needs a person" : "things need a person"),
        ];
    }
}
