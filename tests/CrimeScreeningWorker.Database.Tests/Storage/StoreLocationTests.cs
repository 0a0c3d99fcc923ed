using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Database.Tests.Storage;

public sealed class StoreLocationTests
{
    [Fact]
    public void Parse_RelativePath_StartsFromTheCurrentDirectory() =>
        Assert.Equal(Path.Combine(Environment.CurrentDirectory, "data", "screening.db"), StoreLocation.Parse(null).Path);

    [Fact]
    public void ToString_OfWhatWasParsed_CanBeParsedAgain()
    {
        var location = StoreLocation.Parse("SQLite:./night/with blank;Mode=Memory.db");

        Assert.Equal(location, StoreLocation.Parse(location.ToString()));
        Assert.EndsWith("with blank;Mode=Memory.db", location.Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sqlite:")]
    [InlineData("sqlite::memory:")]
    [InlineData("postgres://host/db")]
    [InlineData("screening.db")]
    public void Parse_AnythingElse_SaysWhatIsExpected(string text) =>
        Assert.Contains("expected sqlite:PATH", Assert.Throws<StoreException>(() => StoreLocation.Parse(text)).Message, StringComparison.Ordinal);
}
