using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Suggestions;
using CrimeScreeningWorker.Screening.Tests.Facts;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Tests.Suggestions;

/// <summary>Facts of a case where the fields are blank or differ from the text.</summary>
public sealed class CaseFactsTests
{
    [Theory]
    [InlineData(null, "Suspect is her ex-partner.", true)]
    [InlineData("unknown", "They split up in May.", true)]
    [InlineData("stranger", "Suspect is her ex-partner.", true)]
    [InlineData("stranger", "They split up in May.", false)]
    [InlineData("family", "Suspect is her ex-partner.", false)]
    [InlineData(null, "Suspect is her neighbour.", false)]
    public void Of_ExPartner_IsTakenFromTheTextWhereTheFieldIsBlankOrTheTextOutright(string? field, string text, bool expected) =>
        Assert.Equal(expected, Of(SomeFacts.CrimeOf(text) with { Relationship = field }).HasFlag(CaseFact.ExPartner));

    [Theory]
    [InlineData("IP has had 15 missed calls.", true)]
    [InlineData("Three nights running he rang.", true)]
    [InlineData("He rang her once.", false)]
    public void Of_Repeated_IsTakenFromStatedCounts(string text, bool expected) =>
        Assert.Equal(expected, Of(SomeFacts.CrimeOf(text)).HasFlag(CaseFact.Repeated));

    [Theory]
    [InlineData("S1", "Suspect unknown.", false)]
    [InlineData(null, "He rang her.", true)]
    [InlineData(null, "Suspect is her neighbour.", false)]
    [InlineData(null, "Suspect is a stranger to her.", true)]
    public void Of_SuspectUnknown_NeedsABlankFieldAndATextThatNamesNobody(string? suspect, string text, bool expected) =>
        Assert.Equal(expected, Of(SomeFacts.CrimeOf(text) with { SuspectId = suspect }).HasFlag(CaseFact.SuspectUnknown));

    [Theory]
    [InlineData("He rang her in breach of his non-molestation order.", true)]
    [InlineData("She has an NMO. There was no breach of the order.", false)]
    [InlineData("He rang her.", false)]
    public void IsBreach_OrderFieldBlank_IsWhatTheTextSaysOutright(string text, bool expected) =>
        Assert.Equal(expected, CaseFacts.IsBreach(SomeFacts.CrimeOf(text), Reading(SomeFacts.CrimeOf(text))));

    private static CaseFact Of(Crime crime) => CaseFacts.Of(crime, Reading(crime), CourseOfConduct.None, SomeFacts.Rules, fewestWords: 1);

    private static CrimeReading Reading(Crime crime)
    {
        var tokens = new TokenBuffer();
        NarrativeTokenizer.Tokenize(crime.Narrative, tokens);
        var (hits, facts) = SomeFacts.Book.Read(crime, tokens);
        return new CrimeReading(0, [.. hits], [], tokens.Count) { Facts = facts };
    }
}
