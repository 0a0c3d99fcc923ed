using System.Collections.Immutable;
using System.Text.Json;

namespace CrimeScreeningWorker.Screening.Storage;

/// <summary>Lists as the store keeps them in a column, and sets of keys as a set-based statement takes them.</summary>
internal static class StoreJson
{
    public static string List(ImmutableArray<string> items) => items.IsDefaultOrEmpty ? "[]" : JsonSerializer.Serialize(items);

    public static ImmutableArray<string> ToList(string json) => json == "[]" ? [] : JsonSerializer.Deserialize<ImmutableArray<string>>(json);

    public static string Ids(IEnumerable<long> ids) => $"[{string.Join(',', ids)}]";
}
