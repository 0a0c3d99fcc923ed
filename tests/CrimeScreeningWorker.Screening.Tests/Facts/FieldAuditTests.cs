using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;

namespace CrimeScreeningWorker.Screening.Tests.Facts;

public sealed class FieldAuditTests
{
    [Fact]
    public void Of_FieldSaysStrangerTextSaysExPartner_IsAFindingWithItsWords()
    {
        var crime = SomeFacts.CrimeOf("Suspect is her ex-partner and rang her.") with { Relationship = "stranger", SuspectId = "S1" };

        var finding = Assert.Single(Of(crime));

        Assert.Equal(("relationship", "stranger", "ex-partner"), (finding.Field, finding.FieldValue, finding.TextValue));
        Assert.Equal("The record says a stranger, the text says an ex-partner.", finding.Sentence);
        Assert.Equal("Suspect is her ex-partner", crime.Narrative.Substring(finding.Span.Start, finding.Span.Length));
    }

    [Theory]
    [InlineData("ex-partner", "Suspect is her ex-partner.")]
    [InlineData("neighbour", "Suspect is a friend of hers.")]
    [InlineData("stranger", "Her friend has an ex, and somebody rang.")]
    [InlineData("stranger", "It was her ex-partner's sister who rang.")]
    [InlineData("stranger", "Suspect is not her ex-partner.")]
    public void Of_NoRealDifference_IsNone(string field, string text) =>
        Assert.Empty(Of(SomeFacts.CrimeOf(text) with { Relationship = field, SuspectId = "S1" }));

    [Fact]
    public void Of_BlankOrdersAndOrderInText_IsAFinding()
    {
        var finding = Assert.Single(Of(SomeFacts.CrimeOf("There is an NMO in force.") with { SuspectId = "S1" }));

        Assert.Equal(("protective_orders", null, "NMO"), (finding.Field, finding.FieldValue, finding.TextValue));
    }

    [Theory]
    [InlineData("She is considering applying for an NMO.")]
    [InlineData("There is no NMO.")]
    public void Of_OrderThatIsNotInForce_IsNone(string text) => Assert.Empty(Of(SomeFacts.CrimeOf(text) with { SuspectId = "S1" }));

    [Fact]
    public void Of_OnlineWithoutFlag_IsAFinding()
    {
        var crime = SomeFacts.CrimeOf("He sent her WhatsApp messages.") with { SuspectId = "S1" };

        Assert.Equal(("flags", "CYBER"), Assert.Single(Of(crime)) is var finding ? (finding.Field, finding.TextValue) : default);
        Assert.Empty(Of(crime with { Flags = ["CYBER"] }));
    }

    [Theory]
    [InlineData("Suspect is her neighbour.", true)]
    [InlineData("Suspect unknown at this time.", false)]
    [InlineData("Suspect is a stranger to her.", false)]
    public void Of_NoSuspectRecorded_IsAFindingWhenTheTextNamesOne(string text, bool found) =>
        Assert.Equal(found, Of(SomeFacts.CrimeOf(text) with { Relationship = "neighbour" }).Any(f => f.Field == "suspect_id"));

    private static IReadOnlyList<FieldFinding> Of(Crime crime) => FieldAudit.Of(crime, new CrimeReading(0, [], [], 10) { Facts = SomeFacts.Read(crime) });
}
