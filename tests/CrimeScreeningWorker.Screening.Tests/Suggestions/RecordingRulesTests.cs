using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Suggestions;
using CrimeScreeningWorker.Screening.Tests.Scoring;

namespace CrimeScreeningWorker.Screening.Tests.Suggestions;

public sealed class RecordingRulesTests
{
    private const CaseFact StrongBand = CaseFact.Possible | CaseFact.Likely | CaseFact.Strong;

    [Theory]
    [InlineData(CaseFact.Harassment | CaseFact.ExPartner | CaseFact.Repeated | StrongBand, SuggestionAction.Reclassify)]
    [InlineData(CaseFact.Malcomms | CaseFact.ExPartner | CaseFact.Repeated | StrongBand, SuggestionAction.Reclassify)]
    [InlineData(CaseFact.Breach | CaseFact.ExPartner | CaseFact.Repeated | StrongBand, SuggestionAction.AddIncluded)]
    [InlineData(CaseFact.Other | StrongBand, SuggestionAction.AddIncluded)]
    [InlineData(CaseFact.Other | CaseFact.Possible | CaseFact.Likely, SuggestionAction.AddFlag)]
    [InlineData(CaseFact.Harassment | CaseFact.PartnerOrFamily | StrongBand, SuggestionAction.Review)]
    [InlineData(CaseFact.Harassment | CaseFact.RolesSwapped | StrongBand, SuggestionAction.Review)]
    [InlineData(CaseFact.Harassment | CaseFact.TooShort, SuggestionAction.Review)]
    [InlineData(CaseFact.Stalking, SuggestionAction.Review)]
    [InlineData(CaseFact.Harassment | CaseFact.Dispute | CaseFact.Possible, SuggestionAction.Review)]
    public void ActionFor_Facts_FollowsTheTable(CaseFact facts, SuggestionAction expected) =>
        Assert.Equal(expected, SomeScoring.Rules.ActionFor(facts));

    [Theory]
    [InlineData(CaseFact.Harassment)]
    [InlineData(CaseFact.Breach | CaseFact.ExPartner | CaseFact.Repeated)]
    public void ActionFor_BelowTheReviewThreshold_SuggestsNothing(CaseFact facts) => Assert.Null(SomeScoring.Rules.ActionFor(facts));

    [Fact]
    public void ActionFor_AnyFacts_NeverActsBelowLikely()
    {
        // Every combination of the other facts: an action needs likely evidence, whatever else holds.
        for (var bits = 0; bits < 1 << 19; bits += 7)
        {
            var action = SomeScoring.Rules.ActionFor((CaseFact)bits | CaseFact.Possible);
            Assert.True(action is null or SuggestionAction.Review, $"{(CaseFact)bits}: {action}");
        }
    }

    [Fact]
    public void Load_ShippedTable_CitesEveryRule()
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "rules", "recording-rules.yaml"));
        for (var rule = 1; rule <= 16; rule++) Assert.Contains($"id: R{rule}\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rules: [", "line")]
    [InlineData("format: 2", "format 2")]
    [InlineData("format: 1\nrules: []", "no rules")]
    [InlineData("format: 1\nrules:\n- id: R1\n  all: [NO_SUCH]\n  action: review\n  basis: x", "NO_SUCH")]
    [InlineData("format: 1\nrules:\n- id: R1\n  all: [LINKED]\n  action: cancel\n  basis: x", "cancel")]
    [InlineData("format: 1\nrules:\n- id: R1\n  all: []\n  action: review\n  basis: x", "always hold")]
    public void Load_FaultyTable_NamesFileAndFault(string yaml, string expected)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, yaml);
            var fault = Assert.Throws<RuleBookException>(() => RecordingRules.Load(file));
            Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
            Assert.StartsWith(Path.GetFileName(file), fault.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
