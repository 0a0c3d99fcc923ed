using CrimeScreeningWorker.Screening.Linkage;

namespace CrimeScreeningWorker.Screening.Tests.Linkage;

public sealed class TelephoneNumbersTests
{
    private const string Mobile = "+447700900123";

    [Theory]
    [InlineData("text from 07700 900123 at night", Mobile, "07700 900123")]
    [InlineData("07700900123", Mobile, "07700900123")]
    [InlineData("rang from +44 7700 900123.", Mobile, "+44 7700 900123")]
    [InlineData("SUSP MOB 07700-900-123,", Mobile, "07700-900-123")]
    [InlineData("on 0770 0900 123 x14", Mobile, "0770 0900 123")]
    [InlineData("447700900123 rang", Mobile, "447700900123")]
    [InlineData("44 7700 900123 rang", Mobile, "44 7700 900123")]
    [InlineData("number 0 7 7 0 0 9 0 0 1 2 3 given", Mobile, "0 7 7 0 0 9 0 0 1 2 3")]
    [InlineData("tel07700900123", Mobile, "07700900123")]
    [InlineData("Tel:07700900123", Mobile, "07700900123")]
    [InlineData("07700.900.123", Mobile, "07700.900.123")]
    [InlineData("07700 900123. 3 calls", Mobile, "07700 900123")]
    [InlineData("07700 900123 22 calls in an hour", Mobile, "07700 900123")]
    [InlineData("at 2315 07700 900123 rang", Mobile, "07700 900123")]
    [InlineData("+44 (0)7700 900123", Mobile, "+44 (0)7700 900123")]
    [InlineData("+44(0) 7700 900 123", Mobile, "+44(0) 7700 900 123")]
    [InlineData("(+44) 7700 900123", Mobile, "(+44) 7700 900123")]
    [InlineData("0044 7700 900123", Mobile, "0044 7700 900123")]
    [InlineData("00447700900123", Mobile, "00447700900123")]
    [InlineData("his mobile (07700 900123) is off", Mobile, "07700 900123")]
    [InlineData("07700 900 123and then", Mobile, "07700 900 123")]
    [InlineData("07 70 09 00 12 3 read out", Mobile, "07 70 09 00 12 3")]
    [InlineData("07700 – 900123", Mobile, "07700 – 900123")]
    [InlineData("07700\u00A0900123", Mobile, "07700\u00A0900123")]
    [InlineData("a kiosk, 01632 960123, not known", "+441632960123", "01632 960123")]
    [InlineData("(01632) 960123", "+441632960123", "(01632) 960123")]
    [InlineData("(01632) 960 123 rang", "+441632960123", "(01632) 960 123")]
    [InlineData("01632-960123", "+441632960123", "01632-960123")]
    [InlineData("call from 020 7946 0123 again", "+442079460123", "020 7946 0123")]
    [InlineData("SMS 2114HRS FROM 07700 900640: \"...\"", "+447700900640", "07700 900640")]
    public void Extract_TelephoneAsPoliceTypeIt_GivesE164AndItsSpan(string narrative, string value, string typed) =>
        Read.AssertOne(IdentifierKind.Phone, narrative, value, typed);

    [Theory]
    [InlineData("Crime ref 35/48925/25 refers")]
    [InlineData("13N2/41650/25")]
    [InlineData("earlier 2500342430, 2500350919 linked")]
    [InlineData("log 0712 4500 123 of 03/07")]
    [InlineData("LOG NO. 07124500123")]
    [InlineData("CAD number 07124 500123")]
    [InlineData("crime number 01234567890")]
    [InlineData("NHS number 01234 567 890")]
    [InlineData("paid £07700900123")]
    [InlineData("he wants £1,250,000 by 0900")]
    [InlineData("on 07.09.2025 1430 hrs")]
    [InlineData("on 07-09-2025 at 0930")]
    [InlineData("between 01-02-2025 123 times")]
    [InlineData("from 01/02/2025 to 07/02/2025")]
    [InlineData("at 0612 and 0714 hours")]
    [InlineData("sort code 04-00-04 account 01234567 200")]
    [InlineData("account 01234567")]
    [InlineData("card 0770 0900 1234 5678")]
    [InlineData("collar number 077009001234")]
    [InlineData("PC 1234 and PC 5678 attended")]
    [InlineData("number ending 733")]
    [InlineData("number ends 0733")]
    [InlineData("rang 999 and 101, then 111")]
    [InlineData("different numbers starting 01632 960")]
    [InlineData("exhibit AB07700900123")]
    [InlineData("code 07700900123A")]
    [InlineData("Parcel tracking 07700900123")]
    [InlineData("IMEI 351756051523999")]
    [InlineData("07700 90012")]
    [InlineData("07700\n900123")]
    public void Extract_OtherDigits_GivesNoTelephone(string narrative) => Read.AssertNone(IdentifierKind.Phone, narrative);

    [Theory]
    [InlineData("referred to 0808 157 0123")]
    [InlineData("switchboard 0300 123 4567")]
    [InlineData("03069 990123")]
    [InlineData("rang 0909 879 0123 by mistake")]
    [InlineData("bank on 0345 678 9012")]
    [InlineData("+44 808 157 0123")]
    public void Extract_ServiceNumber_IsNoPersons(string narrative) => Read.AssertNone(IdentifierKind.Phone, narrative);

    [Fact]
    public void Extract_IgnoredNumber_IsSkippedInEveryWayOfTypingIt()
    {
        var extractor = new IdentifierExtractor(new LinkageOptions { IgnoredNumbers = ["01632 960999"] });

        Assert.Empty(extractor.Extract("station on 01632 960999, or +44 1632 960 999"));
    }

    [Fact]
    public void Extract_NoServicePrefixes_TakesServiceNumbers()
    {
        var extractor = new IdentifierExtractor(new LinkageOptions { ServiceNumberPrefixes = [] });

        Assert.Equal("+448081570123", Assert.Single(extractor.Extract("rang from 0808 157 0123")).Value);
    }

    [Fact]
    public void Extract_ForeignNumberWithPlus_IsTaken() =>
        Read.AssertOne(IdentifierKind.Phone, "WhatsApp from +353 85 012 3456 daily", "+353850123456", "+353 85 012 3456");

    [Fact]
    public void Extract_TwoNumbersSideBySide_GivesBoth() =>
        Assert.Equal(
            ["+447700900123 <07700 900123>", "+447700900456 <07700 900456>"], Read.All(IdentifierKind.Phone, "from 07700 900123 07700 900456"));
}
