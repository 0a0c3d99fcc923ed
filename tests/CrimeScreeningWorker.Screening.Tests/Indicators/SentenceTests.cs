using CrimeScreeningWorker.Screening.Indicators;
using Xunit.Abstractions;

namespace CrimeScreeningWorker.Screening.Tests.Indicators;

/// <summary>How well the shipped book and its engine tell who did what, and whether it is said to have happened.</summary>
public sealed class SentenceTests(ITestOutputHelper output)
{
    private static readonly RuleBook Book = RuleBook.Load(Path.Combine(AppContext.BaseDirectory, "rules", "rule-book.yaml"));
    private static readonly IReadOnlyList<LabelledSentence> Sentences = LabelledSentence.LoadAll();

    [Fact]
    public void Sentences_All_NameCodesOfTheBookAndStandOnce()
    {
        Assert.True(Sentences.Count >= 300);
        Assert.Equal(Sentences.Count, Sentences.Select(s => s.Text).Distinct(StringComparer.Ordinal).Count());
        Assert.All(Sentences.SelectMany(s => s.Misses.Concat(s.Hits.Select(hit => hit.Code))), code => Assert.NotNull(Book.Find(code)));
    }

    [Fact]
    public void Sentences_NoExampleOfTheBook_IsAmongThem()
    {
        var examples = Book.TestExamples().Select(result => result.Text).ToHashSet(StringComparer.OrdinalIgnoreCase);

        Assert.DoesNotContain(Sentences, s => examples.Contains(s.Text));
    }

    [Theory]
    [InlineData(false, 0.93, 0.96)]
    [InlineData(true, 0.83, 0.81)]
    public void Read_Sentences_AffirmsWhatIsSaidToHaveHappened(bool heldOut, double precision, double recall)
    {
        var counts = new Counts("all");
        foreach (var group in Sentences.Where(s => s.HeldOut == heldOut).GroupBy(s => s.Class))
        {
            var ofClass = new Counts(group.Key);
            foreach (var sentence in group)
            {
                var wrong = ofClass.Add(sentence, Book.Read(sentence.Text));
                if (wrong.Length > 0 && !heldOut) output.WriteLine($"    {wrong}: {sentence.Text}");
            }

            output.WriteLine(ofClass.ToString());
            counts.Add(ofClass);
        }

        output.WriteLine(counts.ToString());
        Assert.InRange(counts.Precision, precision, 1);
        Assert.InRange(counts.Recall, recall, 1);
    }

    private sealed class Counts(string name)
    {
        private int sentences;
        private int right;
        private int wanted;
        private int found;
        private int mistaken;
        private int asked;
        private int asAsked;

        public double Precision => found + mistaken == 0 ? 1 : (double)found / (found + mistaken);

        public double Recall => wanted == 0 ? 1 : (double)found / wanted;

        /// <summary>What went wrong: "-CODE" was to be affirmed and is not, "+CODE" the other way round; empty when all is right.</summary>
        public string Add(LabelledSentence sentence, IReadOnlyList<IndicatorHit> hits)
        {
            var affirmed = hits.Where(hit => hit.Polarity == Polarity.Affirmed).Select(hit => hit.Code).ToHashSet(StringComparer.Ordinal);
            var expected = sentence.Hits.Where(hit => hit.Polarity == Polarity.Affirmed).Select(hit => hit.Code).ToList();
            var turned = sentence.Hits.Where(hit => hit.Polarity != Polarity.Affirmed).ToList();
            var lacking = expected.Where(code => !affirmed.Contains(code)).ToList();
            var tooMuch = sentence.Misses.Concat(turned.Select(hit => hit.Code)).Where(affirmed.Contains).ToList();
            sentences++;
            wanted += expected.Count;
            found += expected.Count - lacking.Count;
            mistaken += tooMuch.Count;
            asked += turned.Count;
            asAsked += turned.Count(want => !affirmed.Contains(want.Code) && hits.Any(hit => hit.Code == want.Code && hit.Polarity == want.Polarity));
            if (lacking.Count + tooMuch.Count == 0) right++;
            return string.Join(' ', lacking.Select(code => "-" + code).Concat(tooMuch.Select(code => "+" + code)));
        }

        public void Add(Counts other)
        {
            sentences += other.sentences;
            right += other.right;
            wanted += other.wanted;
            found += other.found;
            mistaken += other.mistaken;
            asked += other.asked;
            asAsked += other.asAsked;
        }

        public override string ToString() => FormattableString.Invariant(
            $"{name,-36} {sentences,3} sentences, {right,3} all right; affirmed: precision {Precision:0.00}, recall {Recall:0.00} of {wanted,3}; turned as asked {asAsked,3} of {asked,3}");
    }
}
