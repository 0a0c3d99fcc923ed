using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Tests.Facts;

namespace CrimeScreeningWorker.Screening.Tests.Evaluation;

public sealed class LinkFiguresTests : IDisposable
{
    private static readonly string Shipped = Path.Combine(AppContext.BaseDirectory, "models", "corpus");
    private readonly string folder = Directory.CreateTempSubdirectory("link-figures").FullName;

    [Fact]
    public async Task Of_ShippedCorpus_ReachesTheTargets()
    {
        var figures = LinkFigures.Of(await PrepareAsync(Shipped));

        Assert.Equal(["controlroom", "county", "safeguarding", "urban"], figures.Files.Select(f => f.File));
        Assert.InRange(figures.All.Precision, 0.99, 1);
        Assert.InRange(figures.All.Recall, 0.95, 1);
        Assert.All(figures.Files, f => Assert.InRange((double)f.Reached / f.Records, 0.95, 1));
    }

    [Fact]
    public async Task Of_ReaderWhoPartsASeries_CountsItsLinksAsWrong()
    {
        var together = LinkFigures.Of(await CountyAsync(series => series)).All;

        // The three records of CAM-01 are one pair of people.
        var apart = LinkFigures.Of(await CountyAsync(series => series.Replace("35/71597/25,CAM-01", "35/71597/25,other", StringComparison.Ordinal))).All;

        Assert.Equal((together.Joined, together.Right - 2), (apart.Joined, apart.Right));
        Assert.Equal((together.InSeries - 2, together.Found - 2), (apart.InSeries, apart.Found));
    }

    [Fact]
    public async Task Of_ReaderWhoJoinsStrangers_CountsAMissingLink()
    {
        var read = LinkFigures.Of(await CountyAsync(series => series)).All;

        var more = LinkFigures.Of(await CountyAsync(series => series + "CAM,35/48385/25,new\nCAM,35/48680/25,new\n")).All;

        Assert.Equal((read.InSeries + 1, read.Found, read.Joined), (more.InSeries, more.Found, more.Joined));
        Assert.Equal((read.Records + 2, read.Reached), (more.Records, more.Reached));
    }

    [Fact]
    public async Task Of_FileThatNobodyHasRead_TakesThePeopleForTheSeries()
    {
        var figures = LinkFigures.Of(await CountyAsync(series: null)).All;

        Assert.Equal(1, figures.Precision);
        Assert.True(figures.InSeries > figures.Found, "a victim's crimes with two suspects are one series by the people, and no link");
    }

    [Fact]
    public async Task Errors_Corpus_AreWhatTheFiguresCount()
    {
        var corpus = await CountyAsync(series => series.Replace("35/71597/25,CAM-01", "35/71597/25,other", StringComparison.Ordinal));
        var (figures, errors) = (LinkFigures.Of(corpus).All, LinkFigures.Errors(corpus));

        Assert.Equal(figures.Joined - figures.Right, errors.Count(e => !e.Missing));
        Assert.Equal(figures.InSeries - figures.Found, errors.Count(e => e.Missing));
        Assert.All(errors.Where(e => !e.Missing), e => Assert.Contains(e.By, link => link.IsCourseOfConduct));
    }

    [Fact]
    public async Task Prepare_TwoFilesThatShareANumber_AreNotJoined()
    {
        var corpus = await PrepareAsync(Shipped);

        Assert.All(corpus.Links.SelectMany((links, i) => links.Select(l => (i, l.Other))), l =>
            Assert.Equal(corpus.Records[l.i].File, corpus.Records[l.Other].File));
        Assert.DoesNotContain(corpus.Links.SelectMany((links, i) => links.Select(l => (i, l.Other))), l =>
            corpus.Records[l.i].Label.Pair > 0 && corpus.Records[l.i].Label.Pair == corpus.Records[l.Other].Label.Pair);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Task<PreparedCorpus> CountyAsync(Func<string, string>? series)
    {
        foreach (var file in (string[])["county.csv", "county.labels.csv"]) File.Copy(Path.Combine(Shipped, file), Path.Combine(folder, file), overwrite: true);
        var read = Path.Combine(folder, "series.csv");
        if (series is null) File.Delete(read);
        else File.WriteAllText(read, series(File.ReadAllText(Path.Combine(Shipped, "series.csv"))));
        return PrepareAsync(folder);
    }

    private static async Task<PreparedCorpus> PrepareAsync(string folder)
    {
        var linkage = new LinkageOptions();
        return PreparedCorpus.Prepare(
            (await LabelledCorpus.LoadAsync(folder, TimeProvider.System, CancellationToken.None)).Records,
            SomeFacts.Book, new IdentifierExtractor(linkage), new Linker(linkage), new ScreeningScope(new ScopeOptions()));
    }
}
