using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Tests.Facts;

public sealed class FlagAuditTests
{
    [Theory]
    [InlineData("He sent her e-mails.", "", "CYBER Missing")]
    [InlineData("He sent her e-mails.", "CYBER", "")]
    [InlineData("He waited outside. No e-mails were sent.", "CYBER", "CYBER Contradicted")]
    [InlineData("He waited outside her house.", "CYBER", "CYBER Unsupported")]
    [InlineData("He waited outside her house.", "", "")]
    public void Of_OnlineFlag_IsSetAgainstTheText(string text, string flag, string expected) =>
        Assert.Equal(expected, Said(SomeFacts.CrimeOf(text) with { Flags = flag.Length == 0 ? [] : [flag] }));

    [Fact]
    public void Of_OrderBrokenInTheText_IsMissingUnlessTheRecordSaysSo()
    {
        var crime = SomeFacts.CrimeOf("He rang her in breach of his non-molestation order.");

        Assert.Equal("ORDER Missing", Said(crime));
        Assert.Equal("", Said(crime with { ProtectiveOrders = ["NMO"] }));
        Assert.Equal("", Said(crime, isBreach: true));
    }

    [Theory]
    [InlineData("ex-partner", "He rang.", "", "DA Missing")]
    [InlineData("ex-partner", "He rang.", "DA", "")]
    [InlineData(null, "Suspect is her ex-partner.", "", "DA Missing")]
    [InlineData("stranger", "Suspect is her ex-partner.", "", "")]
    public void Of_DomesticRelationship_NeedsItsFlag(string? relationship, string text, string flag, string expected) =>
        Assert.Equal(expected, Said(SomeFacts.CrimeOf(text) with { Relationship = relationship, Flags = flag.Length == 0 ? [] : [flag] }));

    [Fact]
    public void Of_ProbableStalking_NeedsItsFlag()
    {
        var crime = SomeFacts.CrimeOf("He waited outside her house.");
        var evidence = new Evidence("LOITER", "Waiting", new TextSpan(0, 9));

        var finding = Assert.Single(FlagAudit.Of(crime, Reading(crime), false, isStalkingClass: false, probable: true, [evidence]));

        Assert.Equal(("STALKING", FlagState.Missing, new TextSpan(0, 9)), (finding.Flag, finding.State, finding.Quotes.Single()));
        Assert.Empty(FlagAudit.Of(crime, Reading(crime), false, isStalkingClass: true, probable: true, [evidence]));
        Assert.Empty(FlagAudit.Of(crime with { Flags = ["STALKING"] }, Reading(crime), false, false, probable: true, [evidence]));
    }

    private static string Said(Crime crime, bool isBreach = false) =>
        string.Join(' ', FlagAudit.Of(crime, Reading(crime), isBreach, false, false, []).Select(f => $"{f.Flag} {f.State}"));

    private static CrimeReading Reading(Crime crime) => new(0, [], [], 10) { Facts = SomeFacts.Read(crime) };
}
