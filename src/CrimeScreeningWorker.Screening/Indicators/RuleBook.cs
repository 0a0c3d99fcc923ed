using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Indicators;

/// <summary>
/// The indicators of stalking with the phrases that find them, compiled from a file that a coordinator can read and change.
/// Safe for many threads.
/// </summary>
/// <remarks>The format: <c>docs/rule-book.md</c>. All phrases are one automaton, so reading costs the same whatever their number.</remarks>
public sealed class RuleBook
{
    private readonly RuleBookDraft draft;
    private readonly string file;
    private readonly Lazy<IndicatorReaderPlan> plan;
    private readonly FrozenDictionary<string, Indicator> byCode;
    private readonly List<DraftIndicator> withFields;
    private readonly List<DraftIndicator> withHistory;
    private readonly ConcurrentBag<IndicatorReader> idle = [];

    private RuleBook(RuleBookDraft draft, string file, string version)
    {
        (this.draft, this.file, Version) = (draft, file, version);
        Indicators = [.. draft.Indicators.Select(indicator => indicator.Indicator)];
        withFields = [.. draft.Indicators.Where(indicator => indicator.Fields is not null)];
        withHistory = [.. draft.Indicators.Where(indicator => indicator.History is not null)];
        // Half of what a start costs, and not asked for where a fact book reads for both.
        plan = new Lazy<IndicatorReaderPlan>(() => IndicatorReaderPlan.Of(draft));
        byCode = Indicators.ToFrozenDictionary(indicator => indicator.Code, StringComparer.Ordinal);
    }

    public string Title => draft.Title;

    /// <summary>First twelve hex digits of the SHA-256 of the file, read with LF line ends: it changes with every change of the book.</summary>
    public string Version { get; }

    /// <summary>In the order of the book.</summary>
    public IReadOnlyList<Indicator> Indicators { get; }

    /// <summary>
    /// The single words and stems ("stalk*") of the word lists, by the name of the list, parted by blanks: a word of several lists stands in
    /// the first of them, pronouns in none.
    /// </summary>
    public ImmutableSortedDictionary<string, string> WordClasses => draft.ListNames
        .SelectMany(name => draft.Words[name], (name, entry) => (Name: name, Entry: entry))
        .Where(member => member.Entry is [{ Kind: AtomKind.Word or AtomKind.Stem }] && !Grammar.IsPronoun(WordHash.Of(member.Entry[0].Text)))
        .Select(member => (member.Name, Word: member.Entry[0].Kind == AtomKind.Stem ? member.Entry[0].Text + "*" : member.Entry[0].Text))
        .DistinctBy(member => member.Word, StringComparer.Ordinal)
        .GroupBy(member => member.Name, StringComparer.Ordinal)
        .ToImmutableSortedDictionary(list => list.Key, list => string.Join(' ', list.Select(member => member.Word)), StringComparer.Ordinal);

    /// <summary>The book as it was written, for those who read with its words and cues.</summary>
    internal RuleBookDraft Draft => draft;

    /// <summary>The indicator of a code; null when the book has none of it, which readings of an older book may name.</summary>
    public Indicator? Find(string code) => byCode.GetValueOrDefault(code);

    /// <summary>Reads a book and tries it on its own examples.</summary>
    /// <exception cref="RuleBookException">The file cannot be read, is not a rule book, or an example fails; the message lists every error found.</exception>
    public static RuleBook Load(string path, bool checkExamples = true)
    {
        try
        {
            return Parse(File.ReadAllText(path), Path.GetFileName(path), checkExamples);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RuleBookException($"The rule book '{path}' cannot be read: {exception.Message}", exception);
        }
    }

    /// <param name="yaml">The book itself.</param>
    /// <param name="fileName">For the messages.</param>
    /// <param name="checkExamples">False leaves the examples to <see cref="TestExamples()"/>, for someone who wants to see all results.</param>
    /// <exception cref="RuleBookException">The text is not a rule book, or an example fails; the message lists every error found.</exception>
    public static RuleBook Parse(string yaml, string fileName, bool checkExamples = true)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(yaml.ReplaceLineEndings("\n")));
        var book = new RuleBook(new RuleBookParser(fileName).Parse(yaml), fileName, Convert.ToHexStringLower(hash)[..12]);
        if (checkExamples) book.Check(book.Read);
        return book;
    }

    /// <summary>What the book finds in one crime.</summary>
    /// <param name="tokens">The tokens of the crime's narrative.</param>
    /// <returns>Hits of the text in its order, at most 20 of an indicator and no two of one that overlap; then hits of fields, without a span.</returns>
    public IReadOnlyList<IndicatorHit> Read(Crime crime, TokenBuffer tokens)
    {
        if (!idle.TryTake(out var reader)) reader = new IndicatorReader(plan.Value);
        var hits = reader.Read(crime, tokens);
        idle.Add(reader);
        return WithFields(crime, hits);
    }

    /// <summary>The hits of a text with those of the crime's fields behind them.</summary>
    /// <param name="hits">Null for none; the list is added to.</param>
    internal IReadOnlyList<IndicatorHit> WithFields(Crime crime, List<IndicatorHit>? hits)
    {
        foreach (var indicator in withFields)
            if (indicator.Fields!.Holds(crime)) (hits ??= []).Add(WithoutSpan(indicator));
        return hits is null ? [] : hits;
    }

    /// <summary>What the book finds in the crimes that are linked to one; hits without a span.</summary>
    public IReadOnlyList<IndicatorHit> ReadHistory(Crime crime, CourseOfConduct history)
    {
        List<IndicatorHit>? hits = null;
        foreach (var indicator in withHistory)
            if (indicator.History!.Holds(crime, history)) (hits ??= []).Add(WithoutSpan(indicator));
        return hits is null ? [] : hits;
    }

    /// <summary>Tries every indicator on its examples, in the order of the book.</summary>
    public IReadOnlyList<RuleBookExampleResult> TestExamples() => TestExamples(Read);

    /// <summary>Tries the examples on a reader of the book's hits.</summary>
    /// <exception cref="RuleBookException">An example fails; the message lists every one.</exception>
    internal void Check(Func<Crime, TokenBuffer, IReadOnlyList<IndicatorHit>> read)
    {
        var failed = TestExamples(read).Where(result => !result.Passed).ToList();
        if (failed.Count > 0) throw new RuleBookException([.. failed.Select(ErrorOf)]);
    }

    private IReadOnlyList<RuleBookExampleResult> TestExamples(Func<Crime, TokenBuffer, IReadOnlyList<IndicatorHit>> read) =>
        [.. new RuleBookExamples(read).Test(draft.Indicators)];

    private RuleBookError ErrorOf(RuleBookExampleResult result) =>
        new(file, result.Line, result.Code, $"example of {RuleBookExamples.NameOf(result.Kind)} \"{result.Text}\": {result.Found}");

    // No sentence of the text gave it.
    private static IndicatorHit WithoutSpan(DraftIndicator indicator) => new(indicator.Indicator.Code, null, Polarity.Affirmed, null, -1);
}
