using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.Samples;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Tests.Facts;

public sealed class FactBookReferenceTests
{
    private const int Every = 29;

    /// <summary>The two books are one automaton; the facts' words must not change what the rule book finds, not even in a word with a slip.</summary>
    [Fact]
    public void Read_CorpusAndSlips_FindsWhatTheRuleBookFindsByItself()
    {
        var tokens = new TokenBuffer();
        var chance = new SeededChance(3);
        var found = 0;

        foreach (var (narrative, number) in TextModel.Corpus.Examples.Select((example, i) => (example.Narrative, i)))
        {
            foreach (var text in new[] { narrative, WithSlips(narrative, chance, number) })
            {
                var crime = SomeFacts.CrimeOf(text);
                NarrativeTokenizer.Tokenize(text, tokens);
                var (hits, _) = SomeFacts.Book.Read(crime, tokens);
                Assert.Equal(SomeFacts.Rules.Read(crime, tokens), hits);
                found += hits.Count;
            }
        }

        Assert.True(found > 5000, $"{found} hits");
    }

    [Fact]
    public void Read_SlipThatTheRuleBookNamesAsAWord_IsStillASlipToTheFacts()
    {
        var fact = Assert.Single(SomeFacts.Read("He sent her a second massage."), fact => fact.Kind == FactKind.Occasions);

        Assert.Equal("2", fact.Value);
    }

    // Two neighbours swapped here and there.
    private static string WithSlips(string narrative, SeededChance chance, int number)
    {
        var typed = narrative.ToCharArray();
        for (var i = chance.Below(Every, number, 1) + 1; i + 1 < typed.Length; i += Every)
            if (char.IsLetter(typed[i]) && char.IsLetter(typed[i + 1])) (typed[i], typed[i + 1]) = (typed[i + 1], typed[i]);
        return new string(typed);
    }
}
