using CrimeScreeningWorker.Screening.Linkage;

namespace CrimeScreeningWorker.Screening.Tests.Linkage;

public sealed class EmailAddressesTests
{
    [Theory]
    [InlineData("from kd.dorrit77@fenmail.example, about", "kd.dorrit77@fenmail.example", "kd.dorrit77@fenmail.example")]
    [InlineData("SHOWING WAS NORTHSTAR.OBSERVER@QUILLPOST.EXAMPLE. SHE", "northstar.observer@quillpost.example", "NORTHSTAR.OBSERVER@QUILLPOST.EXAMPLE")]
    [InlineData("sowz_93@northmail.example", "sowz_93@northmail.example", "sowz_93@northmail.example")]
    [InlineData("audit-desk77@null-mail.example!", "audit-desk77@null-mail.example", "audit-desk77@null-mail.example")]
    [InlineData("a+b@mail.co.example;", "a+b@mail.co.example", "a+b@mail.co.example")]
    [InlineData("(j.p@fernmail.example)", "j.p@fernmail.example", "j.p@fernmail.example")]
    [InlineData("'kaz@mail.example'", "kaz@mail.example", "kaz@mail.example")]
    [InlineData("kaz[at]mail.example", "kaz@mail.example", "kaz[at]mail.example")]
    [InlineData("kaz (at) mail.example again", "kaz@mail.example", "kaz (at) mail.example")]
    [InlineData("KAZ [AT] MAIL.EXAMPLE", "kaz@mail.example", "KAZ [AT] MAIL.EXAMPLE")]
    [InlineData("kaz@mail.example.She replied", "kaz@mail.example", "kaz@mail.example")]
    [InlineData("mailto:kaz@mail.example?", "kaz@mail.example", "kaz@mail.example")]
    [InlineData("kaz@mail.example-", "kaz@mail.example", "kaz@mail.example")]
    public void Extract_Email_GivesLowerCaseAndItsSpan(string narrative, string value, string typed) =>
        Read.AssertOne(IdentifierKind.Email, narrative, value, typed);

    [Theory]
    [InlineData("pc.one@force.police.uk")]
    [InlineData("report@force.pnn.police.uk")]
    [InlineData("FRAUD@HMRC.GOV.UK")]
    [InlineData("orders@")]
    [InlineData("n.viewer.01@, .02@ and so on")]
    [InlineData("met @ work")]
    [InlineData("me@home")]
    [InlineData("@kel.rose_xx")]
    [InlineData("he was (at) home")]
    [InlineData("@@@@....@@")]
    [InlineData("a@b.1")]
    public void Extract_OfficialOrNoAddress_GivesNoEmail(string narrative) => Read.AssertNone(IdentifierKind.Email, narrative);

    [Fact]
    public void Extract_DomainThatOnlyEndsLikeAnIgnoredOne_IsTaken() =>
        Read.AssertOne(IdentifierKind.Email, "x@notpolice.uk", "x@notpolice.uk", "x@notpolice.uk");

    [Fact]
    public void Extract_EmailWithNumberAndUnderscore_GivesNothingElse()
    {
        var found = new IdentifierExtractor(new LinkageOptions()).Extract("from kaz_07700900123@mail.example");

        Assert.Equal(IdentifierKind.Email, Assert.Single(found).Kind);
    }
}
