using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Text;
using CrimeScreeningWorker.Screening.TextModel;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace CrimeScreeningWorker.Benchmarks;

/// <summary>Ours beside what others would use for the same narratives, in one go on one machine.</summary>
/// <param name="count">Narratives; slow contenders get fewer of them, and are counted by what they got.</param>
/// <param name="only">Name of the one contender of ours to run; null: all.</param>
/// <param name="rounds">Each contender is measured so often, by turns, so that a busy minute of the machine is nobody's own.</param>
internal sealed class Comparison(Narratives narratives, Parts parts, int count, int rounds, string? only, TextWriter output)
{
    private readonly List<Contender> contenders = [];
    private double kept;

    public async Task RunAsync()
    {
        var made = narratives.Made;
        Crime[] crimes = [.. made.Select((text, i) => narratives.Corpus[i % narratives.Corpus.Count].Crime with { Narrative = text })];
        Add("memory read", made.Length, () => Keep(SumOf(made)), "every character added up, no more");
        Add("tokens", made.Length, () => Each(made, static (p, text) => NarrativeTokenizer.Tokenize(text, p.Tokens)), "tokenizer alone");
        Add("text scorer", made.Length, () => Each(made, static (p, text) => Score(p, text)), "tokens and shipped text model, one core");
        Add("text scorer, two cores", made.Length, () => OnTwo(made), "the same, half of them on each of two threads");
        Add("rule book", made.Length, () => Rules(crimes, score: false), "tokens and shipped rule book");
        Add("rule book and text scorer", made.Length, () => Rules(crimes, score: true), "over the same tokens");
        Add("reading, everything", made.Length, () => Read(crimes), "rule book, text model, facts, identifiers: what a night does with a narrative");
        if (only is null) AddMlNet(made[..Math.Min(made.Length, 20_000)]);
        else contenders.RemoveAll(c => c.Name != only);
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var contender in contenders)
            {
                // The first round warms up and is not counted.
                var watch = Stopwatch.StartNew();
                contender.Run();
                if (round > 0) contender.Seconds.Add(watch.Elapsed.TotalSeconds);
            }
        }

        if (only is null) await AddOthersAsync(made[..Math.Min(made.Length, 20_000)]);
        await WriteAsync(made);
        if (double.IsNaN(kept)) throw new InvalidOperationException("A contender answered with no number.");
    }

    private void Add(string name, int of, Action run, string given) => contenders.Add(new Contender(name, of, run, given));

    // What is not used might not be worked out.
    private void Keep(double value) => kept += value;

    private void Each(string[] texts, Action<Parts, string> read)
    {
        foreach (var text in texts) read(parts, text);
    }

    private static void Score(Parts own, string text)
    {
        NarrativeTokenizer.Tokenize(text, own.Tokens);
        own.Model.Model.Score(own.Tokens, own.Scratch);
    }

    private void OnTwo(string[] texts)
    {
        var half = texts.Length / 2;
        Parallel.For(0, 2, new ParallelOptions { MaxDegreeOfParallelism = 2 }, core =>
        {
            var (tokens, scratch) = (new TokenBuffer(), new FeatureScratch());
            for (var i = core * half; i < (core + 1) * half; i++)
            {
                NarrativeTokenizer.Tokenize(texts[i], tokens);
                parts.Model.Model.Score(tokens, scratch);
            }
        });
    }

    private void Rules(Crime[] crimes, bool score)
    {
        foreach (var crime in crimes)
        {
            NarrativeTokenizer.Tokenize(crime.Narrative, parts.Tokens);
            parts.Book.Read(crime, parts.Tokens);
            if (score) parts.Model.Model.Score(parts.Tokens, parts.Scratch);
        }
    }

    private void Read(Crime[] crimes)
    {
        foreach (var crime in crimes) parts.Reader.Read(crime);
    }

    private static ulong SumOf(string[] texts)
    {
        var sum = 0UL;
        foreach (var text in texts)
        {
            var words = MemoryMarshal.Cast<char, ushort>(text.AsSpan());
            var vector = Vector<ushort>.Zero;
            var at = 0;
            for (; at + Vector<ushort>.Count <= words.Length; at += Vector<ushort>.Count) vector += new Vector<ushort>(words[at..]);
            sum += Vector.Sum(vector);
            for (; at < words.Length; at++) sum += words[at];
        }

        return sum;
    }

    private void AddMlNet(string[] texts)
    {
        var ml = new MLContext(seed: 1);
        var pipeline = ml.Transforms.Text.FeaturizeText("Features", nameof(Row.Narrative)).AppendCacheCheckpoint(ml)
            .Append(ml.BinaryClassification.Trainers.SdcaLogisticRegression(new SdcaLogisticRegressionBinaryTrainer.Options { NumberOfThreads = 1 }));
        var model = pipeline.Fit(ml.Data.LoadFromEnumerable(narratives.Corpus.Select(r => new Row { Narrative = r.Crime.Narrative, Label = r.Label.Stalking }).ToList()));
        var rows = ml.Data.LoadFromEnumerable(texts.Select(text => new Row { Narrative = text }).ToList());
        Add("ML.NET, bulk Transform", texts.Length, () => Keep(model.Transform(rows).GetColumn<float>("Probability").Sum()), "FeaturizeText and SDCA as they come, trained on the corpus");
        var engine = ml.Model.CreatePredictionEngine<Row, Prediction>(model);
        var few = texts[..Math.Min(texts.Length, 5_000)];
        Add("ML.NET, PredictionEngine", few.Length, () =>
        {
            foreach (var text in few) engine.Predict(new Row { Narrative = text });
        }, "the same model, a narrative at a time");
    }

    private async Task AddOthersAsync(string[] texts)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllLinesAsync(folder.Of("train"), narratives.Corpus.Select(r => r.Crime.Narrative.ReplaceLineEndings(" ")));
        await File.WriteAllLinesAsync(folder.Of("labels"), narratives.Corpus.Select(r => r.Label.Stalking ? "1" : "0"));
        await File.WriteAllLinesAsync(folder.Of("test"), texts);
        await File.WriteAllLinesAsync(folder.Of("fast"), narratives.Corpus.Select(r => $"__label__{(r.Label.Stalking ? 1 : 0)} {r.Crime.Narrative.ReplaceLineEndings(" ")}"));
        var script = Path.Combine(AppContext.BaseDirectory, "sklearn_tfidf.py");
        foreach (var (features, few) in ((string, int)[])[("words", texts.Length), ("both", Math.Min(texts.Length, 5_000))])
        {
            File.WriteAllLines(folder.Of("some"), texts[..few]);
            // One thread: the figures are for one core.
            var lines = await Command.TryRunAsync("/usr/bin/python3", [script, folder.Of("train"), folder.Of("labels"), folder.Of("some"), features, $"{rounds}"]);
            AddMeasured($"scikit-learn, {(features == "words" ? "words" : "words and characters")}", few, lines, "TfidfVectorizer, runs of 1 to 3 words" + (features == "both" ? " and of 3 to 5 characters, our features" : ""), "python3-sklearn");
        }

        await AddFastTextAsync(folder, texts);
    }

    private async Task AddFastTextAsync(TemporaryFolder folder, string[] texts)
    {
        string[] train = ["supervised", "-input", folder.Of("fast"), "-output", folder.Of("model"), "-wordNgrams", "2", "-minn", "3", "-maxn", "5", "-thread", "1", "-verbose", "0"];
        if (await Command.TryRunAsync("fasttext", train) is null)
        {
            AddMeasured("fastText", texts.Length, null, "", "fasttext");
            return;
        }

        await File.WriteAllLinesAsync(folder.Of("one"), texts[..1]);
        var seconds = new List<string>();
        for (var round = 0; round < rounds; round++)
        {
            // What it takes to load its model is not scoring.
            var loading = await TimeAsync("one");
            seconds.Add((await TimeAsync("test") - loading).ToString(CultureInfo.InvariantCulture));
        }

        AddMeasured("fastText", texts.Length, seconds, "words, pairs and 3 to 5 characters; predict-prob less the time for one narrative", "fasttext");

        async Task<double> TimeAsync(string file)
        {
            var watch = Stopwatch.StartNew();
            await Command.TryRunAsync("fasttext", ["predict-prob", folder.Of("model.bin"), folder.Of(file)]);
            return watch.Elapsed.TotalSeconds;
        }
    }

    private void AddMeasured(string name, int of, IReadOnlyList<string>? seconds, string given, string package)
    {
        var contender = new Contender(name, of, static () => { }, seconds is null ? $"not measured: install {package}" : given);
        if (seconds is not null) contender.Seconds.AddRange(seconds.Select(s => double.Parse(s, CultureInfo.InvariantCulture)));
        contenders.Add(contender);
    }

    private async Task WriteAsync(string[] made)
    {
        var scorer = (contenders.Find(c => c.Name == "text scorer") ?? contenders[0]).Rate;
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{count} narratives of {made.Average(m => m.Length):0} characters, {rounds} rounds by turns after one to warm up; median, and lowest to highest.");
        text.AppendLine();
        text.AppendLine("| contender | narratives a second | lowest to highest | text scorer is so many times as fast | given |");
        text.AppendLine("| --- | --- | --- | --- | --- |");
        foreach (var c in contenders)
        {
            text.AppendLine(c.Seconds.Count == 0
                ? $"| {c.Name} | - | - | - | {c.Given} |"
                : string.Create(CultureInfo.InvariantCulture, $"| {c.Name} | {c.Rate:0} | {c.Count / c.Seconds.Max():0} to {c.Count / c.Seconds.Min():0} | {scorer / c.Rate:0.00} | {c.Given} |"));
        }

        await output.WriteAsync(text);
    }

    private sealed record Contender(string Name, int Count, Action Run, string Given)
    {
        public List<double> Seconds { get; } = [];

        public double Rate => Count / Seconds.Order().ElementAt(Seconds.Count / 2);
    }

    private sealed class Row
    {
        public string Narrative { get; set; } = "";
        public bool Label { get; set; }
    }

    private sealed class Prediction
    {
        public float Probability { get; set; }
    }
}
