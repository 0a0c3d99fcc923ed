using System.Text;
using CrimeScreeningWorker.Screening.Triage;
using CsCheck;

namespace CrimeScreeningWorker.Screening.Tests.Triage;

public sealed class CsvTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("with, comma", "\"with, comma\"")]
    [InlineData("with \"quotes\"", "\"with \"\"quotes\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData("a\0b", "a\uFFFDb")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void Row_Cell_IsQuotedWhereNeeded(string? cell, string expected) => Assert.Equal($"x,{expected},y\n", Row("x", cell, "y"));

    [Theory]
    [InlineData("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0")]
    [InlineData("+44", "'+44")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\tx", "'\tx")]
    [InlineData("\rx", "\"'\rx\"")]
    [InlineData("=\"a\",1", "\"'=\"\"a\"\",1\"")]
    [InlineData("a=b", "a=b")]
    [InlineData("'=x", "'=x")]
    public void Row_CellASpreadsheetWouldRun_IsNeutralised(string cell, string expected) => Assert.Equal($"{expected}\n", Row(cell));

    [Fact]
    public void Row_AnyCells_ReadBackAsTheyWere()
    {
        var cell = Gen.Char["ab,\"\n\r =+é😀"].Array[1, 8].Select(characters => new string(characters)).Where(text => !"=+\r".Contains(text[0]));
        cell.Array[1, 5].Sample(cells =>
        {
            using var csv = CsvHelper.CsvReader.Create(Csv.Row(cells), new() { Separator = ',', HasHeader = false, DetectSeparatorHint = false });
            Assert.True(csv.Read());
            // A lone half of an emoji is not text; the encoder replaces it in both.
            for (var i = 0; i < cells.Length; i++) Assert.Equal(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(cells[i])), csv.GetString(i));
        }, iter: 500);
    }

    private static string Row(params string?[] cells) => Encoding.UTF8.GetString(Csv.Row(cells));
}
