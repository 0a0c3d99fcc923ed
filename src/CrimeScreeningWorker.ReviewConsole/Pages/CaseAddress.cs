using CrimeScreeningWorker.Screening;

namespace CrimeScreeningWorker.ReviewConsole.Pages;

/// <summary>Where the page of a crime stands. A reference may hold any character; the strokes in it stay as they are.</summary>
internal static class CaseAddress
{
    public static string Of(CrimeKey crime) =>
        $"/crimes/{Uri.EscapeDataString(crime.ForceCode)}/{string.Join('/', crime.CrimeReference.Split('/').Select(Uri.EscapeDataString))}";

    /// <summary>A crime as a value of an address.</summary>
    public static string Format(CrimeKey crime) => $"{crime.ForceCode}/{crime.CrimeReference}";

    /// <summary>The crime of such a value; null when it names none.</summary>
    public static CrimeKey? Parse(string? value) =>
        value?.Split('/', 2) is [{ Length: > 0 } force, { Length: > 0 } reference] ? new CrimeKey(force, reference) : null;

    /// <summary>An address with one more value.</summary>
    public static string With(string address, string name, string value) =>
        $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={Uri.EscapeDataString(value)}";
}
