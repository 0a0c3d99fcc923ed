using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Suggestions;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Scoring;

/// <summary>
/// Fuses what the record says and what is known of its people into one explained probability, with what follows from it. A plain
/// function of its input: no clock, no database, and no protected characteristic.
/// </summary>
public sealed class CrimeScorer
{
    /// <summary>Quotations for section 4A that a suggestion has behind those for stalking.</summary>
    private const int MostSectionQuotes = 4;

    private readonly RuleBook book;
    private readonly ScoringModel model;
    private readonly ScoringFeatures features;
    private readonly RecordingRules rules;
    private readonly ScoringOptions options;
    private readonly DueDates dueDates;
    private readonly double[] stalking;
    private readonly double[] online;
    private readonly double[] highRisk;
    private readonly double[] section4A;

    public CrimeScorer(RuleBook book, ScoringModel model, RecordingRules rules, ScoringOptions options)
    {
        (this.book, this.model, this.rules, this.options) = (book, model, rules, options);
        features = new ScoringFeatures(book);
        dueDates = new DueDates(options.DueHour);
        stalking = WeightsOf(Answer.Stalking, model.Stalking);
        online = WeightsOf(Answer.Online, model.Online);
        highRisk = WeightsOf(Answer.HighRisk, model.HighRisk);
        section4A = WeightsOf(Answer.Section4A, model.Section4A);
    }

    /// <summary>Scores a crime and says what crime data integrity is asked to consider.</summary>
    /// <param name="history">The linked crimes, oldest first.</param>
    /// <param name="asOf">The morning for which the reading is ordered; due times run from it.</param>
    public (Score Score, Suggestion? Suggestion) Score(Crime crime, CrimeReading reading, CourseOfConduct history, DateTimeOffset asOf)
    {
        Span<float> values = stackalloc float[features.All.Count];
        features.Fill(crime, reading, history, values);
        var parts = Parts(values);
        var logOdds = model.Stalking.Base + parts.Sum(p => p.LogOdds);
        var probability = model.Stalking.ProbabilityAt(logOdds);
        if (model.Stalking.Margin > 0)
            parts.Add(new Contribution(Contribution.Margin, "No more certain than the labelled records allow", AdditiveModel.LogOdds(probability) - logOdds));
        var breach = CaseFacts.IsBreach(crime, reading);
        var isOnline = Probability(model.Online, online, values) >= model.Thresholds.Online;
        var isHighRisk = Probability(model.HighRisk, highRisk, values) >= model.Thresholds.HighRisk;
        var facts = CaseFacts.Of(crime, reading, history, book, options.FewestWords) | CaseFacts.Bands(probability, model.Thresholds);
        var abstained = facts.HasFlag(CaseFact.TooShort) || SaysTooLittle(probability, reading);

        var action = rules.ActionFor(facts);
        var already = facts.HasFlag(CaseFact.Stalking);
        var toStalking = already || (action is not null && facts.HasFlag(CaseFact.Possible) && !abstained);
        var priority = PriorityOf(probability, breach, isHighRisk, abstained);
        var evidence = EvidenceOf(crime, reading, parts);
        var section = SectionEvidence.Of(crime, reading, history, book);
        var score = new Score
        {
            Crime = crime.Key,
            Probability = probability,
            TextScore = AdditiveModel.Probability(reading.TextLogit),
            Priority = priority,
            SuggestedClass = toStalking ? "8Q" : crime.HomeOfficeClass,
            SuggestedSection = !toStalking ? "none" : Probability(model.Section4A, section4A, values) >= model.Thresholds.Section4A ? "4A" : "2A",
            Online = isOnline,
            OrderBreach = breach,
            HighRisk = isHighRisk,
            Abstained = abstained,
            Contributions = [new Contribution("BASE", "Any record of which nothing is known", model.Stalking.Base), .. parts],
            Indicators = StrongestFirst(reading, parts),
            LinkedCrimes = [.. history.Crimes.Select(c => c.Key)],
            Reason = Reasons.Sentence(crime, history, parts, book, abstained),
            Evidence = evidence,
            Ask = Questions.For(crime, reading, history, breach, isOnline, section, options.MostQuestions),
            Section = section,
            Flags = FlagAudit.Of(
                crime, reading, facts.HasFlag(CaseFact.Breach), already, facts.HasFlag(CaseFact.Likely) && !abstained, evidence),
            DueBy = dueDates.DueBy(priority, asOf),
        };
        return (score, WithSection(rules.Suggest(crime, facts, score), crime, section));
    }

    // What supports section 4A belongs to a suggestion of it, behind the evidence for stalking.
    private static Suggestion? WithSection(Suggestion? suggestion, Crime crime, SectionEvidence section)
    {
        if (suggestion is not { SuggestedSection: "4A" }) return suggestion;
        var spans = suggestion.Evidence.ToBuilder();
        var most = spans.Count + MostSectionQuotes;
        foreach (var span in section.QuotesOf(crime.Key))
        {
            if (spans.Count == most) break;
            var quote = Quotations.Around(crime.Narrative, span);
            if (!spans.Any(s => s.Overlaps(quote))) spans.Add(quote);
        }

        return suggestion with { Evidence = spans.ToImmutable() };
    }

    // Risk moves a likely case up, never an unlikely one out of sight; a broken order is never low by default.
    private Priority PriorityOf(double probability, bool breach, bool risk, bool abstained)
    {
        var t = model.Thresholds;
        // Too little to judge is no evidence: a person asks this week, and the next working day where an order is broken.
        if (abstained) return breach || risk ? Priority.P2 : Priority.P3;
        if (probability >= t.Likely && risk) return Priority.P1;
        if (probability >= t.Strong && breach) return Priority.P1;
        if (probability >= t.Likely) return Priority.P2;
        if (probability >= t.Review) return breach || risk ? Priority.P2 : Priority.P3;
        return breach && probability >= t.Unlikely ? Priority.P3 : Priority.None;
    }

    // The band between "unlikely" and "to be read": a record that says neither that something was done nor that nothing was is a question.
    private bool SaysTooLittle(double probability, CrimeReading reading) =>
        probability >= model.Thresholds.Unlikely && probability < model.Thresholds.Review
        && !reading.Hits.Any(hit => hit is { Span: not null, Polarity: Polarity.Affirmed or Polarity.Denied } && book.Find(hit.Code) is { Weight: not 0 });

    private List<Contribution> Parts(ReadOnlySpan<float> values)
    {
        var parts = new List<Contribution>();
        for (var i = 0; i < stalking.Length; i++)
        {
            var effect = stalking[i] * values[i];
            if (effect != 0) parts.Add(new Contribution(features.All[i].Name, features.All[i].Title, effect));
        }

        parts.Sort((a, b) =>
        {
            var bySize = Math.Abs(b.LogOdds).CompareTo(Math.Abs(a.LogOdds));
            return bySize != 0 ? bySize : string.CompareOrdinal(a.Part, b.Part);
        });
        return parts;
    }

    private static double Probability(AdditiveModel head, double[] weights, ReadOnlySpan<float> values)
    {
        var logOdds = head.Base;
        for (var i = 0; i < weights.Length; i++) logOdds += weights[i] * values[i];
        return AdditiveModel.Probability(logOdds);
    }

    private double[] WeightsOf(Answer answer, AdditiveModel learnt)
    {
        var weights = new double[features.All.Count];
        foreach (var input in features.InputsOf(answer))
        {
            var name = input.Feature.Name;
            weights[input.Index] = learnt.Weights.TryGetValue(name, out var weight) ? weight
                // An indicator that a coordinator added after training counts with the weight written in the book.
                : answer == Answer.Stalking ? book.Find(name)?.Weight ?? 0 : 0;
        }

        return weights;
    }

    private ImmutableArray<Evidence> EvidenceOf(Crime crime, CrimeReading reading, List<Contribution> parts)
    {
        var evidence = ImmutableArray.CreateBuilder<Evidence>();
        foreach (var part in parts)
        {
            if (part.LogOdds <= 0 || evidence.Count >= options.MostEvidence) continue;
            var hit = reading.Hits.FirstOrDefault(h => h.Code == part.Part && h.Polarity == Polarity.Affirmed && h.Span is not null);
            if (hit?.Span is not { } span) continue;
            var quote = Quotations.Around(crime.Narrative, span);
            if (!evidence.Any(e => e.Span.Overlaps(quote))) evidence.Add(new Evidence(part.Part, part.Title, quote));
        }

        return evidence.ToImmutable();
    }

    private static ImmutableArray<string> StrongestFirst(CrimeReading reading, List<Contribution> parts)
    {
        var order = parts.Select((part, i) => (part.Part, i)).ToDictionary(p => p.Part, p => p.i, StringComparer.Ordinal);
        return
        [
            .. reading.Hits.Where(h => h.Polarity == Polarity.Affirmed).Select(h => h.Code).Distinct(StringComparer.Ordinal)
                .OrderBy(code => order.GetValueOrDefault(code, int.MaxValue)).ThenBy(code => code, StringComparer.Ordinal),
        ];
    }
}
