using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.Tests.Triage;

public sealed class TriagePageTests
{
    private const string Canary = "<script>alert('x')</script>\"' onload=x";

    [Fact]
    public void Write_AMorning_GroupsByUrgencyWithStalkingLast()
    {
        var page = PageOf(SomeMorning.Crimes);

        Assert.Equal(
            "Today (P1) 2 crimes|Next working day (P2) 2 crimes|This week (P3) 2 crimes|Already recorded as stalking: check risk and section 1 crime",
            string.Join('|', page.QuerySelectorAll("#list h3").Select(Text)));
        Assert.Equal("Morning list Wednesday 14 January 2026", Text(page.QuerySelector("h1")!));
        Assert.Equal("143 of 143 crimes screened, 2 set aside, 7 queued.", Text(page.QuerySelector(".sentence")!));
    }

    [Fact]
    public void Write_AMorning_LinksEachRowToItsCrime()
    {
        var page = PageOf(SomeMorning.Crimes);

        var links = page.QuerySelectorAll("tbody th a").ToList();
        Assert.Equal(7, links.Count);
        Assert.All(links, link => Assert.Contains(Text(link), Text(page.QuerySelector(link.GetAttribute("href")!)!.QuerySelector("h3")!), StringComparison.Ordinal));
    }

    [Fact]
    public void Write_AMorning_NeedsNothingFromOutside()
    {
        var page = PageOf(SomeMorning.Crimes);

        Assert.Empty(page.QuerySelectorAll("script, link, img, iframe, object, embed, form, base, svg"));
        Assert.All(page.QuerySelectorAll("[href]"), link => Assert.StartsWith("#", link.GetAttribute("href"), StringComparison.Ordinal));
        Assert.Empty(page.QuerySelectorAll("[src], [style], [onclick], [onload]"));
        Assert.DoesNotContain("url(", page.QuerySelector("style")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", page.QuerySelector("style")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_FieldThatTheTextContradicts_ShowsBothWithTheWords()
    {
        const string text = "Suspect is her ex-partner.";
        var crime = Some.Crime(narrative: text);
        crime = crime with
        {
            Crime = crime.Crime with { Relationship = "stranger", SuspectId = "S1" },
            Reading = crime.Reading with { Facts = [new NarrativeFact(FactKind.Relationship, "ex-partner", Some.Span(text, "her ex-partner"), 0.9, Polarity.Affirmed)] },
        };

        var article = PageOf(crime).QuerySelector("article")!;

        Assert.Contains("What the fields say against what the text says", article.QuerySelectorAll("h4").Select(Text));
        Assert.Equal($"The record says a stranger, the text says an ex-partner. {text}", Text(article.QuerySelector(".findings li")!));
        Assert.Equal(text, Text(article.QuerySelector(".findings q")!));
    }

    [Fact]
    public void Write_LimbsOfSection4A_SayWhatIsNotStatedAndQuoteTheRest()
    {
        const string text = "She fears he will kill her.";
        var crime = Some.Crime(narrative: text);
        var quotes = new[] { new LimbQuote(crime.Crime.Key, "Fears violence", Some.Span(text, "fears")), new LimbQuote(new CrimeKey("GLO", "EARLIER"), "Fears violence", Some.Span(text, "kill")) };
        crime = crime with
        {
            Score = crime.Score with
            {
                SuggestedSection = "4A",
                Section = new SectionEvidence(new Limb(LimbState.Shown, [.. quotes]), new Limb(LimbState.NotStated, []), new Limb(LimbState.NotStated, []), LimbState.NotStated),
            },
        };

        var limbs = PageOf(crime).QuerySelectorAll(".limbs dd").Select(Text).ToList();

        Assert.Equal([$"Said in the recordsFears violence {text}Fears violence in EARLIER", "Not stated"], limbs);
    }

    [Fact]
    public void Write_FlagsThatLackEvidence_AreCountedAtTheEnd()
    {
        ScreenedCrime With(string reference, params FlagFinding[] flags) =>
            Some.Crime(reference) is var crime ? crime with { Score = crime.Score with { Flags = [.. flags] } } : null!;
        var missing = new FlagFinding("CYBER", FlagState.Missing, "Not set.", []);

        var page = PageOf(With("CR/1", missing), With("CR/2", missing, new FlagFinding("DA", FlagState.Unsupported, "Nothing says so.", [])));

        var audit = page.QuerySelector(".audit")!;
        Assert.Equal("Flag audit", Text(audit.QuerySelector("h2")!));
        Assert.Equal(["Online element: Not set, 2", "Domestic abuse: Set, nothing says so, 1"], audit.QuerySelectorAll("dt").Select(Text));
        Assert.All(audit.QuerySelectorAll("a"), link => Assert.NotNull(page.QuerySelector(link.GetAttribute("href")!)));
        Assert.Null(PageOf(Some.Crime()).QuerySelector(".audit"));
    }

    [Fact]
    public void Write_AMorning_HeadingsNestAndIdsAreUnique()
    {
        var page = PageOf(SomeMorning.Crimes);

        var levels = page.QuerySelectorAll("h1, h2, h3, h4").Select(heading => heading.LocalName[1] - '0').ToList();
        Assert.Single(levels, 1);
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1));
        var ids = page.QuerySelectorAll("[id]").Select(element => element.Id).ToList();
        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal("en-GB", page.DocumentElement.GetAttribute("lang"));
        Assert.NotNull(page.QuerySelector(page.QuerySelector("a.skip")!.GetAttribute("href")!));
        Assert.All(page.QuerySelectorAll("th"), header => Assert.True(header.HasAttribute("scope")));
        Assert.All(page.QuerySelectorAll("[aria-labelledby]"), part => Assert.NotNull(page.GetElementById(part.GetAttribute("aria-labelledby")!)));
    }

    [Fact]
    public void Write_AMorning_LeavesNothingEmpty()
    {
        var page = PageOf(SomeMorning.Crimes);

        Assert.DoesNotContain(
            page.QuerySelectorAll("p, li, dt, dd, h1, h2, h3, h4, th, td, ul, ol, dl, blockquote, span, mark, sup"), element => Text(element).Length == 0);
    }

    [Fact]
    public void Write_Narrative_MarksWhatIsSeenDeniedFearedAndOfOthers()
    {
        var account = PageOf(SomeMorning.BreachByExPartner()).QuerySelector("blockquote")!;

        Assert.Equal("[Evidence, Tracking device or shared location: found a tracker under the rear arch]", Text(Mark(account, "found a tracker")));
        Assert.Equal("TRACKER", Mark(account, "found a tracker").NextElementSibling!.TextContent);
        Assert.Equal("[Said not to have happened, Threat of harm: threats made]", Text(Mark(account, "threats made")));
        Assert.Equal("not", Mark(account, "threats made").PreviousElementSibling!.TextContent);
        Assert.Equal("supposed", Mark(account, "wait outside the school").ClassName);
        Assert.Equal("other", Mark(account, "Officers waited").ClassName);
    }

    [Fact]
    public void Write_LongNarrative_ShowsThePartsAroundTheEvidence()
    {
        var filler = string.Concat(Enumerable.Repeat("Enquiries go on. ", 1_000));
        var crime = Some.Crime(narrative: filler + "He waited outside. " + filler).WithHits(("LOITER", "waited outside", Polarity.Affirmed));

        var account = PageOf(crime).QuerySelector(".account")!;

        Assert.NotNull(Mark(account, "waited outside"));
        Assert.Contains("This account has 34,019 characters.", Text(account), StringComparison.Ordinal);
        Assert.Equal(2, account.QuerySelectorAll("blockquote .gap").Length);
        Assert.InRange(account.QuerySelector("blockquote")!.TextContent.Length, 1_000, 6_200);
    }

    [Fact]
    public void Write_Behaviours_SayWhatIsSeenLinkedDeniedOrNotStatedAndNeverNo()
    {
        var page = PageOf(SomeMorning.BreachByExPartner());

        Assert.Equal(
            "Following seen|Contacting seen|Publishing in a linked crime|Monitoring online seen|Loitering seen|Interfering with property denied in text|Watching or spying seen",
            string.Join('|', page.QuerySelectorAll(".strip li").Select(Text)));
        Assert.Contains("an aide, not the legal test", Text(page.QuerySelector("div.four")!), StringComparison.Ordinal);
        Assert.DoesNotContain(PageOf(SomeMorning.Crimes).QuerySelectorAll(".state"), state => Text(state) == "no");
    }

    [Fact]
    public void Write_History_IsATimelineWithBothClocksAndGaps()
    {
        var history = PageOf(SomeMorning.BreachByExPartner()).QuerySelector(".history")!;

        Assert.Contains("4 crimes in 49 days. Days between them: 21, 20, 8, each gap shorter than the one before.", Text(history), StringComparison.Ordinal);
        Assert.Equal(
            "22 November 2025, 10:10pm 8R Malicious communications (s1 MCA 1988) Recorded 24 November 2025, 8:20am as CR/102877/25. Linked by same victim and suspect (strong link).",
            Text(history.QuerySelector("li")!));
        Assert.StartsWith("10 January 2026, midnight 8 days later This crime", Text(history.QuerySelector("li.this")!), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_LinkedCrimeOnTheList_IsLinkedByItsNumber()
    {
        var first = Some.Crime("CR/1", Priority.P1);
        var second = Some.Crime("CR/2", Priority.P2).WithHistory(Some.Linked(first, "CR/1", "8L", "Harassment", "2026-01-01T09:00:00+00:00", null));

        var reference = PageOf(first, second).QuerySelector("#crime-2 .timeline a")!;

        Assert.Equal("#crime-1", reference.GetAttribute("href"));
        Assert.Contains("number 1 on this list", Text(reference.ParentElement!), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_CounterAllegation_SaysThatRolesAreSwapped() =>
        Assert.Contains("Roles are swapped there", Text(PageOf(SomeMorning.Crimes).QuerySelector("#crime-4 .history")!), StringComparison.Ordinal);

    [Fact]
    public void Write_BareCrime_LeavesOutWhatTheRecordDoesNotSay()
    {
        var crime = PageOf(Some.Crime()).QuerySelector("article")!;

        Assert.Equal("Recorded|Recorded as|Suspect|Owned by", string.Join('|', crime.QuerySelectorAll("dt").Select(Text)));
        Assert.Equal("Why it is here|What the record says", string.Join('|', crime.QuerySelectorAll("h4").Select(Text)));
    }

    [Fact]
    public void Write_NothingQueued_SaysSoKindly()
    {
        var page = PageOf(Some.Crime(priority: Priority.None));

        Assert.Equal("Nothing to read this morning", Text(page.QuerySelector("h2")!));
        Assert.Contains("Screened for stalking: 61.", Text(page.QuerySelector("main")!), StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("table, article"));
    }

    [Fact]
    public void Write_MoreThanThePageHolds_SaysHowManyAreInTheFile()
    {
        var crimes = Enumerable.Range(1, 12).Select(i => Some.Crime($"CR/{i}")).ToArray();

        var page = PageOf(new TriageOptions { PageCrimes = 5 }, Some.Run(), crimes);

        Assert.Equal(5, page.QuerySelectorAll("article").Length);
        Assert.StartsWith("This page holds 5 of 12 crimes. The other 7 are in triage.csv", Text(page.QuerySelector("#list .inset")!), StringComparison.Ordinal);
        Assert.Equal("This week (P3) 5 of 12 crimes", Text(page.QuerySelector("#list h3")!));
    }

    [Fact]
    public void Write_People_AreVictimAndSuspect() =>
        Assert.DoesNotContain("offender", PageOf(SomeMorning.Crimes).DocumentElement.OuterHtml, StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void Write_ScriptInEveryField_StaysText()
    {
        var html = HtmlOf(new TriageOptions(), Some.Run() with { RunId = Canary, Source = Canary, RuleBookVersion = Canary, ModelVersion = Canary }, Some.CrimeWithEveryField(Canary));
        var page = new HtmlParser().ParseDocument(html);

        Assert.Empty(page.QuerySelectorAll("script, [onload]"));
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        var shown = page.Body!.TextContent;
        Assert.True(shown.Split(Canary).Length > 25, "the canary should be readable wherever it stands");
    }

    [Fact]
    public void Write_ControlAndDirectionCharacters_AreMadeVisible()
    {
        var page = PageOf(Some.Crime(narrative: "one\0two\u001Bthree\u202Efour\u2066 שלום\nline"));

        var account = page.QuerySelector("blockquote")!;
        Assert.Equal("one\uFFFDtwo\uFFFDthree\uFFFDfour\uFFFD שלום\nline", account.TextContent);
        Assert.Equal("auto", account.GetAttribute("dir"));
    }

    [Fact]
    public void Style_TextColours_ReadOnEveryGround()
    {
        var css = PageOf(Some.Crime()).QuerySelector("style")!.TextContent;
        var colours = css.Split('\n')
            .Select(line => line.Trim().TrimEnd(';').Split(": "))
            .Where(part => part.Length == 2 && part[0].StartsWith("--", StringComparison.Ordinal) && part[1].StartsWith('#'))
            .ToDictionary(part => part[0], part => part[1], StringComparer.Ordinal);

        var texts = colours.Where(colour => colour.Key.StartsWith("--text", StringComparison.Ordinal)).ToList();
        var grounds = colours.Where(colour => colour.Key.StartsWith("--ground", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, texts.Count);
        Assert.Equal(2, grounds.Count);
        foreach (var text in texts)
            foreach (var ground in grounds) Assert.True(Contrast(text.Value, ground.Value) >= 4.5, $"{text.Key} on {ground.Key}");
        Assert.True(Contrast(colours["--inverse-text"], colours["--inverse-ground"]) >= 4.5);
        // Every colour in use is one of these names.
        Assert.DoesNotContain(
            css.Split('\n').Where(line => !line.TrimStart().StartsWith("--", StringComparison.Ordinal)), line => line.Contains("color: #", StringComparison.Ordinal));
    }

    private static double Contrast(string text, string ground)
    {
        var (one, other) = (Luminance(text), Luminance(ground));
        return (Math.Max(one, other) + 0.05) / (Math.Min(one, other) + 0.05);
    }

    /// <remarks>Source: WCAG 2.2, relative luminance.</remarks>
    private static double Luminance(string colour)
    {
        double Channel(int at)
        {
            var value = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }
        return (0.2126 * Channel(1)) + (0.7152 * Channel(3)) + (0.0722 * Channel(5));
    }

    private static IElement Mark(IElement within, string words) =>
        within.QuerySelectorAll("mark").Single(mark => mark.TextContent.Contains(words, StringComparison.Ordinal));

    private static string Text(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static IHtmlDocument PageOf(params ScreenedCrime[] crimes) => PageOf(new TriageOptions(), Some.Run(), crimes);

    private static IHtmlDocument PageOf(TriageOptions options, RunSummary run, params ScreenedCrime[] crimes) =>
        new HtmlParser().ParseDocument(HtmlOf(options, run, crimes));

    private static string HtmlOf(TriageOptions options, RunSummary run, params ScreenedCrime[] crimes)
    {
        var queue = new TriageQueue(Some.Context.Scope, options);
        foreach (var crime in crimes) queue.Add(crime, []);
        using var text = new StringWriter { NewLine = "\n" };
        new TriagePage(new HtmlWriter(text), queue.List(crimes.Where(crime => queue.Shown.Contains(crime.Crime.Key))), run, Some.Context, options).Write();
        return text.ToString();
    }
}
