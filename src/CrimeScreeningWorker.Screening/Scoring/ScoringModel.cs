using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using CrimeScreeningWorker.Screening.TextModel;

namespace CrimeScreeningWorker.Screening.Scoring;

/// <summary>Probabilities at which something is said or done; chosen on cross-validated scores when the model is trained.</summary>
/// <param name="Review">At or above: a person should look (P3 or higher).</param>
/// <param name="Likely">At or above: a suggestion may name an action.</param>
/// <param name="Strong">At or above: the evidence is called strong.</param>
/// <param name="Online">At or above: an online element is said to be present.</param>
/// <param name="HighRisk">At or above: a high-risk indicator is said to be present.</param>
/// <param name="Section4A">At or above: section 4A rather than 2A is suggested.</param>
/// <param name="Unlikely">Below: the evidence speaks against it. From here to <paramref name="Review"/> it says too little, and the worker may abstain.</param>
public sealed record ScoringThresholds(double Review, double Likely, double Strong, double Online, double HighRisk, double Section4A, double Unlikely);

/// <summary>The additive models that fuse text, indicators and history, with their thresholds; <c>scoring.json</c> of a model folder.</summary>
/// <param name="RuleBookVersion">The rule book it was trained with. Another version still scores: an indicator that it does not know has the weight the book gives it.</param>
public sealed record ScoringModel(
    string RuleBookVersion,
    AdditiveModel Stalking,
    AdditiveModel Online,
    AdditiveModel HighRisk,
    AdditiveModel Section4A,
    ScoringThresholds Thresholds)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    public string ToJson() => JsonSerializer.Serialize(this, Json).ReplaceLineEndings("\n") + "\n";

    /// <summary>Name of the file in a model folder.</summary>
    public const string FileName = "scoring.json";

    /// <exception cref="ModelException">The folder holds no scoring model, or one that cannot be read.</exception>
    public static ScoringModel Of(LoadedTextModel model)
    {
        if (!model.Files.TryGetValue(FileName, out var file))
            throw new ModelException($"The model lacks its {FileName}: train it again.");
        try
        {
            return FromJson(Encoding.UTF8.GetString(file.Span));
        }
        catch (JsonException e)
        {
            throw new ModelException($"The model's {FileName} cannot be read, line {e.LineNumber + 1}.", e);
        }
    }

    /// <exception cref="JsonException">The text is not a scoring model.</exception>
    public static ScoringModel FromJson(string json) =>
        JsonSerializer.Deserialize<ScoringModel>(json, Json) ?? throw new JsonException("The scoring model is empty.");
}
