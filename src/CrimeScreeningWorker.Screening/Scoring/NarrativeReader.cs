using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Text;
using CrimeScreeningWorker.Screening.TextModel;

namespace CrimeScreeningWorker.Screening.Scoring;

/// <summary>Reads one crime: rule book, fact book, text model and identifiers over one set of words. Safe for many threads at a time.</summary>
/// <param name="facts">Brings the rule book that it was loaded with.</param>
public sealed class NarrativeReader(FactBook facts, CompiledTextModel text, IdentifierExtractor identifiers)
{
    [ThreadStatic] private static TokenBuffer? tokens;
    [ThreadStatic] private static FeatureScratch? scratch;

    public CrimeReading Read(Crime crime)
    {
        var buffer = tokens ??= new TokenBuffer();
        NarrativeTokenizer.Tokenize(crime.Narrative, buffer);
        var (hits, stated) = facts.Read(crime, buffer);
        return new CrimeReading(text.Score(buffer, scratch ??= new FeatureScratch()), [.. hits], identifiers.ExtractAll(crime.Narrative), buffer.Count)
        {
            Facts = stated,
            IsCut = buffer.IsCut,
        };
    }
}
