using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Tests.Facts;
using CrimeScreeningWorker.Screening.Text;
using CrimeScreeningWorker.Screening.TextModel;

namespace CrimeScreeningWorker.Screening.Tests.Scoring;

public sealed class NarrativeReaderTests
{
    [Theory]
    [InlineData(TokenBuffer.MostTokens, false)]
    [InlineData(TokenBuffer.MostTokens + 1, true)]
    public void Read_NarrativePastTheLastWordThatIsRead_SaysSo(int words, bool isCut)
    {
        var folder = Directory.GetDirectories(Path.Combine(AppContext.BaseDirectory, "models", "text-model")).Single();
        var reader = new NarrativeReader(
            SomeFacts.Book, TextModelFolder.Load(folder).Model, new IdentifierExtractor(new LinkageOptions()));
        var morning = new DateTimeOffset(2026, 3, 14, 7, 42, 0, TimeSpan.Zero);

        var reading = reader.Read(new Crime
        {
            Key = new CrimeKey("GLO", "CR/1/26"),
            RecordedAt = morning,
            UpdatedAt = morning,
            HomeOfficeClass = "8L",
            OffenceTitle = "Harassment",
            Narrative = string.Concat(Enumerable.Repeat("house ", words)),
        });

        Assert.Equal(isCut, reading.IsCut);
        Assert.Equal(TokenBuffer.MostTokens, reading.Words);
    }
}
