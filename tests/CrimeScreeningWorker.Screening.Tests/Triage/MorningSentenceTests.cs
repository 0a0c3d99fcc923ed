using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.Tests.Triage;

public sealed class MorningSentenceTests
{
    [Fact]
    public void Of_Counts_ReadsAsASentence() =>
        Assert.Equal("143 of 143 crimes screened, 2 set aside, 31 queued", MorningSentence.Of(new RunCounts(145, 100, 3, 40, 2, 60, 83, 0, 31, 0)));

    [Fact]
    public void Of_OneCrime_IsSingular() => Assert.Equal("1 of 1 crime screened, 0 set aside, 0 queued", MorningSentence.Of(RunCounts.Zero with { Read = 1, New = 1 }));

    [Fact]
    public void Of_Thousands_AreSeparated() =>
        Assert.Equal("12,000 of 12,000 crimes screened, 0 set aside, 1,500 queued", MorningSentence.Of(RunCounts.Zero with { Read = 12_000, New = 12_000, Queued = 1_500 }));
}
