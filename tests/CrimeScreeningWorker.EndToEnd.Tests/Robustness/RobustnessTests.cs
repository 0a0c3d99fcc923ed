using CrimeScreeningWorker.Commands;
using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Promotion;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Text;
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

    [Fact]
    public void Score_WithOneMoreAct_IsNeverLower()
    {
        var (raised, tried) = (0, 0);
        foreach (var (record, next) in path.Records.Zip(path.Records.Skip(1)))
        {
            var before = path.Score(record, null, null);
            foreach (var code in (string[])["FOLLOW", "LOITER", "REPEAT"])
            {
                tried++;
                var with = path.Score(record, code, null);
                Assert.True(with >= before - 1e-9, $"{code} lowered the score of {record.Crime.Key} from {before:0.0000} to {with:0.0000}.");
                if (with > before) raised++;
            }

            var joined = path.Score(record, null, next);
            Assert.True(joined >= before - 1e-9, $"An earlier crime lowered the score of {record.Crime.Key} from {before:0.0000} to {joined:0.0000}.");
        }

        output.WriteLine($"{raised} of {tried} scores rose with one more act, none fell.");
        Assert.True(raised > tried / 2, $"Only {raised} of {tried} rose.");
    }

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
            var path = provider.GetRequiredService<LiveModel>().Configured;
            (reader, scorer) = (path.Reader, path.Scorer);
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

        /// <summary>The probability with one more act said in the record, or with another record joined to it as one of the same pair.</summary>
        internal double Score(LabelledCrime record, string? code, LabelledCrime? earlier)
        {
            var crime = record.Crime;
            var reading = reader.Read(crime);
            if (code is not null)
                reading = reading with { Hits = reading.Hits.Add(new IndicatorHit(code, new TextSpan(0, 1), Polarity.Affirmed, null, 10_000)) };
            var history = earlier is null ? CourseOfConduct.None : new CourseOfConduct([new LinkedCrime(
                earlier.Crime.Key, earlier.Crime.HomeOfficeClass, earlier.Crime.OffenceTitle, earlier.Crime.RecordedAt, earlier.Crime.OccurredFrom,
                reader.Read(earlier.Crime), [new Link(crime.Key, earlier.Crime.Key, LinkBasis.SamePair, 1, "same victim and suspect")])]);
            return scorer.Score(crime, reading, history, crime.UpdatedAt).Score.Probability;
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
