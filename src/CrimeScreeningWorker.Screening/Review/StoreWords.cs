using System.Text;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Screening.Review;

/// <summary>The store's words for what is a closed set here: lower case, with an underline between two words.</summary>
internal static class StoreWords
{
    public static string Of<T>(T value) where T : struct, Enum
    {
        var name = Enum.GetName(value) ?? throw new ArgumentOutOfRangeException(nameof(value), value, "A member of its set.");
        var word = new StringBuilder(name.Length + 2);
        foreach (var c in name)
        {
            if (char.IsUpper(c) && word.Length > 0) word.Append('_');
            word.Append(char.ToLowerInvariant(c));
        }

        return word.ToString();
    }

    public static string? Of<T>(T? value) where T : struct, Enum => value is { } known ? Of(known) : null;

    public static string Of(Priority priority) => priority == Priority.None ? "none" : priority.ToString();

    public static string? YesNo(bool? value) => value is { } known ? known ? "yes" : "no" : null;

    public static bool? ToYesNo(string? text) => text is null ? null : text == "yes";

    public static Priority ToPriority(string text) => Enum.Parse<Priority>(text, ignoreCase: true);

    public static ReviewStatus ToStatus(string text) => To<ReviewStatus>(text);

    public static ReviewEventKind ToKind(string text) => To<ReviewEventKind>(text);

    public static StalkingAnswer? ToAnswer(string? text) => text is null ? null : To<StalkingAnswer>(text);

    public static ReviewAction? ToAction(string? text) => text is null ? null : To<ReviewAction>(text);

    public static SecondReading? ToSecond(string? text) => text is null ? null : To<SecondReading>(text);

    public static BlindReading? ToBlind(string? text) => text is null ? null : To<BlindReading>(text);

    public static DateTimeOffset? ToTime(string? text) => text is null ? null : StoreTime.Parse(text);

    /// <summary>A place in the list's order stands where no date is: it is later than all dates.</summary>
    public static DateTimeOffset? ToDue(string text) => text == NoDue ? null : StoreTime.Parse(text);

    public const string NoDue = "9999";

    public static T To<T>(string text) where T : struct, Enum => Enum.Parse<T>(text.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
}
