using CrimeScreeningWorker.Screening.Indicators;

namespace CrimeScreeningWorker.Screening.Tests.Indicators;

public sealed class ShippedRuleBookTests
{
    private static string PathOfBook => Path.Combine(AppContext.BaseDirectory, "rules", "rule-book.yaml");

    [Fact]
    public void Load_ShippedBook_PassesItsOwnExamples()
    {
        var book = RuleBook.Load(PathOfBook);

        Assert.NotEmpty(book.Indicators);
        Assert.NotEmpty(book.TestExamples());
        Assert.All(book.TestExamples(), result => Assert.True(result.Passed, result.Found));
    }
}
