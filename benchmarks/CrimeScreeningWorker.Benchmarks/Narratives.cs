using System.Text;
using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Samples;

namespace CrimeScreeningWorker.Benchmarks;

/// <summary>Narratives of the corpus, and made-up ones of about the same length: sentences of the corpus in other company.</summary>
internal sealed class Narratives
{
    private const int Length = 700;

    private Narratives(IReadOnlyList<LabelledCrime> corpus, string[] made) => (Corpus, Made) = (corpus, made);

    public IReadOnlyList<LabelledCrime> Corpus { get; }

    public string[] Made { get; }

    public static async Task<Narratives> ReadAsync(int count, ulong seed)
    {
        var corpus = await LabelledCorpus.LoadAsync(Path.Combine(AppContext.BaseDirectory, "models", "corpus"), TimeProvider.System, CancellationToken.None);
        string[] sentences =
        [
            .. corpus.Records.SelectMany(r => r.Crime.Narrative.ReplaceLineEndings(" ").Split(". ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)),
        ];
        var chance = new SeededChance(seed);
        var text = new StringBuilder(2 * Length);
        var made = new string[count];
        for (var i = 0; i < count; i++)
        {
            text.Clear();
            for (ulong part = 0; text.Length < Length - 60; part++) text.Append(sentences[chance.Below(sentences.Length, i, part)].TrimEnd('.')).Append(". ");
            made[i] = text.ToString().TrimEnd();
        }

        return new Narratives(corpus.Records, made);
    }
}
