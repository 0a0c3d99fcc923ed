using System.Collections.Immutable;
using System.IO.Enumeration;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Suggestions;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Database.Tests;

/// <summary>
/// The middle of the path in its plainest form: every word of a narrative counts, identifiers are marked in it, and a score shows each link and
/// each linked reading it was given, so that a link too many or too few is seen in the stored row.
/// </summary>
internal static class PlainSteps
{
    public static ScreeningSteps Create(string ruleBookVersion = "rules-1", string modelVersion = "model-1", double logitPerWord = 0.01) =>
        new(crime => Read(crime, logitPerWord), Link, ScoreAndSuggest, ruleBookVersion, modelVersion);

    private static CrimeReading Read(Crime crime, double logitPerWord)
    {
        var words = crime.Narrative.Split(' ');
        var identifiers = ImmutableArray.CreateBuilder<TextIdentifier>();
        foreach (var word in words)
        {
            var span = new TextSpan(crime.Narrative.IndexOf(word, StringComparison.Ordinal), word.Length);
            if (word.StartsWith("tel:", StringComparison.Ordinal)) identifiers.Add(new TextIdentifier(IdentifierKind.Phone, word[4..], span));
            if (word.StartsWith("car:", StringComparison.Ordinal)) identifiers.Add(new TextIdentifier(IdentifierKind.Vehicle, word[4..], span));
            if (word.StartsWith("house:", StringComparison.Ordinal)) identifiers.Add(new TextIdentifier(IdentifierKind.Address, word[6..].Replace('_', ' '), span));
            if (word.StartsWith("number:", StringComparison.Ordinal)) identifiers.Add(new TextIdentifier(IdentifierKind.Reference, word[7..], span));
        }

        var hit = new IndicatorHit("FIRST", new TextSpan(0, words[0].Length), Polarity.Affirmed, Cue: null, Sentence: 0);
        return new CrimeReading((crime.Narrative.Length * logitPerWord) - 1, [hit], identifiers.ToImmutable(), words.Length);
    }

    private static List<Link> Link(LinkableCrime crime, IReadOnlyList<LinkableCrime> candidates)
    {
        var links = new List<Link>();
        foreach (var other in candidates)
        {
            if (crime.Key.ForceCode == other.Key.ForceCode)
            {
                var victim = crime.VictimId is not null && crime.VictimId == other.VictimId;
                var suspect = crime.SuspectId is not null && crime.SuspectId == other.SuspectId;
                if (victim && suspect) links.Add(new Link(crime.Key, other.Key, LinkBasis.SamePair, 1, "same victim and suspect"));
                else if (suspect) links.Add(new Link(crime.Key, other.Key, LinkBasis.SameSuspect, 0.6, "same suspect"));
                else if (victim) links.Add(new Link(crime.Key, other.Key, LinkBasis.SameVictim, 0.2, "same victim"));
                else if (crime is { VictimId: not null, SuspectId: not null } && crime.VictimId == other.SuspectId && crime.SuspectId == other.VictimId)
                    links.Add(new Link(crime.Key, other.Key, LinkBasis.CounterAllegation, 0.9, "roles exchanged"));
            }

            foreach (var shared in crime.Identifiers.Intersect(other.Identifiers))
                links.Add(new Link(crime.Key, other.Key, (LinkBasis)((int)LinkBasis.Phone + (int)shared.Kind), 0.85, "same identifier"));
            if (Fits(crime, other) || Fits(other, crime)) links.Add(new Link(crime.Key, other.Key, LinkBasis.Vehicle, 0.4, "part of a registration"));
        }

        return links;
    }

    private static bool Fits(LinkableCrime part, LinkableCrime whole) => part.Identifiers
        .Where(pattern => pattern.Value.Contains('*', StringComparison.Ordinal))
        .Any(pattern => whole.Identifiers.Any(plate =>
            !plate.Value.Contains('*', StringComparison.Ordinal) && FileSystemName.MatchesSimpleExpression(pattern.Value, plate.Value)));

    private static (Score Score, Suggestion? Suggestion) ScoreAndSuggest(
        Crime crime, CrimeReading reading, CourseOfConduct history, DateTimeOffset asOf)
    {
        var score = Score(crime, reading, history);
        return (score, Suggest(crime, score));
    }

    private static Score Score(Crime crime, CrimeReading reading, CourseOfConduct history)
    {
        var parts = history.Crimes
            .SelectMany(other => other.Links.Select(link => new Contribution($"{link.Basis} {other.Key}", link.By, link.Strength + other.Reading.TextLogit)))
            .Append(new Contribution("TEXT", "The words", reading.TextLogit))
            .ToImmutableArray();
        var probability = 1 / (1 + Math.Exp(-parts.Sum(part => part.LogOdds)));
        return new Score
        {
            Crime = crime.Key,
            Probability = probability,
            TextScore = 1 / (1 + Math.Exp(-reading.TextLogit)),
            Priority = probability > 0.35 ? Priority.P2 : Priority.None,
            SuggestedClass = crime.HomeOfficeClass,
            SuggestedSection = "none",
            Online = false,
            OrderBreach = false,
            HighRisk = history.Crimes.Count > 2,
            Abstained = false,
            Contributions = parts,
            Indicators = [.. reading.Hits.Select(hit => hit.Code)],
            LinkedCrimes = [.. history.Crimes.Select(other => other.Key)],
            Reason = $"{history.Crimes.Count} other crimes.",
            Evidence = [new Evidence("FIRST", "First word", reading.Hits[0].Span!.Value)],
            Ask = ["Since when?"],
            DueBy = probability > 0.35 ? crime.RecordedAt.AddDays(1) : null,
        };
    }

    private static Suggestion? Suggest(Crime crime, Score score) =>
        score.Priority == Priority.None
            ? null
            : new Suggestion(
                crime.Key, SuggestionAction.Review, crime.HomeOfficeClass, "8Q", "2A", "R5", "R5: two or more acts", "medium",
                score.LinkedCrimes, [score.Evidence[0].Span]);
}
