using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace CrimeScreeningWorker.Benchmarks;

/// <summary>Rates of programs outside .NET, run as processes on the same narratives; a program that is not there is said to be missing.</summary>
internal sealed class OutsideContenders : IDisposable
{
    /// <summary>The system's own, which Debian's <c>python3-sklearn</c> belongs to.</summary>
    private const string Python = "/usr/bin/python3";

    private const int MostNarratives = 10_000;
    private readonly string script;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("narratives-");

    public OutsideContenders(string script, Equipment equipment)
    {
        this.script = script;
        File.WriteAllLines(Path.Combine(folder.FullName, "train.txt"), equipment.Training.Select(e => $"__label__{(e.IsStalking ? 1 : 0)} {OnOneLine(e.Narrative)}"));
        File.WriteAllLines(Path.Combine(folder.FullName, "test.txt"), equipment.Crimes.Take(MostNarratives).Select(crime => OnOneLine(crime.Narrative)));
    }

    /// <summary>Runs all of them once.</summary>
    /// <returns>Name, number of narratives, and seconds of processor or null where it is missing; empty without Python.</returns>
    public IReadOnlyList<(string Name, int Narratives, double? Seconds)> Run()
    {
        var start = new ProcessStartInfo(Python, [script, folder.FullName]) { RedirectStandardOutput = true, UseShellExecute = false };
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).Select(Parse)];
        }
        catch (Win32Exception)
        {
            return [];
        }
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static (string Name, int Narratives, double? Seconds) Parse(string[] parts) => (
        parts[0],
        int.Parse(parts[1], CultureInfo.InvariantCulture),
        double.TryParse(parts[2], CultureInfo.InvariantCulture, out var seconds) ? seconds : null);

    private static string OnOneLine(string narrative) => string.Join(' ', narrative.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
