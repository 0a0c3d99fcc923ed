using System.Text;
using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Samples;
using CrimeScreeningWorker.Screening.Sources;
using Microsoft.Extensions.Time.Testing;

namespace CrimeScreeningWorker.Screening.Tests.Samples;

/// <summary>The generator over the labelled corpus, its rows read back as the worker reads them.</summary>
public sealed class SampleVolumeTests
{
    private static readonly FakeTimeProvider Clock = new(new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
    private static readonly IdentifierExtractor Extractor = new(new LinkageOptions());

    [Fact]
    public async Task Write_SameSeed_GivesTheSameBytes()
    {
        var volume = await VolumeAsync();

        var first = await WriteAsync(volume, Some(500));
        var second = await WriteAsync(volume, Some(500));

        Assert.Equal(first, second);
    }

    [Fact]
    public async Task Write_AnotherSeed_GivesOtherCrimes()
    {
        var volume = await VolumeAsync();

        var first = await WriteAsync(volume, Some(500));
        var second = await WriteAsync(volume, Some(500) with { Seed = 2 });

        Assert.NotEqual(first, second, StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3_000)]
    public async Task Write_AnyNumber_GivesSoManyReadableCrimesWithKeysOfTheirOwn(int crimes)
    {
        var read = await ReadAsync(Some(crimes));

        Assert.Equal(crimes, read.Count);
        Assert.Equal(crimes, read.Select(crime => crime.Key).Distinct().Count());
    }

    [Theory]
    [InlineData(365)]
    [InlineData(30)]
    [InlineData(1)]
    public async Task Write_Days_RecordsInOrderOverAllOfThemAndNoLonger(int days)
    {
        var read = await ReadAsync(Some(3_000) with { Days = days });

        var recorded = read.Select(crime => crime.RecordedAt).ToList();
        Assert.Equal(recorded.Order(), recorded);
        Assert.Equal(new DateTime(2025, 1, 1), recorded[0].UtcDateTime.Date);
        Assert.Equal(new DateTime(2025, 1, 1).AddDays(days - 1), recorded[^1].UtcDateTime.Date);
    }

    [Fact]
    public async Task Write_People_StandInOneForceAndInFewCrimes()
    {
        var read = await ReadAsync(Some(10_000));

        var victims = read.Where(crime => crime.VictimId is not null).GroupBy(crime => crime.VictimId!, StringComparer.Ordinal).ToList();
        Assert.All(victims, crimes => Assert.Single(crimes.Select(crime => crime.Key.ForceCode).Distinct(StringComparer.Ordinal)));
        var again = victims.Where(crimes => crimes.Count() > 1).Sum(crimes => crimes.Count()) / (double)read.Count;
        Assert.InRange(again, 0.2, 0.6);
        Assert.InRange(victims.Max(crimes => crimes.Count()), 3, 40);
    }

    [Fact]
    public async Task Write_Forces_AreAllThere()
    {
        var read = await ReadAsync(Some(3_000) with { Forces = 7 });

        var forces = read.Select(crime => crime.Key.ForceCode).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        Assert.Equal("F01 F02 F03 F04 F05 F06 F07", string.Join(' ', forces));
    }

    [Fact]
    public async Task Write_TelephoneNumbers_StayInTheRangesForDramaAndAreSharedByFew()
    {
        var read = await ReadAsync(Some(60_000));

        var numbers = read.SelectMany(crime => Extractor.Extract(crime.Narrative).Where(i => i.Kind == IdentifierKind.Phone).Select(i => i.Value).Distinct(StringComparer.Ordinal))
            .CountBy(number => number, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        Assert.All(numbers.Keys.ToList(), number => Assert.True(
            number.StartsWith("+447700900", StringComparison.Ordinal) || number.StartsWith("+441632960", StringComparison.Ordinal), number));
        Assert.Equal(2_000, numbers.Count);
        Assert.InRange(numbers.Values.Max(), 2, new LinkageOptions().MaxSharers);
    }

    [Fact]
    public async Task Rewrite_EveryNarrativeOfTheCorpus_NamesAsManyIdentifiersOfTheSameKinds()
    {
        var corpus = await CorpusAsync();
        foreach (var source in SampleCase.Of(corpus, Extractor))
        {
            var names = new SeriesNames(source, series: 5, firstPhone: 0, new SeededChance(3));
            foreach (var record in source.Records)
            {
                var rewritten = Extractor.ExtractAll(names.Rewrite(record.Crime.Narrative, record.Identifiers));

                Assert.True(
                    record.Identifiers.Select(i => i.Kind).SequenceEqual(rewritten.Select(i => i.Kind)),
                    $"{string.Join(' ', record.Identifiers.Select(i => i.Value))} became {names.Rewrite(record.Crime.Narrative, record.Identifiers)}");
                foreach (var (before, after) in record.Identifiers.Zip(rewritten))
                    if (before.Kind is IdentifierKind.Phone or IdentifierKind.Email) Assert.NotEqual(before.Value, after.Value, StringComparer.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Rewrite_OnceTheNumbersAreGivenOut_NamesAnAddressInstead()
    {
        var source = SampleCase.Of(await CorpusAsync(), Extractor).First(c => c.Phones.Count == 1);
        var record = source.Records.First(r => r.Identifiers.Any(i => i.Kind == IdentifierKind.Phone));
        var names = new SeriesNames(source, series: 5, firstPhone: 2_000, new SeededChance(3));

        var rewritten = Extractor.Extract(names.Rewrite(record.Crime.Narrative, record.Identifiers));

        Assert.DoesNotContain(rewritten, i => i.Kind == IdentifierKind.Phone);
        Assert.Contains(rewritten, i => i is { Kind: IdentifierKind.Email, Value: "caller2000@example.org" });
    }

    [Fact]
    public async Task Write_NothingWanted_IsRefused()
    {
        var volume = await VolumeAsync();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => WriteAsync(volume, Some(0)));
    }

    private static VolumeRequest Some(int crimes) => new(crimes, Seed: 1, new DateOnly(2025, 1, 1), Days: 365, Forces: 43);

    private static async Task<IReadOnlyList<LabelledCrime>> CorpusAsync() =>
        (await LabelledCorpus.LoadAsync(Path.Combine(AppContext.BaseDirectory, "models", "corpus"), Clock, CancellationToken.None)).Records;

    private static async Task<SampleVolume> VolumeAsync() => new(await CorpusAsync(), Extractor);

    private static async Task<string> WriteAsync(SampleVolume volume, VolumeRequest request)
    {
        using var bytes = new MemoryStream();
        await volume.WriteAsync(bytes, labels: null, request, CancellationToken.None);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static async Task<List<Crime>> ReadAsync(VolumeRequest request)
    {
        var path = Path.Combine(Path.GetTempPath(), $"volume-{request.Crimes}-{request.Days}-{request.Forces}-{Environment.ProcessId}.csv");
        try
        {
            await File.WriteAllTextAsync(path, await WriteAsync(await VolumeAsync(), request));
            using var reader = new CsvSourceReader(path, new SourceOptions(), Clock);
            await reader.OpenAsync(CancellationToken.None);
            var crimes = new List<Crime>();
            await foreach (var batch in reader.ReadAsync(CancellationToken.None))
            {
                Assert.Empty(batch.Rejected);
                crimes.AddRange(batch.Records.Select(record => record.Crime));
            }

            return crimes;
        }
        finally
        {
            File.Delete(path);
        }
    }
}
