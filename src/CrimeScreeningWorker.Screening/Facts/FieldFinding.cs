using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Facts;

/// <summary>A field of the record that is blank, or says something else than the text.</summary>
/// <param name="Field">Column of the extract: <c>relationship</c>.</param>
/// <param name="FieldValue">As the force wrote it; null where it is blank.</param>
/// <param name="TextValue">In the values of that column.</param>
/// <param name="Span">The words of the narrative.</param>
/// <param name="Confidence">In (0, 1]; from <see cref="NarrativeFact.Explicit"/> on the text is believed, below it the field is.</param>
/// <param name="Sentence">The finding for a reader.</param>
public sealed record FieldFinding(string Field, string? FieldValue, string TextValue, TextSpan Span, double Confidence, string Sentence);
