using System.Diagnostics;
using System.Runtime.InteropServices;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Text;
using CrimeScreeningWorker.Screening.TextModel;

namespace CrimeScreeningWorker.Benchmarks;

/// <summary>The product's own reading, part by part and as the night does it.</summary>
internal sealed class OwnContenders(Equipment equipment)
{
    // A thread's memory is new to the processor at first; that of a night's threads is not.
    private const int Passes = 10;

    private readonly TokenBuffer tokens = new();
    private readonly FeatureScratch scratch = new();

    /// <summary>What the last contender found, so that nothing it did can be left out.</summary>
    public double Checksum { get; private set; }

    public IEnumerable<Contender> All =>
    [
        Of("memory read (every character once)", crime => Sum(crime.Narrative)),
        Of("tokenizer alone", crime => Tokenize(crime)),
        Of(Comparison.Scorer, crime => Tokenize(crime) + equipment.Model.Model.Score(tokens, scratch)),
        Of("rule book, from the characters", crime => Tokenize(crime) + equipment.Book.Read(crime, tokens).Count),
        Of(Comparison.Together, crime => Tokenize(crime) + equipment.Model.Model.Score(tokens, scratch) + equipment.Book.Read(crime, tokens).Count),
        Of("identifiers alone", crime => equipment.Identifiers.ExtractAll(crime.Narrative).Length),
        Of("all that a night reads (with facts, identifiers)", crime => equipment.Reader.Read(crime).Words),
    ];

    /// <summary>Times the scorer on as many threads as asked for, each with its own share, read over and over; by the clock on the wall.</summary>
    /// <returns>Seconds.</returns>
    public double ScoreOn(int threads)
    {
        var sums = new double[threads];
        var watch = Stopwatch.StartNew();
        var workers = Enumerable.Range(0, threads).Select(worker => new Thread(() =>
        {
            var (own, memory) = (new TokenBuffer(), new FeatureScratch());
            for (var i = worker; i < equipment.Crimes.Count * Passes; i += threads)
            {
                NarrativeTokenizer.Tokenize(equipment.Crimes[i % equipment.Crimes.Count].Narrative, own);
                sums[worker] += equipment.Model.Model.Score(own, memory);
            }
        })).ToList();
        workers.ForEach(worker => worker.Start());
        workers.ForEach(worker => worker.Join());
        Checksum += sums.Sum();
        return watch.Elapsed.TotalSeconds;
    }

    private int Tokenize(Crime crime)
    {
        NarrativeTokenizer.Tokenize(crime.Narrative, tokens);
        return tokens.Count;
    }

    private static double Sum(string narrative)
    {
        ulong sum = 0;
        foreach (var four in MemoryMarshal.Cast<char, ulong>(narrative)) sum += four;
        return sum;
    }

    private Contender Of(string name, Func<Crime, double> read) => new(name, equipment.Crimes.Count, () => ProcessorTime.Of(() =>
    {
        foreach (var crime in equipment.Crimes) Checksum += read(crime);
    }));
}
