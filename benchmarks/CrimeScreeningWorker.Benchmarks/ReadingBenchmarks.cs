using BenchmarkDotNet.Attributes;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Benchmarks;

/// <summary>What reading costs, part by part, over the narratives of the corpus; a figure is for one narrative.</summary>
[MemoryDiagnoser]
public class ReadingBenchmarks
{
    private const int Count = 1_000;

    private Parts parts = null!;
    private Crime[] crimes = null!;

    [GlobalSetup]
    public async Task SetUp()
    {
        parts = new Parts();
        crimes = [.. (await Narratives.ReadAsync(count: 0, seed: 1)).Corpus.Take(Count).Select(r => r.Crime)];
        // Words are remembered from one narrative to the next; a night begins cold only once.
        TextModel();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public int Tokens()
    {
        var count = 0;
        foreach (var crime in crimes)
        {
            NarrativeTokenizer.Tokenize(crime.Narrative, parts.Tokens);
            count += parts.Tokens.Count;
        }

        return count;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public double TextModel()
    {
        var sum = 0.0;
        foreach (var crime in crimes)
        {
            NarrativeTokenizer.Tokenize(crime.Narrative, parts.Tokens);
            sum += parts.Model.Model.Score(parts.Tokens, parts.Scratch);
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public int RuleBook()
    {
        var hits = 0;
        foreach (var crime in crimes)
        {
            NarrativeTokenizer.Tokenize(crime.Narrative, parts.Tokens);
            hits += parts.Book.Read(crime, parts.Tokens).Count;
        }

        return hits;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public int Facts()
    {
        var found = 0;
        foreach (var crime in crimes)
        {
            NarrativeTokenizer.Tokenize(crime.Narrative, parts.Tokens);
            found += parts.Facts.Read(crime, parts.Tokens, []).Length;
        }

        return found;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public int Identifiers()
    {
        var found = 0;
        foreach (var crime in crimes) found += parts.Identifiers.ExtractAll(crime.Narrative).Length;
        return found;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public int Everything()
    {
        var hits = 0;
        foreach (var crime in crimes) hits += parts.Reader.Read(crime).Hits.Length;
        return hits;
    }
}
