using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace CrimeScreeningWorker.ReviewConsole.Frame;

/// <summary>A sentence for the page that a redirect leads to. It goes by an encrypted cookie and is said once.</summary>
public static class Flash
{
    private const string Done = "flash-done";
    private const string Refused = "flash-refused";

    /// <summary>Something was done: <c>Saved. The next item is open.</c></summary>
    public static void SayDone(this ITempDataDictionary tempData, string sentence) => tempData[Done] = sentence;

    /// <summary>Something was not done, and why: <c>Not saved: B. Reader decided it at 9:40am.</c></summary>
    public static void SayRefused(this ITempDataDictionary tempData, string sentence) => tempData[Refused] = sentence;

    public static string? TakeDone(this ITempDataDictionary tempData) => tempData[Done] as string;

    public static string? TakeRefused(this ITempDataDictionary tempData) => tempData[Refused] as string;
}
