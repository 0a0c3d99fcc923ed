using CrimeScreeningWorker.Screening.Text;
using CrimeScreeningWorker.Screening.Triage;
using CsCheck;

namespace CrimeScreeningWorker.Screening.Tests.Triage;

public sealed class NarrativeExcerptTests
{
    [Fact]
    public void Windows_ShortText_IsWhole() => Assert.Equal([new TextSpan(0, 12)], NarrativeExcerpt.Windows("Short enough", [], 6_000));

    [Fact]
    public void Windows_LongTextWithoutEvidence_IsItsBeginningToAWordEnd()
    {
        var window = Assert.Single(NarrativeExcerpt.Windows(Words(20_000), [], 6_000));

        Assert.Equal(0, window.Start);
        Assert.InRange(window.Length, 5_900, 6_000);
        Assert.Equal(' ', Words(20_000)[window.End]);
    }

    [Fact]
    public void Windows_EvidenceFarIn_ShowsTheBeginningAndItsSurroundings()
    {
        var evidence = new TextSpan(15_000, 20);

        var windows = NarrativeExcerpt.Windows(Words(20_000), [evidence], 6_000);

        Assert.Equal(2, windows.Count);
        Assert.Equal(0, windows[0].Start);
        Assert.InRange(evidence.Start - windows[1].Start, 300, 340);
    }

    [Fact]
    public void Windows_MoreEvidenceThanRoom_ShowsTheFirstGiven()
    {
        var evidence = Enumerable.Range(1, 19).Select(i => new TextSpan(20_000 - (i * 1_000), 10)).ToList();

        var windows = NarrativeExcerpt.Windows(Words(20_000), evidence, 2_000);

        Assert.Contains(windows, window => window.Overlaps(evidence[0]));
        Assert.DoesNotContain(windows, window => window.Overlaps(evidence[10]));
    }

    [Fact]
    public void Windows_AnyEvidence_StaysInOrderApartAndWithinTheRoom()
    {
        var text = Words(9_000);
        Gen.Select(Gen.Int[-50, 9_500], Gen.Int[0, 400], (start, length) => new TextSpan(start, length)).Array[0, 30].Sample(evidence =>
        {
            var windows = NarrativeExcerpt.Windows(text, evidence, 3_000);
            Assert.True(windows.Sum(window => window.Length) <= 3_000);
            Assert.True(windows[0].Start >= 0 && windows[^1].End <= text.Length);
            for (var i = 1; i < windows.Count; i++) Assert.True(windows[i].Start > windows[i - 1].End);
        }, iter: 300);
    }

    private static string Words(int characters) => string.Concat(Enumerable.Repeat("word ", characters / 5));
}
