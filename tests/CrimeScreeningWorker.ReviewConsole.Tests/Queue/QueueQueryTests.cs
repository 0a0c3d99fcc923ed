using CrimeScreeningWorker.ReviewConsole.Pages.Queue;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Scoring;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace CrimeScreeningWorker.ReviewConsole.Tests.Queue;

public sealed class QueueQueryTests
{
    [Fact]
    public void Parse_Nothing_IsWhatIsStillToDo()
    {
        var query = Parse("");

        Assert.Equal(QueueState.ToDo, query.Filter.State);
        Assert.Equal(["state.todo"], query.Choices.Select(choice => choice.Id));
        Assert.Equal("/queue", query.Address);
    }

    [Theory]
    [InlineData("state=mine&band=P1&band=P2&class=8L&district=North%20Town&domestic=no&order=yes&sort=recorded&dir=desc&page=3")]
    [InlineData("state=all&reference=35%2F70")]
    [InlineData("band=P3&off=band.P3&online=yes")]
    public void Address_OfAList_OpensTheSameList(string address) => Assert.Equal(address, Parse(address).ToString());

    [Fact]
    public void Filter_AChoiceThatIsSwitchedOff_DoesNotNarrow()
    {
        var query = Parse("band=P1&class=8L");
        var off = query.Switched(query.Choices.Single(choice => choice.Name == "band"));

        Assert.Empty(off.Filter.Priorities);
        Assert.Equal("8L", Assert.Single(off.Filter.Classes));
        Assert.True(off.Has("band", "P1"));
        Assert.Equal(Priority.P1, Assert.Single(off.Switched(off.Choices.Single(choice => choice.Name == "band")).Filter.Priorities));
    }

    [Theory]
    [InlineData("band=P9&state=gone&sort=name&page=-1&suspect=P1234&domestic=perhaps")]
    [InlineData("page=99999999999999999999&sort=17")]
    public void Parse_WhatItDoesNotKnow_IsLeftOut(string address) => Assert.Equal("", Parse(address).ToString());

    [Fact]
    public void Without_TheState_ShowsEverything()
    {
        var query = Parse("");

        Assert.Equal(QueueState.All, query.Without(query.Choices.Single()).Filter.State);
        Assert.Equal("/queue?state=all", query.Without(query.Choices.Single()).Address);
    }

    [Fact]
    public void AddressOf_ACase_KeepsTheListAndTheSignsOfTheReference() => Assert.Equal(
        "/crimes/MER/35/70%3F855/25?list=stalking&band=P2", QueueQuery.Parse(Address("band=P2"), stalking: true).AddressOf(new CrimeKey("MER", "35/70?855/25")));

    [Fact]
    public void PickedValue_OfAReferenceWithStrokes_IsReadBack()
    {
        var picked = PickedValue.Parse(["3|MER|35|70/25", "x|MER|1", "4||1", null]);

        Assert.Equal(new PickedItem(new CrimeKey("MER", "35|70/25"), 3), Assert.Single(picked));
    }

    private static QueueQuery Parse(string address) => QueueQuery.Parse(Address(address), stalking: false);

    private static QueryCollection Address(string address) => new(QueryHelpers.ParseQuery(address));
}
