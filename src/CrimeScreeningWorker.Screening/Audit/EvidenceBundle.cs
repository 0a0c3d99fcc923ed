using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Screening.Audit;

/// <summary>A crime as the score rests on it.</summary>
/// <param name="Hash">SHA-256 over its fields, in hexadecimal digits.</param>
/// <param name="Links">What joins it to the crime of the bundle, strongest first; empty for that crime itself.</param>
public sealed record BundleInput(Crime Crime, string Hash, IReadOnlyList<BundleLink> Links)
{
    /// <summary>SHA-256 over every field that reading, linking and scoring are given.</summary>
    public static string HashOf(Crime crime)
    {
        ArgumentNullException.ThrowIfNull(crime);
        return CanonicalHash.Of(
            crime.Key.ForceCode, crime.Key.CrimeReference, Time(crime.RecordedAt), Time(crime.UpdatedAt), Time(crime.OccurredFrom), Time(crime.OccurredTo),
            crime.HomeOfficeClass, crime.OffenceCode, crime.OffenceTitle, StoreJson.List(crime.IncludedClassifications), StoreJson.List(crime.Flags),
            crime.VictimId, crime.SuspectId, crime.Relationship, StoreJson.List(crime.ProtectiveOrders), crime.RiskGrade, crime.OutcomeCode, crime.District,
            crime.Team, crime.Narrative);

        static string? Time(DateTimeOffset? time) => time is { } known ? $"{StoreTime.ToText(known)}/{StoreTime.ToOffset(known)}" : null;
    }
}

/// <summary>Why two crimes are linked.</summary>
public sealed record BundleLink(LinkBasis Basis, double Strength, string By);

/// <summary>What the machine said, to the last digit.</summary>
/// <param name="Detail">JSON as the store has it: contributions, indicators, linked crimes, spans of evidence, what to ask.</param>
public sealed record BundleScore(
    double Probability, double TextScore, string Priority, string SuggestedClass, string SuggestedSection, DateTimeOffset? DueBy, string Reason, string Detail);

/// <summary>A passage of the narrative that the score rests on.</summary>
/// <param name="Start">First character, from 0.</param>
public sealed record BundleEvidence(string Code, string Title, int Start, int Length, string Quote);

/// <summary>What a person said or did.</summary>
/// <param name="Opened">The person had opened the evidence before; null: it was no decision.</param>
public sealed record BundleDecision(
    int Version, string Kind, string Reviewer, string Role, DateTimeOffset At, string? Stalking, string? Reason, string? Note, bool? Opened);

/// <summary>The place of an act in the chain of the audit log.</summary>
public sealed record BundleEntry(long Seq, string Kind, string What, string? Actor, DateTimeOffset? At, string Hash);

/// <summary>
/// Everything that a decision on a crime rests on: enough to score it again without the store, and to find each act in the audit log. It holds narratives
/// and belongs under the same protection as the crime itself.
/// </summary>
/// <param name="RunId">The run that scored it.</param>
/// <param name="AsOf">The moment for which that run ordered the reading.</param>
/// <param name="Linked">Oldest first.</param>
/// <param name="ChainHead">Newest entry of the audit log when the bundle was made.</param>
/// <param name="Hash">SHA-256 over the bundle without this; the audit log holds it.</param>
public sealed record EvidenceBundle(
    int Format, CrimeKey Crime, string RunId, DateTimeOffset AsOf, string RuleBookVersion, string ModelVersion, BundleInput Input,
    IReadOnlyList<BundleInput> Linked, BundleScore Score, IReadOnlyList<BundleEvidence> Evidence, IReadOnlyList<BundleDecision> Decisions,
    IReadOnlyList<BundleEntry> Chain, string ChainHead, string Hash)
{
    public const int CurrentFormat = 1;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>This bundle with its hash.</summary>
    public EvidenceBundle Sealed() => this with { Hash = ComputeHash() };

    /// <summary>Whether it and its inputs are what they were when it was made.</summary>
    [JsonIgnore] public bool IsWhole => Hash == ComputeHash() && Linked.Prepend(Input).All(input => input.Hash == BundleInput.HashOf(input.Crime));

    public string ToJson() => JsonSerializer.Serialize(this, Json) + "\n";

    /// <exception cref="BundleException">It is no bundle, or one of another program version.</exception>
    public static EvidenceBundle Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<EvidenceBundle>(json, Json) is { Format: CurrentFormat, Input: not null, Linked: not null, Score: not null } bundle
                ? bundle
                : throw new BundleException($"The file is no evidence bundle of format {CurrentFormat}.");
        }
        catch (JsonException e)
        {
#pragma warning disable MA0054 // The runtime's message may quote the file, which holds narratives.
            throw new BundleException($"The file is no evidence bundle: line {e.LineNumber + 1} cannot be read.");
#pragma warning restore MA0054
        }
    }

    /// <exception cref="BundleException">The file cannot be read, or it is no bundle.</exception>
    public static async Task<EvidenceBundle> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return Parse(await File.ReadAllTextAsync(path, cancellationToken));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BundleException($"The bundle {path} cannot be read.", e);
        }
    }

    private string ComputeHash() => CanonicalHash.Of(JsonSerializer.Serialize(this with { Hash = "" }, Json));
}
