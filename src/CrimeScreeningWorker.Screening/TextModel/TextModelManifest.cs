using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace CrimeScreeningWorker.Screening.TextModel;

/// <summary><c>manifest.json</c>: what a model is, what it was made from, and the hash of each of its files.</summary>
public sealed record TextModelManifest
{
    /// <summary>The format this program writes and reads.</summary>
    public const int CurrentFormat = 1;

    public required int Format { get; init; }

    /// <summary>The day the model was made; null when whoever made it gave none, as in a test of repeatability.</summary>
    public DateOnly? CreatedOn { get; init; }

    /// <summary><see cref="Text.NarrativeTokenizer.Version"/> at training; the model scores with no other.</summary>
    public required string TokenizerVersion { get; init; }

    public required TextModelOptions Options { get; init; }

    public required TrainingSetSummary TrainingSet { get; init; }

    public required int WordFeatures { get; init; }

    public required int CharacterFeatures { get; init; }

    /// <summary>Measures by name, as whoever made the model took them; ordered by name.</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>SHA-256 in lower-case hexadecimal by file name, every file of the folder but the manifest and the card.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>How a run names the model: the day it was made, where one is given, and a hash over the hashes of its files.</summary>
    [JsonIgnore]
    public string Version
    {
        get
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Files.Select(f => $"{f.Key} {f.Value}")))))[..12];
            return CreatedOn is { } day ? string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd}-{hash}") : hash;
        }
    }
}
