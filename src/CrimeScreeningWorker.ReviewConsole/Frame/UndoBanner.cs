namespace CrimeScreeningWorker.ReviewConsole.Frame;

/// <summary>What the partial <c>_UndoBanner</c> shows: something was saved, and for a moment it can be taken back.</summary>
/// <param name="Message">What was saved, in a sentence.</param>
/// <param name="Action">Where the button posts to.</param>
/// <param name="Fields">What it posts, by name.</param>
/// <param name="Until">Until when it will be taken.</param>
public sealed record UndoBanner(string Message, string Action, IReadOnlyDictionary<string, string> Fields, DateTimeOffset Until);
