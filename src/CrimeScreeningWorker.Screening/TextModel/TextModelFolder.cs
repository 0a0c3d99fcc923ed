using System.Security.Cryptography;
using System.Text.Json;
using CrimeScreeningWorker.Screening.Text;
using Microsoft.ML;

namespace CrimeScreeningWorker.Screening.TextModel;

/// <summary>A model read from its folder, every file of it checked against the manifest.</summary>
/// <param name="Files">The folder's files by name, manifest and card left out: <c>scoring.json</c> is read from here.</param>
public sealed record LoadedTextModel(
    CompiledTextModel Model, TextModelManifest Manifest, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files)
{
    /// <summary><c>manifest.json</c> as it stood, for who keeps the model elsewhere.</summary>
    internal ReadOnlyMemory<byte> ManifestBytes { get; init; }
}

/// <summary>
/// A model on disk: <c>model.zip</c> (ML.NET's own), <c>vocabulary.bin</c> (what scoring needs), <c>manifest.json</c> (what it is, and the
/// hash of every file), <c>card.md</c> (the manifest in words), and whatever else the maker put beside them.
/// </summary>
/// <remarks>Loading does not start ML.NET, which takes a second; a test holds the compiled form to <c>model.zip</c>.</remarks>
public static class TextModelFolder
{
    public const string ModelFile = "model.zip";
    public const string VocabularyFileName = "vocabulary.bin";
    public const string ManifestFile = "manifest.json";
    public const string CardFile = "card.md";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>Writes the folder, making it when it is not there. The same arguments always give the same bytes.</summary>
    /// <param name="createdOn">Goes into manifest and card; null for none.</param>
    /// <param name="metrics">Measures by name; each finite.</param>
    /// <param name="files">Further files by name, hashed into the manifest.</param>
    /// <returns>The manifest as written.</returns>
    public static TextModelManifest Save(
        string folder,
        TrainedTextModel model,
        DateOnly? createdOn,
        IReadOnlyDictionary<string, double> metrics,
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        var all = new SortedDictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal)
        {
            [ModelFile] = SaveWithMlNet(model),
            [VocabularyFileName] = VocabularyFile.Write(model.Compiled),
        };
        foreach (var (name, content) in files) all.Add(name, content);
        var manifest = new TextModelManifest
        {
            Format = TextModelManifest.CurrentFormat,
            CreatedOn = createdOn,
            TokenizerVersion = NarrativeTokenizer.Version,
            Options = model.Options,
            TrainingSet = model.TrainingSet,
            WordFeatures = model.Compiled.Vocabulary.WordCount,
            CharacterFeatures = model.Compiled.Vocabulary.Count - model.Compiled.Vocabulary.WordCount,
            Metrics = Sorted(metrics),
            Files = Sorted(all.Select(file => KeyValuePair.Create(file.Key, HashOf(file.Value.Span)))),
        };

        // The manifest last: a folder that a kill left half written has none that fits, and is refused.
        Directory.CreateDirectory(folder);
        foreach (var (name, content) in all) File.WriteAllBytes(Path.Combine(folder, name), content.Span);
        File.WriteAllText(Path.Combine(folder, CardFile), TextModelCard.Write(manifest));
        File.WriteAllText(Path.Combine(folder, ManifestFile), JsonSerializer.Serialize(manifest, Json) + "\n");
        return manifest;
    }

    /// <summary>Reads and checks the folder.</summary>
    /// <exception cref="ModelException">
    /// A file is missing or is not the one the manifest names, or the model was made by another format or tokenizer: one clear sentence.
    /// </exception>
    public static LoadedTextModel Load(string folder) => Load(name => Read(folder, name), $"the model in {folder}");

    /// <summary>The same of files that lie elsewhere.</summary>
    /// <param name="read">Gives a file by its name, the manifest too.</param>
    /// <param name="place">What a sentence calls it: "the model in ...".</param>
    internal static LoadedTextModel Load(Func<string, byte[]> read, string place)
    {
        var bytes = read(ManifestFile);
        var manifest = ReadManifest(bytes, place);
        if (manifest.Format != TextModelManifest.CurrentFormat)
            throw Fault($"{place} has format {manifest.Format}, this program reads format {TextModelManifest.CurrentFormat}.");
        if (manifest.TokenizerVersion != NarrativeTokenizer.Version)
        {
            throw Fault(
                $"{place} was trained with tokenizer {manifest.TokenizerVersion}, this program reads with "
                + $"{NarrativeTokenizer.Version}: train it again.");
        }

        if (manifest.Options.Features.FindFault() is { } fault) throw Fault($"the manifest of {place} cannot be used: {fault}");
        foreach (var name in (ReadOnlySpan<string>)[ModelFile, VocabularyFileName])
        {
            if (!manifest.Files.ContainsKey(name)) throw Fault($"the manifest of {place} does not name {name}.");
        }

        var files = manifest.Files.ToDictionary(
            file => file.Key, file => (ReadOnlyMemory<byte>)Checked(read, file.Key, file.Value, place), StringComparer.Ordinal);
        var model = VocabularyFile.Read(files[VocabularyFileName].Span, manifest.Options.Features);
        return new LoadedTextModel(model, manifest, files) { ManifestBytes = bytes };
    }

    /// <summary>Writes a model that was read before into a folder, byte for byte.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void Write(LoadedTextModel model, string folder)
    {
        ArgumentNullException.ThrowIfNull(model);
        Directory.CreateDirectory(folder);
        foreach (var (name, content) in model.Files) File.WriteAllBytes(Path.Combine(folder, name), content.Span);
        File.WriteAllText(Path.Combine(folder, CardFile), TextModelCard.Write(model.Manifest));
        File.WriteAllBytes(Path.Combine(folder, ManifestFile), model.ManifestBytes.Span);
    }

    private static byte[] SaveWithMlNet(TrainedTextModel model)
    {
        using var stream = new MemoryStream();
        new MLContext(model.Options.Seed).Model.Save(model.Transformer, model.InputSchema, stream);
        stream.Position = 0;
        return DeterministicZip.Rewrite(stream);
    }

    private static TextModelManifest ReadManifest(byte[] bytes, string place)
    {
        try
        {
            return JsonSerializer.Deserialize<TextModelManifest>(bytes, Json) ?? throw Fault($"the manifest of {place} is empty.");
        }
        catch (JsonException fault)
        {
            throw Fault($"the manifest of {place} cannot be read, line {fault.LineNumber + 1}.", fault);
        }
    }

    private static byte[] Checked(Func<string, byte[]> read, string name, string expected, string place)
    {
        if (name != Path.GetFileName(name)) throw Fault($"the manifest of {place} names a file outside the folder.");
        var content = read(name);
        var found = HashOf(content);
        return found == expected
            ? content
            : throw Fault($"the file {name} of {place} is not the one its manifest names: SHA-256 {found}, expected {expected}.");
    }

    private static ModelException Fault(string sentence, Exception? cause = null) => new(char.ToUpperInvariant(sentence[0]) + sentence[1..], cause!);

    private static byte[] Read(string folder, string name)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(folder, name));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ModelException(
                fault is FileNotFoundException or DirectoryNotFoundException
                    ? $"The model in {folder} lacks its {name}."
                    : $"The file {name} of the model in {folder} cannot be read.",
                fault);
        }
    }

    private static SortedDictionary<string, T> Sorted<T>(IEnumerable<KeyValuePair<string, T>> entries)
    {
        var sorted = new SortedDictionary<string, T>(StringComparer.Ordinal);
        foreach (var (name, value) in entries) sorted.Add(name, value);
        return sorted;
    }

    private static string HashOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
