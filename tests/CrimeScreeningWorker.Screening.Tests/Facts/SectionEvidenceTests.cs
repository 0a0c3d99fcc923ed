using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Tests.Facts;

public sealed class SectionEvidenceTests
{
    [Theory]
    [InlineData("He rang her.", LimbState.NotStated, LimbState.NotStated)]
    [InlineData("She fears he will kill her.", LimbState.PartlyShown, LimbState.PartlyShown)]
    [InlineData("She is terrified. She cannot sleep and has changed her number.", LimbState.NotStated, LimbState.Shown)]
    [InlineData("She has changed her number.", LimbState.NotStated, LimbState.PartlyShown)]
    [InlineData("No fear of violence was expressed.", LimbState.Denied, LimbState.Denied)]
    [InlineData("She is not afraid of him.", LimbState.Denied, LimbState.Denied)]
    public void Of_OneRecord_SaysHowFarEachLimbIsShown(string text, LimbState fear, LimbState effect)
    {
        var evidence = Of(SomeFacts.CrimeOf(text));

        Assert.Equal((fear, effect), (evidence.FearOfViolence.State, evidence.SeriousEffect));
    }

    [Fact]
    public void Of_FearInAnEarlierRecordToo_IsTwoOccasionsWithTheirReferences()
    {
        var crime = SomeFacts.CrimeOf("She fears he will kill her.");
        var earlier = Linked(crime, "EARLIER", "IP believes he is going to hurt the children.", days: -30);

        var evidence = Of(crime, earlier);

        Assert.Equal(LimbState.Shown, evidence.FearOfViolence.State);
        Assert.Equal(["1", "EARLIER"], evidence.FearOfViolence.Quotes.Select(q => q.Crime.CrimeReference));
    }

    [Fact]
    public void Of_ALaterOrAnUnconnectedRecord_DoesNotCount()
    {
        var crime = SomeFacts.CrimeOf("She fears he will kill her.");

        Assert.Equal(LimbState.PartlyShown, Of(crime, Linked(crime, "LATER", "She fears he will kill her.", days: 3)).FearOfViolence.State);
        Assert.Equal(
            LimbState.PartlyShown, Of(crime, Linked(crime, "COUNTER", "She fears he will kill her.", days: -3, LinkBasis.CounterAllegation)).FearOfViolence.State);
    }

    private static SectionEvidence Of(Crime crime, params LinkedCrime[] history) =>
        SectionEvidence.Of(crime, Reading(crime), new CourseOfConduct(history), SomeFacts.Rules);

    private static LinkedCrime Linked(Crime to, string reference, string text, int days, LinkBasis basis = LinkBasis.SamePair)
    {
        var crime = SomeFacts.CrimeOf(text) with { Key = new CrimeKey("NF", reference), RecordedAt = to.RecordedAt.AddDays(days) };
        return new LinkedCrime(crime.Key, "8L", "", crime.RecordedAt, null, Reading(crime), [new Link(to.Key, crime.Key, basis, 1, "")]);
    }

    private static CrimeReading Reading(Crime crime)
    {
        var tokens = new TokenBuffer();
        NarrativeTokenizer.Tokenize(crime.Narrative, tokens);
        return new CrimeReading(0, [.. SomeFacts.Rules.Read(crime, tokens)], [], tokens.Count);
    }
}
