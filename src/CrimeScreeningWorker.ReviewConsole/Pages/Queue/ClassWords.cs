namespace CrimeScreeningWorker.ReviewConsole.Pages.Queue;

/// <summary>The Home Office classes of the list, with what they stand for.</summary>
internal static class ClassWords
{
    public static string Of(string code) => code switch
    {
        "8L" => "Harassment (8L)",
        "8M" => "Racially or religiously aggravated (8M)",
        "8R" => "Malicious communications (8R)",
        "8Q" => "Stalking (8Q)",
        "66" => "Breach of an order (66)",
        _ => code,
    };
}
