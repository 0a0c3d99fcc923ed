using System.Globalization;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Facts;

/// <summary>Something that the text says of the case, with the words that say it.</summary>
/// <param name="Value">A value of the kind's list, or a whole number; see <see cref="FactKind"/>.</param>
/// <param name="Span">Exact characters of the narrative.</param>
/// <param name="Confidence">
/// In (0, 1]: how often such words mean this. From <see cref="Explicit"/> on the words say it outright and may stand against a field.
/// </param>
/// <param name="Stated">How the text speaks of it; only an affirmed fact is one, a denied one is that the text says no.</param>
public sealed record NarrativeFact(FactKind Kind, string Value, TextSpan Span, double Confidence, Polarity Stated)
{
    /// <summary>Confidence from which a fact is stated outright.</summary>
    public const double Explicit = 0.8;

    /// <summary>The value of a kind that counts; null for the others.</summary>
    public int? Number => int.TryParse(Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public bool IsAffirmed => Stated == Polarity.Affirmed;

    public bool IsExplicit => Confidence >= Explicit;
}
