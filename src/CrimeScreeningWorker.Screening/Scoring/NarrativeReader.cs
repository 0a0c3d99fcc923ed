using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Text;
using CrimeScreeningWorker.Screening.TextModel;

namespace CrimeScreeningWorker.Screening.Scoring;

/// <summary>Reads one crime: rule book, text model and identifiers over one set of words. Safe for many threads at a time.</summary>
public sealed class NarrativeReader(RuleBook book, CompiledTextModel text, IdentifierExtractor identifiers)
{
    [ThreadStatic] private static TokenBuffer? tokens;
    [ThreadStatic] private static FeatureScratch? scratch;

    public CrimeReading Read(Crime crime)
    {
        var buffer = tokens ??= new TokenBuffer();
        NarrativeTokenizer.Tokenize(crime.Narrative, buffer);
        return new CrimeReading(
            text.Score(buffer, scratch ??= new FeatureScratch()), [.. book.Read(crime, buffer)], identifiers.Extract(crime.Narrative), buffer.Count)
        { IsCut = buffer.IsCut };
    }
}
