using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Storage;
using Dapper;

namespace CrimeScreeningWorker.Screening.Labels;

/// <summary>For how many crimes each labelled one stands, so that what is learnt from them speaks for all that a force recorded.</summary>
/// <remarks>
/// A crime drawn by chance stands for 1 / its chance (Horvitz and Thompson, 1952), and so for the pile that is not read. A crime read for its place
/// in the list stands for the others of its tenth of probability that were listed and that nobody has read. What was picked as uncertain, or came on
/// somebody's sheet, stands for itself: by what chance it was read is not known.
/// </remarks>
public sealed class SelectionWeights
{
    /// <summary>Tenths of the probability.</summary>
    private const int Bands = 10;

    private readonly Dictionary<long, int> listed;
    private readonly double[] byBand = new double[Bands];

    private SelectionWeights(Dictionary<long, int> listed) => this.listed = listed;

    /// <param name="scores">By crime: the newest probability, for those that stand in the list.</param>
    /// <param name="labelled">Crimes with a label that counts.</param>
    internal static SelectionWeights Of(IEnumerable<KeyValuePair<long, double>> scores, IEnumerable<long> labelled)
    {
        var weights = new SelectionWeights(scores.ToDictionary(score => score.Key, score => Math.Clamp((int)(score.Value * Bands), 0, Bands - 1)));
        var (all, read) = (new int[Bands], new int[Bands]);
        foreach (var band in weights.listed.Values) all[band]++;
        foreach (var crime in labelled)
            if (weights.listed.TryGetValue(crime, out var band)) read[band]++;
        for (var band = 0; band < Bands; band++) weights.byBand[band] = read[band] == 0 ? 1 : (double)all[band] / read[band];
        return weights;
    }

    internal static async Task<SelectionWeights> ReadAsync(StoreSession session, IEnumerable<long> labelled, CancellationToken cancellationToken)
    {
        var none = Review.StoreWords.Of(Priority.None);
        var rows = await session.Connection.QueryAsync<(long Crime, double Probability)>(new CommandDefinition(
            "select crime_id, probability from score where priority <> @none", new { none }, session.Transaction, cancellationToken: cancellationToken));
        return Of(rows.Select(row => KeyValuePair.Create(row.Crime, row.Probability)), labelled);
    }

    /// <returns>At least 1.</returns>
    internal double Of(long crime, SettledLabel label) => label.Sample switch
    {
        LabelSample.Random => label.Weight ?? 1,
        LabelSample.Ranked or LabelSample.BackScan when listed.TryGetValue(crime, out var band) => byBand[band],
        _ => 1,
    };
}
