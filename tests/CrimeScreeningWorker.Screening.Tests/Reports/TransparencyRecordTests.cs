using CrimeScreeningWorker.Screening.Monitoring;
using CrimeScreeningWorker.Screening.Reports;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Tests.Facts;
using CrimeScreeningWorker.Screening.TextModel;

namespace CrimeScreeningWorker.Screening.Tests.Reports;

public sealed class TransparencyRecordTests
{
    private static readonly ModelFacts Facts = Make();
    private static readonly Dictionary<string, string> Nothing = [];

    [Fact]
    public void Of_NothingGiven_EveryFieldIsFilledOrSaysWhoMustFillIt()
    {
        var record = TransparencyRecord.Of(Facts, Nothing);

        Assert.All(record.Fields, field => Assert.True(
            field.Text is { Length: > 10 } != field.ToBeFilledBy is { Length: > 10 }, $"{field.Number} {field.Name} is neither filled nor open, or both"));
        Assert.Equal(record.Fields.Length, record.Fields.Select(field => field.Number).Distinct(StringComparer.Ordinal).Count());
        Assert.InRange(record.Open, 1, record.Fields.Length / 2);
        Assert.Contains(record.Fields, field => field.Tier == 1);
        Assert.All(
            ["1.1", "1.4", "2.1.3", "2.1.4.5", "2.2.5", "2.3.5", "2.4.1.4", "2.4.2.9", "2.4.3.11", "2.4.4.5", "2.5.1", "2.5.2"],
            number => Assert.Contains(record.Fields, field => field.Number == number));
    }

    [Fact]
    public void ToMarkdown_Everything_HoldsEachFieldAndSaysWhatIsOpen()
    {
        var record = TransparencyRecord.Of(Facts, Nothing);

        var text = record.ToMarkdown();

        Assert.All(record.Fields, field => Assert.Contains($"### {field.Number} {field.Name}\n\n", text, StringComparison.Ordinal));
        Assert.Contains($"{record.Fields.Length - record.Open} of {record.Fields.Length} fields are filled", text, StringComparison.Ordinal);
        Assert.Contains("**To be filled by the data protection officer: ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_FieldThatTheForceHasWritten_TakesItsWords()
    {
        var record = TransparencyRecord.Of(Facts, new Dictionary<string, string> { ["2.1.1"] = "Made-up Constabulary", ["1.1"] = "Our tool" });

        Assert.Equal("Made-up Constabulary", record.Fields.Single(field => field.Number == "2.1.1").Text);
        Assert.Null(record.Fields.Single(field => field.Number == "2.1.1").ToBeFilledBy);
        Assert.Equal("Our tool", record.Fields[0].Text);
        Assert.Equal(TransparencyRecord.Of(Facts, Nothing).Open - 1, record.Open);
    }

    [Fact]
    public void Of_NumberThatIsNoField_SaysSo() =>
        Assert.Contains("'9.9' is no field", Assert.Throws<ArgumentException>(() => TransparencyRecord.Of(Facts, new Dictionary<string, string> { ["9.9"] = "x" })).Message, StringComparison.Ordinal);

    [Fact]
    public void Of_WhatIsMeasuredAndSet_StandsInTheRecord()
    {
        var record = TransparencyRecord.Of(Facts, Nothing);

        Assert.Contains(Facts.Manifest.Version, record.Fields.Single(field => field.Number == "2.4.2.2").Text, StringComparison.Ordinal);
        Assert.Contains("five_fold.pr_auc", record.Fields.Single(field => field.Number == "2.4.2.7").Text, StringComparison.Ordinal);
        Assert.Contains("17 reviews a day", record.Fields.Single(field => field.Number == "2.3.1").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Card_NothingMeasuredHere_SaysSoAndHowToMeasureIt()
    {
        var card = ModelCard.Write(Facts);

        Assert.Contains("Not given. `evaluate --corpus --out FILE.html` measures it", card, StringComparison.Ordinal);
        Assert.Contains(Facts.Manifest.TrainingSet.Sha256, card, StringComparison.Ordinal);
        Assert.Contains("| `five_fold.pr_auc` | ", card, StringComparison.Ordinal);
        Assert.Contains("## Where not to trust it", card, StringComparison.Ordinal);
    }

    private static ModelFacts Make()
    {
        var folder = Directory.GetDirectories(Path.Combine(AppContext.BaseDirectory, "models", "text-model")).Order(StringComparer.Ordinal).Last();
        var model = TextModelFolder.Load(folder);
        return new ModelFacts(
            model.Manifest, ScoringModel.Of(model).Thresholds, SomeFacts.Rules, new ScopeOptions(), new ReviewOptions { Capacity = 17 }, new MonitoringOptions(), null, null);
    }
}
