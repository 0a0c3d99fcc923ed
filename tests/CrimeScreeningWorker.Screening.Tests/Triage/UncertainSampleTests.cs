using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.Tests.Triage;

public sealed class UncertainSampleTests
{
    [Fact]
    public void Draw_FromBothSidesOfEvenOdds_TakesTheNearestFirst() =>
        Assert.Equal(["D", "B"], Drawn(2, ("A", 0.95), ("B", 0.35), ("C", 0.1), ("D", 0.6)));

    [Fact]
    public void Draw_EquallySure_GoesByTheKeyWhateverTheOrder() =>
        Assert.Equal(Drawn(2, ("B", 0.4), ("A", 0.6), ("C", 0.4)), Drawn(2, ("C", 0.4), ("B", 0.4), ("A", 0.6)));

    [Fact]
    public void Draw_FewerThanWanted_DrawsAll() => Assert.Equal(["A"], Drawn(3, ("A", 0.2)));

    [Fact]
    public void Draw_NoneWanted_DrawsNone() => Assert.Empty(Drawn(0, ("A", 0.2)));

    [Fact]
    public void Draw_NegativeSize_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => Drawn(-1, ("A", 0.2)));

    private static string[] Drawn(int size, params (string Reference, double Probability)[] crimes) =>
        [.. UncertainSample.Draw(crimes.Select(crime => (new CrimeKey("GLO", crime.Reference), crime.Probability)), size).Select(key => key.CrimeReference)];
}
