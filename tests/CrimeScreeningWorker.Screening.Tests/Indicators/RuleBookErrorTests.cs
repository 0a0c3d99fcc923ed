using CrimeScreeningWorker.Screening.Indicators;

namespace CrimeScreeningWorker.Screening.Tests.Indicators;

public sealed class RuleBookErrorTests
{
    // The first line of the indicator in Some.Yaml, and of its phrases.
    private const int Code = 33;
    private const int Phrases = Code + 4;
    private const int Rest = Phrases + 1;

    [Theory]
    [InlineData("['ab*']", "a stem has at least 3 letters")]
    [InlineData("['a ...13 b']", "a gap is '...' or '...N' with N from 0 to 12")]
    [InlineData("['... b']", "begins with a gap")]
    [InlineData("['b ...']", "ends with a gap")]
    [InlineData("['a ... ... b']", "two gaps in a row")]
    [InlineData("['a? b?']", "every word of 'a? b?' is optional")]
    [InlineData("['{nobody} b']", "there is no list 'nobody'")]
    [InlineData("['{victim b']", "lacks its closing brace")]
    [InlineData("['a||b']", "empty alternative")]
    [InlineData("['#x']", "a number is")]
    [InlineData("['$x']", "is none of $money")]
    [InlineData("['white van']", "never seen")]
    [InlineData("['[b]']", "has a sign")]
    [InlineData("['a b? c? d? e? f? g?']", "more than 5 optional words")]
    [InlineData("[]", "empty list")]
    [InlineData("[{victim}]", "put a phrase with braces in quotes")]
    public void Parse_WrongPhrase_NamesFileLineAndIndicator(string phrases, string problem)
    {
        var error = Assert.Single(Errors(Some.Yaml(phrases)));

        Assert.Equal(("book.yaml", Phrases, "TEST"), (error.File, error.Line, error.Code));
        Assert.Contains(problem, error.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("behaviour: B8", "behaviour is B1 to B7, not 'B8'")]
    [InlineData("four: [X]", "four has the letters F, O, U and R, not 'X'")]
    [InlineData("high_risk: yes", "high_risk is true or false, not 'yes'")]
    [InlineData("colour: red", "unknown key 'colour' in the indicator")]
    [InlineData("when: { colour: [red] }", "unknown key 'colour' in when")]
    [InlineData("when: {}", "when asks for nothing")]
    [InlineData("history: { basis: [Nobody] }", "basis is one of")]
    [InlineData("history: { at_least: 0 }", "at_least is a whole number from 1, not '0'")]
    [InlineData("examples: { hit: [x] }", "unknown key 'hit' in examples")]
    public void Parse_WrongKeyOrValue_IsNamedWithItsLine(string line, string problem)
    {
        var error = Assert.Single(Errors(Some.Yaml("[x]", line)));

        Assert.Equal((Rest, "TEST"), (error.Line, error.Code));
        Assert.Contains(problem, error.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hits: [nothing here]", "expected an affirmed hit, found nothing")]
    [InlineData("misses: [he followed]", "expected no affirmed hit, found 'followed' (Affirmed)")]
    [InlineData("denied: [he followed]", "expected a denied hit and no affirmed one")]
    [InlineData("denied: [if he followed]", "found 'followed' (Hypothetical by 'if')")]
    [InlineData("hypothetical: [he followed]", "expected a hypothetical hit")]
    [InlineData("someone_else: [he followed]", "expected a hit on someone else")]
    public void Parse_FailedExample_SaysWhatWasFound(string example, string problem)
    {
        var error = Assert.Single(Errors(Some.Yaml("[followed]", "examples:", "  " + example)));

        Assert.Equal((Rest + 1, "TEST"), (error.Line, error.Code));
        Assert.Contains(problem, error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_SeveralErrors_ListsAllInTheOrderOfTheFile()
    {
        const string yaml = """
            title: Test
            format: 2
            words: { a: [b ... c], Bad: ["{a}"] }
            colours: red
            indicators:
              - code: ONE
                group: nothing
                phrases: [x]
              - code: ONE
                title: Two
                group: risk
                weight: heavy
              - title: Three
                group: risk
                weight: 1
                phrases: [x]
            """;

        var errors = Errors(yaml);

        Assert.Equal(errors.Select(error => error.Line).Order(), errors.Select(error => error.Line));
        Assert.Equal([2, 3, 4, 6, 7, 9, 12, 13], errors.Select(error => error.Line).Distinct());
        Assert.Contains(errors, error => error is { Code: "ONE", Problem: "title is missing" });
        Assert.Contains(errors, error => error is { Code: "ONE", Problem: "code is used already on line 6" });
        Assert.Contains(errors, error => error is { Code: null, Problem: "code is missing" });
    }

    [Theory]
    [InlineData("")]
    [InlineData("title: [unclosed")]
    [InlineData("just a text")]
    [InlineData("title: a\ntitle: b")]
    [InlineData("title: a\nformat: 1")]
    public void Parse_NotABook_IsRefused(string yaml) => Assert.NotEmpty(Errors(yaml));

    [Fact]
    public void Parse_WithoutExampleCheck_LeavesTheResultsToTestExamples()
    {
        var book = RuleBook.Parse(Some.Yaml("[followed]", "examples: { hits: [followed, left], misses: [left] }"), "book.yaml", checkExamples: false);

        Assert.Equal([true, false, true], book.TestExamples().Select(result => result.Passed));
    }

    [Fact]
    public void Load_NoFile_NamesIt()
    {
        var exception = Assert.Throws<RuleBookException>(() => RuleBook.Load(Path.Combine("nowhere", "book.yaml")));

        Assert.Contains("book.yaml", exception.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<RuleBookError> Errors(string yaml)
    {
        var exception = Assert.Throws<RuleBookException>(() => RuleBook.Parse(yaml, "book.yaml"));
        Assert.All(exception.Errors, error => Assert.Contains(error.ToString(), exception.Message, StringComparison.Ordinal));
        return exception.Errors;
    }
}
