using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Facts;

/// <summary>
/// What is read from narratives beside the indicators: who the suspect is to the victim, how often, how long, by what means, in the phrase
/// language of the rule book and with its words and cues. Safe for many threads.
/// </summary>
/// <remarks>The format: <c>docs/facts.md</c>.</remarks>
public sealed class FactBook
{
    private readonly FactBookDraft draft;
    private readonly IndicatorReaderPlan plan;
    private readonly FactPlan facts;
    private readonly ConcurrentBag<FactReader> idle = [];

    private FactBook(FactBookDraft draft, RuleBook book, string version)
    {
        (this.draft, Rules, Version) = (draft, book, version);
        plan = IndicatorReaderPlan.Of(book.Draft, draft.Reading);
        facts = FactPlan.Of(draft.Facts);
    }

    /// <summary>The book that this one was loaded with.</summary>
    public RuleBook Rules { get; }

    /// <summary>First twelve hex digits of the SHA-256 of the file, read with LF line ends.</summary>
    public string Version { get; }

    /// <summary>Reads a rule book and a fact book, and tries each on its own examples: as two loads, in little more than half the time.</summary>
    /// <exception cref="RuleBookException">A file cannot be read, is not such a book, or an example fails; the message lists every error found in one book.</exception>
    public static FactBook LoadBoth(string ruleBookPath, string factBookPath)
    {
        var both = Load(factBookPath, RuleBook.Load(ruleBookPath, checkExamples: false));
        both.Rules.Check((crime, tokens) => both.Read(crime, tokens).Hits);
        return both;
    }

    /// <summary>Reads a fact book and tries it on its own examples.</summary>
    /// <param name="book">Whose words, cues and hits the facts are read with.</param>
    /// <exception cref="RuleBookException">The file cannot be read, is not a fact book, or an example fails; the message lists every error found.</exception>
    public static FactBook Load(string path, RuleBook book)
    {
        try
        {
            return Parse(File.ReadAllText(path), Path.GetFileName(path), book);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RuleBookException($"The fact book '{path}' cannot be read: {exception.Message}", exception);
        }
    }

    /// <exception cref="RuleBookException">The text is not a fact book, or an example fails; the message lists every error found.</exception>
    public static FactBook Parse(string yaml, string fileName, RuleBook book)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(yaml.ReplaceLineEndings("\n")));
        var read = new FactBook(new FactBookParser(fileName, book.Draft).Parse(yaml), book, Convert.ToHexStringLower(hash)[..12]);
        var failed = new FactBookExamples(read).Test(read.draft.Facts, fileName).ToList();
        return failed.Count == 0 ? read : throw new RuleBookException([.. failed]);
    }

    /// <summary>What the rule book finds in one crime, and what its narrative says: both books are one automaton, and the text is searched once.</summary>
    /// <param name="tokens">The tokens of the crime's narrative.</param>
    /// <returns>
    /// <see cref="RuleBook.Read"/> of the book this one was loaded with; and the facts in the order of the text, of what it says over and over
    /// the surest three places.
    /// </returns>
    public (IReadOnlyList<IndicatorHit> Hits, ImmutableArray<NarrativeFact> Facts) Read(Crime crime, TokenBuffer tokens)
    {
        if (!idle.TryTake(out var reader)) reader = new FactReader(plan, facts, Rules);
        var read = reader.Read(crime, tokens);
        idle.Add(reader);
        return read;
    }

    /// <summary>What one entry finds, in the order of the book, for its examples.</summary>
    internal IReadOnlyList<NarrativeFact> ReadAll(Crime crime, TokenBuffer tokens, int entry)
    {
        if (!idle.TryTake(out var reader)) reader = new FactReader(plan, facts, Rules);
        var read = reader.ReadAll(crime, tokens, entry);
        idle.Add(reader);
        return read;
    }
}

/// <summary>Which entries take the hits of which indicator.</summary>
internal sealed record FactPlan(ImmutableArray<DraftFact> Facts, ImmutableDictionary<string, ImmutableArray<int>> EntriesOf)
{
    public static FactPlan Of(ImmutableArray<DraftFact> facts) => new(
        facts,
        facts.SelectMany((fact, entry) => fact.From.Select(code => (code, entry)))
            .GroupBy(pair => pair.code, pair => pair.entry, StringComparer.Ordinal)
            .ToImmutableDictionary(group => group.Key, group => group.ToImmutableArray(), StringComparer.Ordinal));

    public static int EntryOf(IndicatorHit hit) => int.Parse(hit.Code, NumberStyles.None, CultureInfo.InvariantCulture);
}
