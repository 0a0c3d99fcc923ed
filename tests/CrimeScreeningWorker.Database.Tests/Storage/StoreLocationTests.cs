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
    [InlineData("postgresql://worker@db.force.example:5433/crime%20screening")]
    [InlineData("postgresql://127.0.0.1:5432/store")]
    public void ToString_OfAServer_CanBeParsedAgain(string text)
    {
        Assert.Equal(text, StoreLocation.Parse(text).ToString());
        Assert.Equal(StoreDialect.PostgreSql, StoreLocation.Parse(text).Dialect);
    }

    [Fact]
    public void Parse_ServerWithAPassword_IsRefusedWithoutShowingIt()
    {
        var refused = Assert.Throws<StoreException>(() => StoreLocation.Parse("postgresql://worker:secret-of-the-test@server/store"));

        Assert.Contains("PGPASSWORD", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-of-the-test", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sqlite:")]
    [InlineData("sqlite::memory:")]
    [InlineData("postgres://host/db")]
    [InlineData("postgresql://host")]
    [InlineData("postgresql:Host=server;Database=store")]
    [InlineData("screening.db")]
    public void Parse_AnythingElse_SaysWhatIsExpected(string text) =>
        Assert.Contains("expected sqlite:PATH", Assert.Throws<StoreException>(() => StoreLocation.Parse(text)).Message, StringComparison.Ordinal);
}
