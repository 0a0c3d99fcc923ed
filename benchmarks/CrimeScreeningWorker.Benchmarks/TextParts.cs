using BenchmarkDotNet.Attributes;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Text;
using CrimeScreeningWorker.Screening.TextModel;

namespace CrimeScreeningWorker.Benchmarks;

/// <summary>The parts of reading a narrative, one narrative an operation, with what they allocate.</summary>
[MemoryDiagnoser]
public class TextParts
{
    private const int Narratives = 1_000;
    private readonly TokenBuffer tokens = new();
    private readonly FeatureScratch scratch = new();
    private Equipment equipment = null!;

    [GlobalSetup]
    public async Task Load() => equipment = await Equipment.LoadAsync(AppContext.BaseDirectory, Narratives, CancellationToken.None);

    [Benchmark(OperationsPerInvoke = Narratives)]
    public int Tokenizer()
    {
        var count = 0;
        foreach (var crime in equipment.Crimes)
        {
            NarrativeTokenizer.Tokenize(crime.Narrative, tokens);
            count += tokens.Count;
        }

        return count;
    }

    [Benchmark(OperationsPerInvoke = Narratives)]
    public double TokenizerAndScorer()
    {
        double sum = 0;
        foreach (var crime in equipment.Crimes)
        {
            NarrativeTokenizer.Tokenize(crime.Narrative, tokens);
            sum += equipment.Model.Model.Score(tokens, scratch);
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Narratives)]
    public int TokenizerAndRuleBook()
    {
        var count = 0;
        foreach (var crime in equipment.Crimes)
        {
            NarrativeTokenizer.Tokenize(crime.Narrative, tokens);
            count += equipment.Book.Read(crime, tokens).Count;
        }

        return count;
    }

    [Benchmark(OperationsPerInvoke = Narratives)]
    public int Identifiers() => equipment.Crimes.Sum(crime => equipment.Identifiers.ExtractAll(crime.Narrative).Length);

    [Benchmark(OperationsPerInvoke = Narratives)]
    public CrimeReading? WholeReading()
    {
        CrimeReading? last = null;
        foreach (var crime in equipment.Crimes) last = equipment.Reader.Read(crime);
        return last;
    }
}
