using CrimeScreeningWorker.Screening.Indicators;

namespace CrimeScreeningWorker.Screening.Tests.Indicators;

public sealed class MisspellingsTests
{
    private static readonly string Yaml = Some.Yaml("[following, threat*]").Replace("cues:", "misspelt: [following, threatened]\ncues:", StringComparison.Ordinal);

    private static readonly RuleBook Book = RuleBook.Parse(Yaml, "test.yaml");

    [Theory]
    [InlineData("folowing", true)]
    [InlineData("followwing", true)]
    [InlineData("follwoing", true)]
    [InlineData("fallowing", true)]
    [InlineData("followingg", true)]
    [InlineData("threetened", true)]
    [InlineData("ollowing", false)]
    [InlineData("hollowing", false)]
    [InlineData("fillings", false)]
    [InlineData("treat", false)]
    public void Read_OneSlipOfANamedWord_IsThatWord(string typed, bool found) => Assert.Equal(found, Book.Read(typed).Count == 1);

    [Fact]
    public void Parse_ShortMisspeltWord_IsAnError()
    {
        var yaml = Yaml.Replace("[following, threatened]", "[sat]", StringComparison.Ordinal);

        Assert.Contains("sat", Assert.Throws<RuleBookException>(() => RuleBook.Parse(yaml, "test.yaml")).Message, StringComparison.Ordinal);
    }
}
