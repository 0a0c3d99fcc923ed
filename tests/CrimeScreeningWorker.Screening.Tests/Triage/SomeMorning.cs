using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Suggestions;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.Tests.Triage;

/// <summary>A morning with the cases that a page has to say well. Everybody in it is invented.</summary>
internal static class SomeMorning
{
    public static ScreenedCrime[] Crimes =>
        [Neighbour(), BreachByExPartner(), TooShort(), UnknownCaller(), Colleague(), CounterAllegation(), RecordedAsStalking(), Lilies()];

    public static ScreenedCrime BreachByExPartner()
    {
        const string narrative = """
            IP states that her ex-partner has attended the H/A again despite the NMO served 12/12. At approx 0640hrs on 13/01 she opened the blinds and saw SUSP sat in his car outside her home, engine off, looking up at the bedroom window. He was still there at 0720hrs when she left for work and she believes he drove behind her as far as the retail park.

            Since the order he has called from withheld numbers (IP counted 31 calls on 10/01), messaged on WhatsApp until she blocked him, and then started sending £0.01 bank transfers with words in the reference box. The last one read NICE RED COAT. IP had worn a new red coat that day and had not posted any picture of it.

            On 11/01 her garage found a tracker under the rear arch of her Corsa. SUSP denies owning any tracker and denies that he has damaged the car. IP says there have been no threats made. She is worried he may wait outside the school. IP is petrified, has moved to sleep at her sister's and no longer goes to her evening class. Officers waited outside the address until 0900hrs. BWV refers. DASH completed, HIGH.
            """;
        var crime = Some.Crime("CR/004512/26", Priority.P1, 0.9412, "66", "2026-01-13T17:00:00+00:00", "2026-01-13T10:05:00+00:00", narrative).WithHits(
            ("TRACKER", "found a tracker under the rear arch", Polarity.Affirmed),
            ("LOITER", "sat in his car outside her home", Polarity.Affirmed),
            ("WATCH", "looking up at the bedroom window", Polarity.Affirmed),
            ("FOLLOW", "drove behind her", Polarity.Affirmed),
            ("REL_EX", "ex-partner", Polarity.Affirmed),
            ("ORDER", "despite the NMO", Polarity.Affirmed),
            ("HIFREQ", "31 calls on 10/01", Polarity.Affirmed),
            ("UNWANTED", "blocked him", Polarity.Affirmed),
            ("MULTI_CH", "sending £0.01 bank transfers", Polarity.Affirmed),
            ("FEAR", "IP is petrified", Polarity.Affirmed),
            ("LIFECHANGE", "no longer goes to her evening class", Polarity.Affirmed),
            ("PROPERTY", "damaged the car", Polarity.Denied),
            ("THREAT", "threats made", Polarity.Denied),
            ("LOITER", "wait outside the school", Polarity.Hypothetical),
            ("LOITER", "Officers waited outside the address", Polarity.SomeoneElse));
        crime = crime.WithHistory(
            Some.Linked(crime, "CR/102877/25", "8R", "Malicious communications (s1 MCA 1988)", "2025-11-24T08:20:00+00:00", "2025-11-22T22:10:00+00:00",
                LinkBasis.SamePair, 0.95, "same victim and suspect", new IndicatorHit("PUBLISH", null, Polarity.Affirmed, null, 0)),
            Some.Linked(crime, "CR/108213/25", "58C", "Criminal damage to a vehicle", "2025-12-13T19:45:00+00:00", null,
                LinkBasis.SameVictimSuspectUnknown, 0.6, "same victim, suspect not known there"),
            Some.Linked(crime, "CR/000931/26", "66", "Breach of non-molestation order", "2026-01-03T07:30:00+00:00", "2026-01-02T23:50:00+00:00"));
        return crime with
        {
            Changed = true,
            Crime = crime.Crime with
            {
                UpdatedAt = Some.At("2026-01-13T21:30:00+00:00"),
                OccurredFrom = Some.At("2026-01-10T00:00:00+00:00"),
                OccurredTo = Some.At("2026-01-13T07:20:00+00:00"),
                OffenceTitle = "Breach of non-molestation order (s42A FLA 1996)",
                OffenceCode = "66/39",
                IncludedClassifications = ["195/94"],
                Flags = ["DA"],
                VictimId = "P1909914",
                SuspectId = "P1909915",
                Relationship = "ex-partner",
                ProtectiveOrders = ["NMO", "BAIL"],
                RiskGrade = "high",
                District = "Stroud",
                Team = "Response B",
            },
            Score = crime.Score with
            {
                SuggestedClass = "8Q",
                SuggestedSection = "4A",
                OrderBreach = true,
                HighRisk = true,
                Online = true,
                TextScore = 0.8123,
                Reason = "A tracker on the car and waiting outside the home, in the fourth crime between the same two people in eight weeks, with an order broken.",
                Contributions =
                [
                    new("BASE", "Where every crime begins", -2.1),
                    new("TRACKER", "Tracking device or shared location", 1.4),
                    new("HISTORY_PAIR", "Three earlier crimes between the same two people", 1.22),
                    new("LOITER", "Waiting or loitering near the victim", 0.9),
                    new("TEXT", "Wording like confirmed stalking", 0.71),
                    new("ORDER", "Order in force or broken", 0.55),
                    new("HIFREQ", "Very many contacts", 0.31),
                    new("THREAT", "Threats are said not to have been made", -0.22),
                ],
                Ask =
                [
                    "Does she know the bank account the transfers came from?",
                    "Has the tracker been kept and examined? Whose is it?",
                    "Has a stalking protection order been considered?",
                    "Has she been offered a stalking advocate?",
                ],
            },
            Suggestion = new Suggestion(
                crime.Crime.Key, SuggestionAction.AddIncluded, "66", "8Q", "4A", "R5",
                "A breach by contact, approach or watching, with another occasion: add stalking and never drop the breach (R5). Changed daily life points to section 4A (R8).",
                "strong", crime.Score.LinkedCrimes, [.. crime.Score.Evidence.Select(evidence => evidence.Span)]),
        };
    }

    private static ScreenedCrime UnknownCaller()
    {
        const string narrative = "COMPLAINANT REPORTS 23 CALLS IN ONE NIGHT FROM 07700 900417 AND SAME NO. THE WEEK BEFORE. CALLER SILENT OR BREATHING. FRI EVE A NOTE ON HER WINDSCREEN AT THE LEISURE CENTRE READ I LIKE IT WHEN YOU WEAR YOUR HAIR UP. SHE DOES NOT KNOW WHO IT IS. HAS CHANGED HER ROUTE HOME. NO CCTV.";
        var crime = Some.Crime("CR/004530/26", Priority.P1, 0.781, "8R", "2026-01-14T17:00:00+00:00", "2026-01-13T21:40:00+00:00", narrative).WithHits(
            ("HIFREQ", "23 CALLS IN ONE NIGHT", Polarity.Affirmed),
            ("GIFTS", "A NOTE ON HER WINDSCREEN", Polarity.Affirmed),
            ("WATCH", "WHEN YOU WEAR YOUR HAIR UP", Polarity.Affirmed),
            ("LIFECHANGE", "CHANGED HER ROUTE HOME", Polarity.Affirmed));
        crime = crime.WithHistory(
            Some.Linked(crime, "CR/003990/26", "8R", "Send by public communications network an offensive/menacing message", "2026-01-11T11:00:00+00:00", "2026-01-10T23:00:00+00:00",
                LinkBasis.Phone, 0.86, "same phone number"));
        return crime with
        {
            Crime = crime.Crime with
            {
                OccurredFrom = Some.At("2026-01-12T22:00:00+00:00"),
                OffenceTitle = "Malicious communications (s1 MCA 1988)",
                OffenceCode = "8/72",
                VictimId = "P2041188",
                District = "Cheltenham",
            },
            Score = crime.Score with
            {
                SuggestedClass = "8Q",
                SuggestedSection = "2A",
                HighRisk = true,
                Reason = "An unknown caller rang 23 times in one night and shows that she is being watched.",
                Contributions = [new("BASE", "Where every crime begins", -2.1), new("WATCH", "Watching the victim", 1.1), new("HIFREQ", "Very many contacts", 0.8), new("GIFTS", "Unwanted gifts or notes", 0.45)],
                Ask = ["Who knows when she goes to the leisure centre?", "Has the subscriber of the number been asked for?"],
            },
            Suggestion = new Suggestion(
                crime.Crime.Key, SuggestionAction.Reclassify, "8R", "8Q", "2A", "R13", "Suspect unknown, one victim, a pattern: stalking may be recorded without a named suspect (R13).",
                "medium", crime.Score.LinkedCrimes, [.. crime.Score.Evidence.Select(evidence => evidence.Span)]),
        };
    }

    private static ScreenedCrime Colleague()
    {
        const string narrative = "Victim works on the tills at a garden centre. A delivery driver she has turned down twice keeps appearing on her shifts though his round is in another county. Flowers left on her car on three Mondays, then a message through a friend's account: 'they can't keep us apart'. He told a colleague they are meant to be together. She has not replied to him since October. She isn't in fear but wants it to stop.";
        var crime = Some.Crime("CR/004498/26", Priority.P2, 0.667, "8L", "2026-01-14T17:00:00+00:00", "2026-01-13T08:10:00+00:00", narrative).WithHits(
            ("UNWANTED", "turned down twice", Polarity.Affirmed),
            ("LOITER", "keeps appearing on her shifts", Polarity.Affirmed),
            ("GIFTS", "Flowers left on her car on three Mondays", Polarity.Affirmed),
            ("FIXATE", "they are meant to be together", Polarity.Affirmed),
            ("FEAR", "in fear", Polarity.Denied));
        return crime with
        {
            Crime = crime.Crime with { VictimId = "P2050001", SuspectId = "P2050077", Relationship = "professional", RiskGrade = "standard", District = "Forest", Team = "NPT Coleford", OffenceCode = "195/94" },
            Score = crime.Score with
            {
                SuggestedClass = "8Q",
                SuggestedSection = "2A",
                Reason = "He keeps appearing on her shifts and leaving flowers after she said no twice.",
                Contributions = [new("BASE", "Where every crime begins", -2.1), new("FIXATE", "Preoccupied with the victim", 1.2), new("LOITER", "Waiting or loitering near the victim", 0.9), new("GIFTS", "Unwanted gifts or notes", 0.6)],
                Ask = ["Has he been told by anyone to stay away, and when?"],
            },
            Suggestion = new Suggestion(
                crime.Crime.Key, SuggestionAction.Reclassify, "8L", "8Q", "2A", "R2", "Harassment by someone who is not an ex-partner, on two occasions or more, with acts associated with stalking (R2).",
                "medium", [], [.. crime.Score.Evidence.Select(evidence => evidence.Span)]),
        };
    }

    private static ScreenedCrime CounterAllegation()
    {
        const string narrative = "Mr Ashdown says his former girlfriend has sent him 40 texts since Sunday and was stood at the end of his drive on Tuesday evening. She says he rang her first. Both have asked the other to stop.";
        var crime = Some.Crime("CR/004477/26", Priority.P2, 0.583, "8L", "2026-01-14T17:00:00+00:00", "2026-01-12T19:00:00+00:00", narrative).WithHits(
            ("REL_EX", "former girlfriend", Polarity.Affirmed),
            ("HIFREQ", "40 texts since Sunday", Polarity.Affirmed),
            ("LOITER", "stood at the end of his drive", Polarity.Affirmed),
            ("MUTUAL", "he rang her first", Polarity.Affirmed));
        crime = crime.WithHistory(
            Some.Linked(crime, "CR/004401/26", "8L", "Harassment without violence (s2 PHA 1997)", "2026-01-12T09:00:00+00:00", "2026-01-11T20:00:00+00:00",
                LinkBasis.CounterAllegation, 0.9, "the same two people with roles swapped"));
        return crime with
        {
            Crime = crime.Crime with { VictimId = "P2060010", SuspectId = "P2060011", Relationship = "ex-partner", Flags = ["DA"], OccurredFrom = Some.At("2026-01-12T18:30:00+00:00") },
            Score = crime.Score with
            {
                Reason = "Many texts and waiting by an ex-partner; each of the two accuses the other.",
                Contributions = [new("BASE", "Where every crime begins", -2.1), new("LOITER", "Waiting or loitering near the victim", 0.9), new("HIFREQ", "Very many contacts", 0.8), new("MUTUAL", "Contact from both sides", -0.45)],
                Ask = ["Who is most afraid, and of what?", "What did each do after being asked to stop?"],
            },
            Suggestion = new Suggestion(crime.Crime.Key, SuggestionAction.Review, "8L", "8L", "none", "R14", "Victim and suspect swap roles across records: read both directions together (R14).", "weak", crime.Score.LinkedCrimes, []),
        };
    }

    private static ScreenedCrime Neighbour()
    {
        const string narrative = "Ongoing dispute over a boundary fence. Neighbour has shouted over it on two occasions and has put up a camera that the victim says points at her kitchen. She has asked him to turn it round.";
        var crime = Some.Crime("CR/004466/26", Priority.P3, 0.31, "8L", "2026-01-16T17:00:00+00:00", "2026-01-12T12:00:00+00:00", narrative).WithHits(
            ("DISPUTE", "dispute over a boundary fence", Polarity.Affirmed),
            ("REPEAT", "on two occasions", Polarity.Affirmed),
            ("WATCH", "a camera that the victim says points at her kitchen", Polarity.Affirmed));
        return crime with
        {
            Crime = crime.Crime with { VictimId = "P2070001", SuspectId = "P2070002", Relationship = "neighbour" },
            Score = crime.Score with
            {
                Reason = "A camera points at her kitchen and she has asked for it to be turned; the rest is a dispute over a fence.",
                Contributions = [new("BASE", "Where every crime begins", -2.1), new("DISPUTE", "A dispute over money or a boundary", -1.1), new("WATCH", "Watching the victim", 1.1), new("REPEAT", "More than one occasion", 0.5)],
            },
        };
    }

    private static ScreenedCrime TooShort()
    {
        var crime = Some.Crime("CR/004502/26", Priority.P3, 0.35, "8L", "2026-01-16T17:00:00+00:00", "2026-01-13T08:30:00+00:00", "X-PARTNER MESSAGING AGAIN. SEE LOG 212.").WithHits(
            ("REL_EX", "X-PARTNER", Polarity.Affirmed), ("REPEAT", "AGAIN", Polarity.Affirmed));
        return crime with
        {
            Crime = crime.Crime with { VictimId = "P2080001", Relationship = "unknown" },
            Score = crime.Score with
            {
                Abstained = true,
                Reason = "The record is too short to judge, and it says that an ex-partner is messaging again.",
                Ask = ["What was sent, how often, and since when?", "Who is the suspect?", "What does log 212 say?"],
            },
        };
    }

    private static ScreenedCrime RecordedAsStalking()
    {
        const string narrative = "Suspect followed the victim from the station on four evenings and has now been seen at her gym. She has moved out of her flat. He said 'you will regret it'.";
        var crime = Some.Crime("CR/004510/26", Priority.P2, 0.92, "8Q", "2026-01-14T17:00:00+00:00", "2026-01-13T09:45:00+00:00", narrative).WithHits(
            ("FOLLOW", "followed the victim from the station", Polarity.Affirmed),
            ("LIFECHANGE", "moved out of her flat", Polarity.Affirmed),
            ("THREAT", "you will regret it", Polarity.Affirmed));
        return crime with
        {
            Crime = crime.Crime with { OffenceTitle = "Stalking without fear, alarm or distress (s2A PHA 1997)", OffenceCode = "195/12", Flags = ["STALKING"], VictimId = "P2090001", SuspectId = "P2090002", Relationship = "stranger" },
            Score = crime.Score with
            {
                SuggestedClass = "8Q",
                SuggestedSection = "4A",
                HighRisk = true,
                Reason = "Recorded under section 2A; a threat and a move out of her home point to section 4A.",
                Contributions = [new("FOLLOW", "Following the victim", 1.3), new("LIFECHANGE", "Daily life changed", 0.8)],
                Ask = ["On how many occasions has she feared violence?"],
            },
            Suggestion = new Suggestion(crime.Crime.Key, SuggestionAction.Review, "8Q", "8Q", "4A", "R8", "Stalking with serious alarm or distress and a changed daily life is section 4A (R8).", "medium", [], []),
        };
    }

    private static ScreenedCrime Lilies()
    {
        var crime = Some.Crime("CR/004515/26", Priority.None, 0.0312, "8L", null, "2026-01-13T11:35:00+00:00", "Flower rota row at a parish church. Two curt e-mails. No fear of anything.");
        return crime with { Score = crime.Score with { Reason = "Below the review threshold." } };
    }
}
