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

    private FactBook(FactBookDraft draft, string version)
    {
        (this.draft, Version) = (draft, version);
        plan = IndicatorReaderPlan.Of(draft.Reading);
        facts = FactPlan.Of(draft.Facts);
    }

    /// <summary>First twelve hex digits of the SHA-256 of the file, read with LF line ends.</summary>
    public string Version { get; }

    /// <summary>Reads a fact book and tries it on its own examples.</summary>
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
        var read = new FactBook(new FactBookParser(fileName, book.Draft).Parse(yaml), Convert.ToHexStringLower(hash)[..12]);
        var failed = new FactBookExamples(read, book).Test(read.draft.Facts, fileName).ToList();
        return failed.Count == 0 ? read : throw new RuleBookException([.. failed]);
    }

    /// <summary>What one narrative says, in the order of the text; of what it says over and over the surest three places.</summary>
    /// <param name="tokens">The tokens of the crime's narrative.</param>
    /// <param name="hits">What the rule book found in it.</param>
    public ImmutableArray<NarrativeFact> Read(Crime crime, TokenBuffer tokens, IReadOnlyList<IndicatorHit> hits)
    {
        if (!idle.TryTake(out var reader)) reader = new FactReader(plan, facts);
        var read = reader.Read(crime, tokens, hits);
        idle.Add(reader);
        return read;
    }

    /// <summary>What the entry on one line of the book finds, for its examples.</summary>
    internal IReadOnlyList<NarrativeFact> ReadAll(Crime crime, TokenBuffer tokens, IReadOnlyList<IndicatorHit> hits, int entry) =>
        new FactReader(plan, facts).ReadAll(crime, tokens, hits, entry);
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
