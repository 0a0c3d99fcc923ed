namespace CrimeScreeningWorker.EndToEnd.Tests.BadInput;

/// <remarks>A row that cannot be read is set aside with its line and its reason; the rows around it are screened.</remarks>
public sealed class BadRowTests(BadNight night) : IClassFixture<BadNight>
{
    [Fact]
    public void Screen_NightWithBadRows_EndsWithThree()
    {
        night.Run.Ends(3);

        Assert.Equal("read=19 new=6 changed=0 unchanged=2 quarantined=11 in_scope=6 history_only=0 rescored=0", night.Out.Counts()[..night.Out.Counts().IndexOf(" queued", StringComparison.Ordinal)]);
        Assert.Equal(2, night.Out.Count("late"));
        Assert.EndsWith($"8 of 8 crimes screened, 11 set aside, {night.Out.Count("queued")} queued\n", night.Run.Output, StringComparison.Ordinal);
        Assert.Equal(11, night.Out.Quarantine.Count);
        Assert.Equal(["ARABIC", "EMOJI", "FIRST", "LAST", "OCCURRED-BADLY", "TWICE"], night.Out.Scores.Select(row => row["crime_reference"]));
    }

    [Theory]
    [InlineData("SHORT-ROW", "", "row: 26 fields were expected, 3 found")]
    [InlineData("WIDE-ROW", "", "row: 26 fields were expected, 10002 found")]
    [InlineData("NOT-UTF8", "NOT-UTF8", "narrative holds bytes that are not UTF-8")]
    [InlineData("NUL", "NUL", "narrative holds a NUL character")]
    [InlineData("NO-OFFSET", "NO-OFFSET", "recorded_at has no offset from UTC; expected such as 2026-03-14T07:42:00+00:00")]
    [InlineData("IN-1899", "IN-1899", "recorded_at lies before 1950")]
    [InlineData("IN-2099", "IN-2099", "updated_at lies more than 2 days after the time of the run")]
    [InlineData("QUOTED-BADLY", "", "row: broken quoting: text after a closing quote; quotes inside a field must be doubled")]
    [InlineData("NO-NARRATIVE", "NO-NARRATIVE", "narrative is empty")]
    [InlineData("", "", "crime_reference is empty")]
    [InlineData("UNCLOSED", "", "row: broken quoting: a quote is opened and never closed")]
    public void Screen_BadRow_IsSetAsideWithItsLineAndReason(string row, string reference, string reason)
    {
        var rejected = Assert.Single(night.Out.Quarantine, r => r["line"] == $"{night.LineOf(row)}");

        Assert.Equal(("night.csv", reference, reason), (rejected["source"], rejected["crime_reference"], rejected["reason"]));
        Assert.StartsWith(row is "SHORT-ROW" or "WIDE-ROW" ? "GLO," : "\"GLO\",", rejected["raw"], StringComparison.Ordinal);
        Assert.InRange(rejected["raw"].Length, 1, 500);
    }

    [Fact]
    public void Screen_InvalidUtf8_KeepsTheRestOfTheRowReadable()
    {
        var raw = night.Out.Quarantine.Single(r => r["crime_reference"] == "NOT-UTF8")["raw"];

        Assert.Contains(BadNight.NotUtf8 + "\uFFFD on Mill Lane.", raw, StringComparison.Ordinal);
    }

    [Fact]
    public void Screen_BadOptionalDate_DoesNotSetTheCrimeAside() => Assert.NotEmpty(night.Out.Score("OCCURRED-BADLY")["score"]);

    [Fact]
    public void Screen_SameKeyTwice_TakesTheNewestAndCountsTheOthers()
    {
        Assert.Equal("8R", night.Out.Score("TWICE")["home_office_class"]);
        Assert.Equal(2, night.Out.Count("late"));
    }

    [Theory]
    [InlineData("EMOJI")]
    [InlineData("ARABIC")]
    public void Screen_TextWithoutAWordToJudge_IsNotSaidToBeHarmless(string reference)
    {
        // It cannot be told, so a person looks this week, and is told what is missing.
        var queued = Assert.Single(night.Out.Triage, row => row["crime_reference"] == reference);

        Assert.Equal("P3", queued["priority"]);
        Assert.StartsWith("Cannot tell: too little is written to judge", queued["reason"], StringComparison.Ordinal);
        Assert.NotEmpty(queued["ask"]);
        Assert.Equal("8L", queued["suggested_class"]);
    }

    [Fact]
    public void Screen_RightToLeftText_StaysWithinItsPlaceOnThePage()
    {
        var text = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(night.Out.Page);

        var holder = Assert.Single(text.All, e => e.ChildElementCount == 0 && e.TextContent.Contains("المشتبه", StringComparison.Ordinal));
        Assert.True(holder.Closest("[dir=auto], bdi") is not null, $"<{holder.LocalName} class='{holder.ClassName}'> lets the text turn the page round.");
    }
}
