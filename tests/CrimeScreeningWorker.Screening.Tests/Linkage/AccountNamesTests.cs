using CrimeScreeningWorker.Screening.Linkage;

namespace CrimeScreeningWorker.Screening.Tests.Linkage;

public sealed class AccountNamesTests
{
    [Theory]
    [InlineData("profile called @kel.rose_xx. She reported", "kel.rose_xx", "@kel.rose_xx")]
    [InlineData("message from @stridecount remarking", "stridecount", "@stridecount")]
    [InlineData("(@quiet_light_rj)", "quiet_light_rj", "@quiet_light_rj")]
    [InlineData("@Gullwing.Pete's story", "gullwing.pete", "@Gullwing.Pete")]
    [InlineData("Insta kaz_1987 again", "kaz_1987", "kaz_1987")]
    [InlineData("snapchat: mr.blue22 sends", "mr.blue22", "mr.blue22")]
    [InlineData("Snap - kaz1987.", "kaz1987", "kaz1987")]
    [InlineData("username 'dark_rose77'", "dark_rose77", "dark_rose77")]
    [InlineData("username 'darkrose' adds her", "darkrose", "darkrose")]
    [InlineData("account called 'Chloe_x' on Insta", "chloe_x", "Chloe_x")]
    [InlineData("profile Chloe_x likes all", "chloe_x", "Chloe_x")]
    [InlineData("“Katie_luv04” messaged", "katie_luv04", "Katie_luv04")]
    [InlineData("ACCOUNT LEED_NIGHTSHIFT SNAPPED HER", "leed_nightshift", "LEED_NIGHTSHIFT")]
    [InlineData("request from 'leethevan_sn', 'remember me'", "leethevan_sn", "leethevan_sn")]
    [InlineData("last night A_Rash_1984 followed my page", "a_rash_1984", "A_Rash_1984")]
    [InlineData("User is xX_grimfen_Xx", "xx_grimfen_xx", "xX_grimfen_Xx")]
    [InlineData("TikTok user ghostlad99 comments", "ghostlad99", "ghostlad99")]
    [InlineData("on IG kaz1987 likes", "kaz1987", "kaz1987")]
    [InlineData("got a snap from \"v91shaun\"", "v91shaun", "v91shaun")]
    [InlineData("instagram.com/kel.rose is hers", "kel.rose", "kel.rose")]
    [InlineData("a user calling himself 'HareAndTortoise' has reacted", "hareandtortoise", "HareAndTortoise")]
    [InlineData("Discord handle: moth.er.lode", "moth.er.lode", "moth.er.lode")]
    [InlineData("fake profile under the name mr.grey", "mr.grey", "mr.grey")]
    [InlineData("account kaz1987.She blocked", "kaz1987", "kaz1987")]
    public void Extract_AccountName_GivesLowerCaseAndItsSpan(string narrative, string value, string typed) =>
        Read.AssertOne(IdentifierKind.Handle, narrative, value, typed);

    [Theory]
    [InlineData("met him @ work")]
    [InlineData("seen @asda on Friday")]
    [InlineData("@ 2200hrs")]
    [InlineData("outside @2200hrs")]
    [InlineData("@10pm")]
    [InlineData("on Snapchat 10pm")]
    [InlineData("on Insta 3 times")]
    [InlineData("Insta at 2am")]
    [InlineData("Snapchat and Insta")]
    [InlineData("bank account 12345678")]
    [InlineData("account closed. Victim says")]
    [InlineData("ACCOUNT CLOSED.VICTIM SAYS")]
    [InlineData("account called 'Sarah'")]
    [InlineData("profile 'Charlotte'")]
    [InlineData("on account of the pregnancy")]
    [InlineData("IMG_2034.jpg and video_01.mp4")]
    [InlineData("part index NK17 T_O")]
    [InlineData("name: ______ signed")]
    [InlineData("kaz@mail.example")]
    [InlineData("his page on Facebook, e.g. photos")]
    [InlineData("www.facebook.com")]
    [InlineData("user of class A drugs")]
    public void Extract_OtherWords_GivesNoAccount(string narrative) => Read.AssertNone(IdentifierKind.Handle, narrative);

    [Fact]
    public void Extract_ListBehindCue_GivesEachName() =>
        Assert.Equal(
            ["jamie.is.sorry <jamie.is.sorry>", "jamieissorry2 <jamieissorry2>", "the_real_jt <the_real_jt>"],
            Read.All(IdentifierKind.Handle, "Accounts jamie.is.sorry, 'jamieissorry2', the_real_jt and more"));

    [Fact]
    public void Extract_IgnoredHandle_IsSkipped()
    {
        var extractor = new IdentifierExtractor(new LinkageOptions { IgnoredHandles = ["@Force_Helpdesk"] });

        Assert.Empty(extractor.Extract("told to message @force_helpdesk"));
    }
}
