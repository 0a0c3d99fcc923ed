using System.Text;
using CrimeScreeningWorker.Screening.Sources;

namespace CrimeScreeningWorker.Screening.Tests.Sources;

/// <summary>Rows that cannot be read are set aside, and never take the rows around them along.</summary>
public sealed class CsvQuarantineTests
{
    private const string Secret = "Aneurin Quillfeather";

    [Theory]
    [InlineData("GLO,CR/2/26,2026-03-14T07:42:00Z,2026-03-14T07:42:00Z,8L,Harassment,\"He said \"no\" to it.\"", "text after a closing quote")]
    [InlineData("GLO,CR/2/26,2026-03-14T07:42:00Z,2026-03-14T07:42:00Z,8L,\"Harassment,never closed", "broken quoting")]
    [InlineData("GLO,CR/2/26,2026-03-14T07:42:00Z,2026-03-14T07:42:00Z,8L,Harassment,\"", "broken quoting")]
    [InlineData("\"", "broken quoting")]
    [InlineData("\",\"", "7 fields were expected, 1 found")]
    [InlineData("GLO,CR/2/26,2026-03-14T07:42:00Z", "7 fields were expected, 3 found")]
    [InlineData("GLO,CR/2/26,2026-03-14T07:42:00Z,2026-03-14T07:42:00Z,8L,Harassment, s2,He waited", "7 fields were expected, 8 found")]
    public async Task ReadAsync_BrokenRow_CostsItsOwnLineAlone(string broken, string reason)
    {
        using var file = new ExtractFile(ExtractFile.Header, ExtractFile.Row(1), broken, ExtractFile.Row(3), ExtractFile.Row(4, "a\nb"), ExtractFile.Row(5));

        var content = await file.ReadAsync();

        Assert.Equal([2L, 4L, 5L, 7L], content.Records.Select(record => record.Line));
        var rejected = Assert.Single(content.Rejected);
        Assert.Equal((3L, "row", "extract.csv"), (rejected.Line, rejected.Field, rejected.Source));
        Assert.Contains(reason, rejected.Reason, StringComparison.Ordinal);
        Assert.Equal(broken, rejected.Raw);
    }

    [Fact]
    public async Task ReadAsync_QuoteOpenAtTheEnd_KeepsTheRowsBefore()
    {
        using var file = new ExtractFile(Encoding.UTF8.GetBytes(
            $"{ExtractFile.Header}\n{ExtractFile.Row(1)}\nGLO,CR/2/26,2026-03-14T07:42:00Z,2026-03-14T07:42:00Z,8L,Harassment,\"He\nwent"));

        var content = await file.ReadAsync();

        Assert.Equal(["CR/000001/26"], content.References, StringComparer.Ordinal);
        Assert.Equal([3L, 4L], content.Rejected.Select(row => row.Line));
        Assert.Contains("never closed", content.Rejected[0].Reason, StringComparison.Ordinal);
        Assert.Equal("went", content.Rejected[1].Raw);
    }

    [Fact]
    public async Task ReadAsync_StrayQuotesInAnUnquotedField_AreText()
    {
        using var file = new ExtractFile(ExtractFile.Header,
            "GLO,CR/2/26,2026-03-14T07:42:00Z,2026-03-14T07:42:00Z,8L,Harassment,He said \"soon\" twice", ExtractFile.Row(3));

        var content = await file.ReadAsync();

        Assert.Equal("He said \"soon\" twice", content.Records[0].Crime.Narrative);
        Assert.Equal(2, content.Records.Count);
    }

    [Fact]
    public async Task ReadAsync_RowPastTheLimit_CostsItsOwnLineAlone()
    {
        var open = ExtractFile.Row(1)[..^1];
        string[] unquoted = [.. Enumerable.Range(2, 50).Select(number => ExtractFile.Row(number).Replace("\"", "", StringComparison.Ordinal))];
        using var file = new ExtractFile([ExtractFile.Header, open, .. unquoted]);

        var content = await file.ReadAsync(new SourceOptions { MaxRecordBytes = 1000 });

        Assert.Equal(50, content.Records.Count);
        Assert.Equal((2L, "the row is longer than 1000 bytes; a quote may be left open"),
            (Assert.Single(content.Rejected).Line, content.Rejected[0].Reason));
    }

    [Theory]
    [InlineData(0xC3, "narrative holds bytes that are not UTF-8")]
    [InlineData(0xFF, "narrative holds bytes that are not UTF-8")]
    [InlineData(0x00, "narrative holds a NUL character")]
    public async Task ReadAsync_ByteThatIsNoText_NamesLineFieldAndReference(byte wrong, string reason)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Join('\n', ExtractFile.Header, ExtractFile.Row(1), ExtractFile.Row(2, "a ~ b"), ExtractFile.Row(3)));
        bytes[Array.IndexOf(bytes, (byte)'~')] = wrong;
        using var file = new ExtractFile(bytes);

        var content = await file.ReadAsync();

        Assert.Equal(["CR/000001/26", "CR/000003/26"], content.References, StringComparer.Ordinal);
        var rejected = Assert.Single(content.Rejected);
        Assert.Equal((3L, "narrative", reason, "CR/000002/26"), (rejected.Line, rejected.Field, rejected.Reason, rejected.CrimeReference));
    }

    [Fact]
    public async Task ReadAsync_ByteThatIsNoTextInTheKey_LeavesTheReferenceOpen()
    {
        var bytes = Encoding.UTF8.GetBytes(string.Join('\n', ExtractFile.Header, ExtractFile.Row(1).Replace("CR/", "~R/", StringComparison.Ordinal)));
        bytes[Array.IndexOf(bytes, (byte)'~')] = 0xFE;
        using var file = new ExtractFile(bytes);

        var rejected = Assert.Single((await file.ReadAsync()).Rejected);

        Assert.Null(rejected.CrimeReference);
        Assert.Equal("crime_reference", rejected.Field);
    }

    [Fact]
    public async Task ReadAsync_RowsThatStartLikeAnEncodingMark_AreReadInTheirOrder()
    {
        var text = Encoding.UTF8.GetBytes(string.Join('\n', ExtractFile.Header, "~~" + ExtractFile.Row(1), ExtractFile.Row(2)));
        var at = Array.IndexOf(text, (byte)'~');
        (text[at], text[at + 1]) = (0xFF, 0xFE);
        using var file = new ExtractFile(text);

        var content = await file.ReadAsync();

        Assert.Equal("force_code", Assert.Single(content.Rejected).Field);
        Assert.Equal(["CR/000002/26"], content.References, StringComparer.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_RejectedRow_SaysNoValueAndShowsAtMost500Characters()
    {
        var row = $"GLO,CR/2/26,{Secret},2026-03-14T07:42:00Z,8L,Harassment,\"{string.Concat(Enumerable.Repeat("😀", 400))}\"";
        using var file = new ExtractFile(ExtractFile.Header, row);

        var rejected = Assert.Single((await file.ReadAsync()).Rejected);

        Assert.Equal(("recorded_at", "CR/2/26"), (rejected.Field, rejected.CrimeReference));
        Assert.DoesNotContain(Secret, rejected.Reason, StringComparison.Ordinal);
        Assert.InRange(rejected.Raw.Length, 499, 500);
        Assert.StartsWith(rejected.Raw, row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_SecondHeaderInTheMiddle_IsSetAside()
    {
        using var file = new ExtractFile(ExtractFile.Header, ExtractFile.Row(1), ExtractFile.Header, ExtractFile.Row(2));

        var content = await file.ReadAsync();

        Assert.Equal(3, Assert.Single(content.Rejected).Line);
        Assert.Equal(2, content.Records.Count);
    }

    [Fact]
    public async Task ReadAsync_WellFormedNarrativeThatHoldsARow_MakesNoSecondCrime()
    {
        using var file = new ExtractFile(ExtractFile.Header, ExtractFile.Row(1, "He wrote:\n" + ExtractFile.Row(2) + "\nand left."));

        var content = await file.ReadAsync();

        Assert.Equal(["CR/000001/26"], content.References, StringComparer.Ordinal);
        Assert.Empty(content.Rejected);
    }
}
