using CrimeScreeningWorker.Commands;
using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Scoring;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace CrimeScreeningWorker.EndToEnd.Tests.Robustness;

/// <summary>
/// The records of the labelled forces, scored with the shipped model as they are and written another way: the priority should stay, and the
/// score should not know who the people are. The model was trained on these records, which makes no difference to what is asked here.
/// </summary>
public sealed class RobustnessTests(RobustnessTests.ShippedPath path, ITestOutputHelper output) : IClassFixture<RobustnessTests.ShippedPath>
{
    private const int Seed = 20260402;

    [Fact]
    public void Score_InCapitals_KeepsItsPriority() => KeepsPriority(Rewriting.Capitals, 0.95);

    [Fact]
    public void Score_WithoutPunctuation_KeepsItsPriority() => KeepsPriority(Rewriting.WithoutPunctuation, 0.95);

    [Fact]
    public void Score_InAmericanSpelling_KeepsItsPriority() => KeepsPriority(Rewriting.American, 0.95);

    [Fact]
    public void Score_WithOtherNames_KeepsItsPriority() => KeepsPriority(text => Rewriting.OtherNamesFor(text, path.Names), 0.95);

    [Theory]
    [InlineData(0.01, 0.95)]
    [InlineData(0.05, 0.95)]
    public void Score_WithTypos_KeepsItsPriority(double share, double atLeast)
    {
        var random = new Random(Seed);
        KeepsPriority(text => Rewriting.Typos(text, share, random), atLeast);
    }

    [Fact]
    public void Score_PeopleOfTheOtherSex_IsTheSame() => MovesLittle(Rewriting.OtherSexes);

    [Fact]
    public void Score_PeopleOfAnotherAge_IsTheSame() => MovesLittle(Rewriting.OtherAges);

    [Fact]
    public void Score_PeopleOfAnotherEthnicity_IsTheSame() => MovesLittle(Rewriting.OtherEthnicities);

    private void KeepsPriority(Func<string, string> rewrite, double atLeast)
    {
        var (kept, changed, queued) = (0, 0, 0);
        foreach (var record in path.Records)
        {
            var narrative = rewrite(record.Crime.Narrative);
            if (narrative != record.Crime.Narrative) changed++;
            var before = path.Score(record, record.Crime.Narrative).Priority;
            if (before != Priority.None) queued++;
            if (path.Score(record, narrative).Priority == before) kept++;
        }

        var share = (double)kept / path.Records.Count;
        output.WriteLine($"{changed} of {path.Records.Count} narratives changed; {share:0.000} kept their priority.");
        Assert.True(changed > 20, $"Only {changed} narratives were changed.");
        Assert.InRange(queued, path.Records.Count / 5, path.Records.Count * 4 / 5);
        Assert.True(share >= atLeast, $"{share:0.000} kept their priority, {atLeast} are asked for.");
    }

    private void MovesLittle(Func<string, string> rewrite)
    {
        var (most, changed) = (0.0, 0);
        foreach (var record in path.Records)
        {
            var narrative = rewrite(record.Crime.Narrative);
            if (narrative == record.Crime.Narrative) continue;
            changed++;
            most = Math.Max(most, Math.Abs(path.Score(record, narrative).Probability - path.Score(record, record.Crime.Narrative).Probability));
        }

        output.WriteLine($"{changed} of {path.Records.Count} narratives changed; the score moved by at most {most:0.0000}.");
        Assert.True(changed > 5, $"Only {changed} narratives were changed.");
        Assert.True(most < 0.02, $"The score moved by {most:0.0000}.");
    }

    /// <summary>The path as it is shipped, and the labelled records of the forces.</summary>
    public sealed class ShippedPath : IAsyncLifetime
    {
        private ServiceProvider provider = null!;
        private NarrativeReader reader = null!;
        private CrimeScorer scorer = null!;

        internal IReadOnlyList<LabelledCrime> Records { get; private set; } = [];

        /// <summary>Words of the narratives that are written with a capital within a sentence, and never without one.</summary>
        internal IReadOnlySet<string> Names { get; private set; } = new HashSet<string>(StringComparer.Ordinal);

        public async Task InitializeAsync()
        {
            var services = new ServiceCollection();
            var configuration = new ConfigurationBuilder().Build();
            services.AddSingleton<IConfiguration>(configuration);
            WorkerHost.AddPath(services, configuration, LogStyle.Command);
            provider = services.BuildServiceProvider();
            (reader, scorer) = (provider.GetRequiredService<NarrativeReader>(), provider.GetRequiredService<CrimeScorer>());
            var corpus = await LabelledCorpus.LoadAsync(Path.Combine(AppContext.BaseDirectory, "models", "corpus"), TimeProvider.System, CancellationToken.None);
            Records = [.. corpus.Records.Where(record => record.File != LabelledCorpus.ContrastFile)];
            Names = FindNames(Records.Select(record => record.Crime.Narrative));
        }

        public async Task DisposeAsync() => await provider.DisposeAsync();

        internal Score Score(LabelledCrime record, string narrative)
        {
            var crime = record.Crime with { Narrative = narrative };
            return scorer.Score(crime, reader.Read(crime), CourseOfConduct.None, crime.UpdatedAt).Score;
        }

        private static HashSet<string> FindNames(IEnumerable<string> narratives)
        {
            var (capitalised, small) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.OrdinalIgnoreCase));
            foreach (var words in narratives.Select(narrative => narrative.Split(' ')))
            {
                for (var i = 1; i < words.Length; i++)
                {
                    var word = words[i].Trim('.', ',', ';', ':', '(', ')');
                    if (word.Length < 3 || !word.All(char.IsAsciiLetter)) continue;
                    if (char.IsLower(word[0])) small.Add(word);
                    else if (word.Skip(1).All(char.IsLower) && words[i - 1].Length > 0 && char.IsLower(words[i - 1][^1])) capitalised.Add(word);
                }
            }

            capitalised.RemoveWhere(small.Contains);
            return capitalised;
        }
    }
}
