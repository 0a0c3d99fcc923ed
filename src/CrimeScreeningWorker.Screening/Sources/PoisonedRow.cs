using System.Text;

namespace CrimeScreeningWorker.Screening.Sources;

/// <summary>Sets a row aside that could be read, and that a step of the path cannot bear.</summary>
internal static class PoisonedRow
{
    private const int LongestExcerpt = 500;

    public static RejectedRecord Of(SourceRecord record, string source, StepFault fault) => new(
        source, record.Line, record.Crime.Key.CrimeReference, fault.Step == StepFault.Reading ? CrimeColumn.Narrative.Name() : fault.Step,
        $"the step {fault.Step} failed on this row ({fault.Error}): report it to those who keep the program", Excerpt(record.Crime));

    // The row as it stood is gone; these are its fields as they were read, in the contract's order, those of people left out.
    private static string Excerpt(Crime crime)
    {
        var text = new StringBuilder();
        Add(CrimeColumn.ForceCode, crime.Key.ForceCode);
        Add(CrimeColumn.CrimeReference, crime.Key.CrimeReference);
        Add(CrimeColumn.RecordedAt, $"{crime.RecordedAt:O}");
        Add(CrimeColumn.UpdatedAt, $"{crime.UpdatedAt:O}");
        Add(CrimeColumn.HomeOfficeClass, crime.HomeOfficeClass);
        Add(CrimeColumn.OffenceTitle, crime.OffenceTitle);
        Add(CrimeColumn.Narrative, crime.Narrative);
        var length = Math.Min(text.Length, LongestExcerpt);
        if (char.IsHighSurrogate(text[length - 1])) length--;
        return text.ToString(0, length);

        void Add(CrimeColumn column, string value) =>
            text.Append(text.Length == 0 ? "" : " | ").Append(column.Name()).Append('=').Append(value, 0, Math.Min(value.Length, LongestExcerpt));
    }
}
