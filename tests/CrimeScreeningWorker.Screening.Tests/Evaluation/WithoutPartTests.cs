using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.TextModel;

namespace CrimeScreeningWorker.Screening.Tests.Evaluation;

public sealed class WithoutPartTests(OneForce force) : IClassFixture<OneForce>
{
    [Theory]
    [InlineData(ScoringPart.TextModel)]
    [InlineData(ScoringPart.Indicators)]
    [InlineData(ScoringPart.History)]
    [InlineData(ScoringPart.Fields)]
    [InlineData(ScoringPart.Breadth)]
    public void Train_WithoutAPart_HasNoWeightForIt(ScoringPart part)
    {
        var names = new ScoringFeatures(force.Book).All.Where(f => f.Part.HasFlag(part)).Select(f => f.Name).ToHashSet(StringComparer.Ordinal);

        var whole = Weighted(ScoringPart.None);
        var without = Weighted(part);

        Assert.NotEmpty(names);
        Assert.Contains(whole, names.Contains);
        Assert.DoesNotContain(without, names.Contains);
        Assert.NotEmpty(without);
    }

    [Fact]
    public void Train_WithoutThePrior_LeavesOutOfTheModelWhatTheCorpusDoesNotShow()
    {
        // An indicator that no record has: only the book's own word gives it a weight.
        var unseen = force.Book.Indicators
            .First(i => i.Weight > 0.5 && !force.Corpus.Readings.Any(r => r.Hits.Any(h => h.Code == i.Code))).Code;

        Assert.True(Trained(ScoringPart.None).Stalking.Weights[unseen] > 0.01);
        Assert.Equal(0, Trained(ScoringPart.Prior).Stalking.Weights[unseen], 3);
    }

    [Fact]
    public void Train_WithoutCalibration_KeepsTheOrderAndDoesNotStretch()
    {
        var (whole, without) = (Trained(ScoringPart.None), Trained(ScoringPart.Calibration));
        var stretches = whole.Stalking.Weights.Where(w => Math.Abs(w.Value) > 0.01).Select(w => w.Value / without.Stalking.Weights[w.Key]).ToList();

        Assert.All(stretches, stretch => Assert.Equal(stretches[0], stretch, 6));
        Assert.NotEqual(1, stretches[0], 3);
    }

    [Fact]
    public void Corpus_WithoutAttribution_HasOnlyAffirmedHits()
    {
        var turned = force.Corpus.Without(ScoringPart.Attribution);

        Assert.Contains(force.Corpus.Readings, r => r.Hits.Any(h => h.Polarity != Polarity.Affirmed));
        Assert.All(turned.Readings.SelectMany(r => r.Hits), hit => Assert.Equal(Polarity.Affirmed, hit.Polarity));
        Assert.Equal(force.Corpus.Readings.Sum(r => r.Hits.Length), turned.Readings.Sum(r => r.Hits.Length));
    }

    [Fact]
    public void Corpus_WithoutFields_HasOnlyHitsOfTheText()
    {
        Assert.Contains(force.Corpus.Readings, r => r.Hits.Any(h => h.Span is null));
        Assert.All(force.Corpus.Without(ScoringPart.Fields).Readings.SelectMany(r => r.Hits), hit => Assert.NotNull(hit.Span));
    }

    [Fact]
    public void Corpus_WithoutHistory_HasNoLinksButTheSamePeople()
    {
        var alone = force.Corpus.Without(ScoringPart.History);

        Assert.Contains(force.Corpus.Links, links => links.Length > 0);
        Assert.All(alone.Links, links => Assert.Empty(links));
        Assert.Equal(force.Corpus.Groups, alone.Groups);
        Assert.Equal(force.Corpus.IsJudged, alone.IsJudged);
    }

    [Fact]
    public void Corpus_WithoutTheTextModel_IsTheSame() => Assert.Same(force.Corpus, force.Corpus.Without(ScoringPart.TextModel));

    [Fact]
    public void Part_OfAnIndicator_IsTheRuleBook() =>
        Assert.All(force.Book.Indicators, i => Assert.Equal(ScoringPart.Indicators, new ScoringFeatures(force.Book).All.Single(f => f.Name == i.Code).Part));

    private IEnumerable<string> Weighted(ScoringPart without)
    {
        var path = Trained(without);
        return new[] { path.Stalking, path.Online, path.HighRisk, path.Section4A }.SelectMany(m => m.Weights.Where(w => w.Value != 0)).Select(w => w.Key);
    }

    /// <summary>Half the force, with text log odds that are right as often as not, so that the test trains no text model.</summary>
    private TrainedPath Trained(ScoringPart without)
    {
        var corpus = force.Corpus;
        var logits = corpus.Records.Select((r, i) => (r.Label.Stalking ? 1.0 : -1) + (i % 3)).ToArray();
        return TrainedPath.Train(
            corpus, [.. Enumerable.Range(0, corpus.Records.Count)], logits, force.Book,
            new PathOptions(new TextModelOptions(), InnerFolds: 2, Without: without));
    }
}
