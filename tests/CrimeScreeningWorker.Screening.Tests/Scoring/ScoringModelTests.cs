using System.Text.Json;
using CrimeScreeningWorker.Screening.Scoring;

namespace CrimeScreeningWorker.Screening.Tests.Scoring;

public sealed class ScoringModelTests
{
    [Fact]
    public void FromJson_WhatToJsonWrote_IsTheSameModel()
    {
        var read = ScoringModel.FromJson(SomeScoring.Model.ToJson());

        Assert.Equal(SomeScoring.Model.Thresholds, read.Thresholds);
        Assert.Equal(SomeScoring.Model.Stalking.Base, read.Stalking.Base);
        Assert.Equal(SomeScoring.Model.Stalking.Weights.ToList(), read.Stalking.Weights.ToList());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"rule_book_version\":\"x\",\"surprise\":1}")]
    public void FromJson_NotAScoringModel_Throws(string json) => Assert.Throws<JsonException>(() => ScoringModel.FromJson(json));
}
