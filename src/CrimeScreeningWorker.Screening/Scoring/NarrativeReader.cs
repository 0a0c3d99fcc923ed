using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Text;
using CrimeScreeningWorker.Screening.TextModel;

namespace CrimeScreeningWorker.Screening.Scoring;

/// <summary>Reads one crime: rule book, fact book, text model and identifiers over one set of words. Safe for many threads at a time.</summary>
public sealed class NarrativeReader(RuleBook book, FactBook facts, CompiledTextModel text, IdentifierExtractor identifiers)
{
    [ThreadStatic] private static TokenBuffer? tokens;
    [ThreadStatic] private static FeatureScratch? scratch;

    public CrimeReading Read(Crime crime)
    {
        var buffer = tokens ??= new TokenBuffer();
        NarrativeTokenizer.Tokenize(crime.Narrative, buffer);
        var hits = book.Read(crime, buffer);
        return new CrimeReading(text.Score(buffer, scratch ??= new FeatureScratch()), [.. hits], identifiers.ExtractAll(crime.Narrative), buffer.Count)
        {
            Facts = facts.Read(crime, buffer, hits),
            IsCut = buffer.IsCut,
        };
    }
}
