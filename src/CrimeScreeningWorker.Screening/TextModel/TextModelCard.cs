using System.Globalization;
using System.Text;

namespace CrimeScreeningWorker.Screening.TextModel;

/// <summary><c>card.md</c>: the manifest in words, for whoever has to answer for the model.</summary>
internal static class TextModelCard
{
    public static string Write(TextModelManifest manifest)
    {
        var features = manifest.Options.Features;
        var card = new StringBuilder();
        card.Append("# Text model\n\n");
        card.Append("Written from `manifest.json`; do not edit.\n\n");
        card.Append("**What it does.** Reads the narrative of a recorded crime and gives the log odds that it is stalking recorded as something else. ")
            .Append("It is one part of the score: the rule book and the linked crimes are the others. It orders what people read and decides nothing.\n\n");
        card.Append("**What it never sees.** Age, sex, gender and ethnicity: the columns are not given to it, and \"he\" and \"she\" are one word to it. ")
            .Append("A word must stand in training narratives of ").Append(features.LeastGroupsForWords)
            .Append(" groups of people or more to be known, numbers are read as classes, and only hashes of words are kept.\n\n");
        card.Append("**Where it is weak.** Very short narratives; who did what to whom (\"she followed\" and \"was followed\"); records that are stalking ")
            .Append("only with the earlier ones; the wording of forces it was not trained on.\n\n");

        Section(card, "Made from");
        if (manifest.CreatedOn is { } day) Row(card, "Made on", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Row(card, "Training narratives", Number(manifest.TrainingSet.Narratives));
        Row(card, "of these stalking", Number(manifest.TrainingSet.Stalking));
        Row(card, "Training set, SHA-256", $"`{manifest.TrainingSet.Sha256}`");
        Row(card, "Tokenizer", $"`{manifest.TokenizerVersion}`");

        Section(card, "Features");
        Row(card, "Runs of words", $"1 to {features.WordOrder}, up to {features.SkippedWords} words left out of a pair, those up to {features.DeniedWords} words behind a denial a second time as denied; {Number(manifest.WordFeatures)} known");
        if (features.Classes.Count > 0)
            Row(card, "Words read as one", $"{Number(features.Classes.Values.Sum(words => words.Count(c => c == ' ') + 1))} in {features.Classes.Count} classes, the word lists of the rule book");
        Row(card, "Runs of characters", features.LongestCharacters == 0
            ? "none"
            : $"{features.ShortestCharacters} to {features.LongestCharacters}; {Number(manifest.CharacterFeatures)} known");
        Row(card, "Trainer", $"ML.NET logistic regression (L-BFGS), L2 {Measure(manifest.Options.L2)}, seed {manifest.Options.Seed}, one thread");

        if (manifest.Metrics.Count > 0)
        {
            Section(card, "Measured");
            foreach (var (name, value) in manifest.Metrics.OrderBy(metric => metric.Key, StringComparer.Ordinal)) Row(card, name, Measure(value));
        }

        Section(card, "Files");
        foreach (var (name, hash) in manifest.Files.OrderBy(file => file.Key, StringComparer.Ordinal)) Row(card, $"`{name}`", $"`{hash}`");
        return card.ToString();
    }

    private static void Section(StringBuilder card, string title) =>
        card.Append(card[^2] == '\n' ? "" : "\n").Append("## ").Append(title).Append("\n\n| | |\n| --- | --- |\n");

    private static void Row(StringBuilder card, string name, string value) => card.Append("| ").Append(name).Append(" | ").Append(value).Append(" |\n");

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Measure(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
