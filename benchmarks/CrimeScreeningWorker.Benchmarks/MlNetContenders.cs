using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Text;
using CrimeScreeningWorker.Screening.TextModel;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace CrimeScreeningWorker.Benchmarks;

/// <summary>ML.NET's text pipeline as it comes, trained on the corpus, and ML.NET's own form of the shipped model.</summary>
internal sealed class MlNetContenders(Equipment equipment)
{
    private readonly MLContext context = new(1);

    /// <summary>What all answers come to, so that none can be left out.</summary>
    public double Checksum { get; private set; }

    public IEnumerable<Contender> All()
    {
        var standard = StandardPipeline.Train(equipment.Training);
        var some = equipment.Crimes.Take(Math.Min(5_000, equipment.Crimes.Count)).Select(crime => crime.Narrative).ToList();
        yield return new Contender(Comparison.MlNetBulk, some.Count, () => ProcessorTime.Of(() => Checksum += StandardPipeline.Score(standard, some).Sum()));
        var engine = StandardPipeline.Single(standard);
        yield return new Contender("ML.NET default pipeline, PredictionEngine", some.Count, () => ProcessorTime.Of(() =>
        {
            foreach (var narrative in some) Checksum += engine(narrative);
        }));
        using var file = new MemoryStream(equipment.Model.Files[TextModelFolder.ModelFile].ToArray());
        var shipped = context.Model.Load(file, out _);
        yield return new Contender(Comparison.MlNetShipped, some.Count, () => ProcessorTime.Of(() => Checksum += Shipped(shipped, some).Sum()));
    }

    /// <summary>Log odds by the shipped <c>model.zip</c>, of vectors made by the code that made them for training.</summary>
    public IEnumerable<float> Shipped(ITransformer model, IReadOnlyList<string> narratives)
    {
        var vectorizer = new FeatureVectorizer(equipment.Model.Model.Vocabulary, equipment.Model.Manifest.Options.Features);
        var tokens = new TokenBuffer();
        var rows = narratives.Select(narrative =>
        {
            NarrativeTokenizer.Tokenize(narrative, tokens);
            return new TrainingRow { Features = vectorizer.Vectorize(tokens) };
        });
        return model.Transform(TrainingRow.View(context, rows, equipment.Model.Model.FeatureCount)).GetColumn<float>("Score");
    }
}
