using CrimeScreeningWorker.Screening.Runs;

namespace CrimeScreeningWorker.Screening.Tests.Runs;

public sealed class RunPaceTests
{
    [Theory]
    [InlineData(100_000, 31, "100,000 records in 31 s, 3,200 a second")]
    [InlineData(273, 2.84, "273 records in 2.8 s, 96 a second")]
    [InlineData(1, 0.5, "1 record in 0.5 s, 2 a second")]
    [InlineData(0, 0.2, "0 records in 0.2 s, 0 a second")]
    [InlineData(1_000_000, 1_250, "1,000,000 records in 1,250 s, 800 a second")]
    public void Of_RecordsAndTime_SaysBothAndTheRate(long records, double seconds, string expected) =>
        Assert.Equal(expected, RunPace.Of(records, TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Of_NoTimeAtAll_StillGivesANumber() => Assert.Equal("5 records in 0.0 s, 5,000 a second", RunPace.Of(5, TimeSpan.Zero));
}
