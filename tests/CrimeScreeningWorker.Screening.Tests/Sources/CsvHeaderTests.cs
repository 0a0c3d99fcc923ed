using System.Text;
using CrimeScreeningWorker.Screening.Sources;

namespace CrimeScreeningWorker.Screening.Tests.Sources;

/// <summary>What stops a run before anything is written: one sentence each.</summary>
public sealed class CsvHeaderTests
{
    [Theory]
    [InlineData("")]
    [InlineData("\r\n  \n")]
    [InlineData("\uFEFF")]
    public async Task OpenAsync_EmptyFile_SaysSo(string content)
    {
        using var file = new ExtractFile(Encoding.UTF8.GetBytes(content));

        Assert.Equal("extract.csv is empty: a header was expected.", await file.OpenFailsAsync());
    }

    [Theory]
    [InlineData(";", "';'")]
    [InlineData("\t", "a tab")]
    [InlineData("|", "'|'")]
    public async Task OpenAsync_OtherDelimiter_AsksForIt(string delimiter, string shown)
    {
        using var file = new ExtractFile(ExtractFile.Header.Replace(",", delimiter, StringComparison.Ordinal));

        Assert.Contains($"found one column; is the file separated by {shown}?", await file.OpenFailsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_RequiredColumnsMissing_NamesThemAll()
    {
        using var file = new ExtractFile("force_code,crime_reference,recorded_at,home_office_class,offence_title,extra");

        Assert.Equal("extract.csv lacks the required columns updated_at, narrative.", await file.OpenFailsAsync());
    }

    [Fact]
    public async Task OpenAsync_NameInCapitals_SaysThatNamesAreExact()
    {
        using var file = new ExtractFile(ExtractFile.Header.Replace("narrative", "Narrative", StringComparison.Ordinal));

        Assert.Equal(
            "extract.csv lacks the required column narrative; narrative differs by capitals or blanks, and names are matched exactly.",
            await file.OpenFailsAsync());
    }

    [Fact]
    public async Task OpenAsync_NoHeader_ShowsNothingOfTheFirstCrime()
    {
        using var file = new ExtractFile(ExtractFile.Row(1), ExtractFile.Row(2));

        var message = await file.OpenFailsAsync();

        Assert.EndsWith("narrative; the first line does not look like a header.", message, StringComparison.Ordinal);
        Assert.DoesNotContain("CR/", message, StringComparison.Ordinal);
        Assert.DoesNotContain("GLO", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_ColumnTwice_NamesIt()
    {
        using var file = new ExtractFile(ExtractFile.Header + ",district,district");

        Assert.Equal("extract.csv has the column district more than once.", await file.OpenFailsAsync());
    }

    [Fact]
    public async Task OpenAsync_UnknownColumnTwice_IsNoMatter()
    {
        using var file = new ExtractFile(ExtractFile.Header + ",,,x,x", ExtractFile.Row(1) + ",,,1,2");

        Assert.Single((await file.ReadAsync()).Records);
    }

    [Fact]
    public async Task OpenAsync_QuotedHeader_IsRead()
    {
        var quoted = string.Join(',', ExtractFile.Header.Split(',').Select(ExtractFile.Quote));
        using var file = new ExtractFile(quoted, ExtractFile.Row(1));

        Assert.Single((await file.ReadAsync()).Records);
    }

    [Fact]
    public async Task OpenAsync_Utf16_AsksForUtf8()
    {
        using var file = new ExtractFile([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(ExtractFile.Header)]);

        Assert.Equal("extract.csv is UTF-16 or UTF-32 text; save it as UTF-8.", await file.OpenFailsAsync());
    }

    [Fact]
    public async Task OpenAsync_Utf16WithoutMark_SaysThatItIsNotText()
    {
        using var file = new ExtractFile(Encoding.Unicode.GetBytes(ExtractFile.Header + "\n"));

        Assert.Contains("is not UTF-8 text", await file.OpenFailsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_QuoteLeftOpenInHeader_SaysSo()
    {
        using var file = new ExtractFile("force_code,\"crime_reference", ExtractFile.Row(1, "x").Replace("\"", "", StringComparison.Ordinal));

        Assert.Contains("has a header that cannot be read: broken quoting", await file.OpenFailsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_NoSuchFile_SaysSo()
    {
        using var file = new ExtractFile(ExtractFile.Header);
        using var missing = new CsvSourceReader(Path.Combine(file.Folder, "none.csv"), new SourceOptions(), ExtractFile.Clock);
        using var noFolder = new CsvSourceReader(Path.Combine(file.Folder, "a", "none.csv"), new SourceOptions(), ExtractFile.Clock);

        foreach (var reader in (CsvSourceReader[])[missing, noFolder])
        {
            var exception = await Assert.ThrowsAsync<SourceException>(() => reader.OpenAsync(CancellationToken.None));
            Assert.EndsWith("none.csv does not exist.", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task OpenAsync_Folder_SaysSo()
    {
        using var file = new ExtractFile(ExtractFile.Header);
        using var reader = new CsvSourceReader(file.Folder, new SourceOptions(), ExtractFile.Clock);

        var exception = await Assert.ThrowsAsync<SourceException>(() => reader.OpenAsync(CancellationToken.None));

        Assert.Contains("is a folder", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public async Task OpenAsync_NoFileName_SaysSo(string path)
    {
        using var reader = new CsvSourceReader(path, new SourceOptions(), ExtractFile.Clock);

        await Assert.ThrowsAsync<SourceException>(() => reader.OpenAsync(CancellationToken.None));
    }
}
