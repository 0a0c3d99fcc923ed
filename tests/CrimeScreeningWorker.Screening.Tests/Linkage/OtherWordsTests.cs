using CrimeScreeningWorker.Screening.Linkage;

namespace CrimeScreeningWorker.Screening.Tests.Linkage;

public sealed class OtherWordsTests
{
    private static readonly IdentifierExtractor Extractor = new(new LinkageOptions());

    [Theory]
    [InlineData("Suspect named Lee COTTAM was seen", "CTM|L")]
    [InlineData("her ex husband Leigh Cottem rang", "CTM|L")]
    [InlineData("the respondent is Mr Alan Price", "PRC|A")]
    [InlineData("susp: McBride", "")]
    [InlineData("against PETTIFER this week", "PTFR|")]
    [InlineData("The victim Leanne Brook told the officer", "")]
    [InlineData("a man on Mill Road", "")]
    [InlineData("her partner. Lee Cottam was there", "")]
    [InlineData("SUSPECT LEE COTTAM WAS SEEN", "")]
    [InlineData("ex partner Facebook Messenger", "")]
    public void ExtractAll_Names_OnlyThoseGivenToTheSuspect(string narrative, string expected) =>
        Assert.Equal(expected, Values(narrative, IdentifierKind.Name));

    [Theory]
    [InlineData("outside 14 Pelham St tonight", "14 PELHAM STREET")]
    [InlineData("at 12 Waun Terrace", "12 WAUN TERRACE")]
    [InlineData("O/S 14A PELHAM ST 0310", "14A PELHAM STREET")]
    [InlineData("three times on Mill Road", "")]
    [InlineData("walked up the road, 3 Lane End", "")]
    public void ExtractAll_Addresses_HaveANumber(string narrative, string expected) =>
        Assert.Equal(expected, Values(narrative, IdentifierKind.Address));

    [Theory]
    [InlineData("three times on Mill Rd", "MILL ROAD")]
    [InlineData("in Old Mill Lane", "OLD MILL LANE")]
    [InlineData("on the High Street", "")]
    [InlineData("at Cambridge Magistrates Court", "")]
    [InlineData("walked up the road", "")]
    public void ExtractAll_Streets_AreNamed(string narrative, string expected) =>
        Assert.Equal(expected, Values(narrative, IdentifierKind.Street));

    [Theory]
    [InlineData("linked to 35/66896/25.", "356689625")]
    [InlineData("see 13N4/51509/25 and 2500374787", "13N45150925 2500374787")]
    [InlineData("on 03/11/2025 at 1910", "")]
    [InlineData("rang 07700900123", "")]
    public void ExtractAll_CrimeNumbers_HaveFiveDigitsInARow(string narrative, string expected) =>
        Assert.Equal(expected, Values(narrative, IdentifierKind.Reference));

    [Theory]
    [InlineData("marlow_fen88", "marlowfen")]
    [InlineData("marl0w.fen89", "marlowfen")]
    [InlineData("border_lass_xo_2", "borderlassxo")]
    [InlineData("kaz_1987", null)]
    public void StemOf_AccountName_IsItsLetters(string handle, string? expected) => Assert.Equal(expected, AccountStems.Of(handle));

    [Fact]
    public void Extract_WithoutTheOthers_IsWhatItWas() =>
        Assert.Empty(Extractor.Extract("Suspect named Lee COTTAM outside 14 Pelham St, see 35/66896/25"));

    private static string Values(string narrative, IdentifierKind kind) =>
        string.Join(' ', Extractor.ExtractAll(narrative).Where(identifier => identifier.Kind == kind).Select(identifier => identifier.Value));
}
