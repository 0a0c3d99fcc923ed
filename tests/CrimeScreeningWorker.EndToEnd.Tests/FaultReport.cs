using System.Globalization;
using Xunit.Abstractions;

namespace CrimeScreeningWorker.EndToEnd.Tests;

/// <summary>What a fault did, as a row for the table of docs/operations.md: <c>tests/run.sh</c> prints every row at its end.</summary>
/// <param name="Recovered">From the fault, or from the start of what follows it, to the end of a good run.</param>
internal sealed record FaultReport(string Fault, int Tried, int Survived, long RowsLost, long RowsTwice, TimeSpan Recovered)
{
    private static readonly string Folder = Path.Combine(Repository.Root, "artifacts", "faults");

    /// <summary>Prints the row, and fails unless every fault was survived and no row was lost or came twice.</summary>
    public void Holds(ITestOutputHelper output)
    {
        var row = string.Create(
            CultureInfo.InvariantCulture,
            $"| {Fault} | {Tried} | {Survived} | {RowsLost} | {RowsTwice} | {Recovered.TotalSeconds:0.0} |");
        output.WriteLine(row);
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, string.Concat(Fault.Where(c => char.IsAsciiLetterOrDigit(c) || c == ' ')) + ".txt"), row + "\n");
        Assert.Equal((Tried, 0L, 0L), (Survived, RowsLost, RowsTwice));
    }
}
