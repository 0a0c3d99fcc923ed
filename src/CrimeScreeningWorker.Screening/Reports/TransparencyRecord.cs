using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace CrimeScreeningWorker.Screening.Reports;

/// <summary>A field of the Algorithmic Transparency Recording Standard.</summary>
/// <param name="Number">As the template numbers it; the first digit is the tier.</param>
/// <param name="Text">What the worker can say of itself, or what the force has given; null where only the force can say it.</param>
/// <param name="ToBeFilledBy">Who must fill it, and with what; null where it is filled.</param>
public sealed record TransparencyField(string Number, string Name, string? Text, string? ToBeFilledBy)
{
    public int Tier => Number[0] - '0';
}

/// <summary>
/// The transparency record of the worker as it is set up, in the fields of the Algorithmic Transparency Recording Standard, tiers 1 and 2. What
/// only a force can know is never made up: it stands as open, with who must fill it.
/// </summary>
/// <remarks>Fields after version 3 of the template (gov.uk, Algorithmic Transparency Recording Standard Hub).</remarks>
public sealed record TransparencyRecord(ImmutableArray<TransparencyField> Fields)
{
    public int Open => Fields.Count(one => one.ToBeFilledBy is not null);

    /// <param name="given">What the force has written in its settings, by the number of the field; it goes before what the worker would say.</param>
    /// <exception cref="ArgumentException">A number is no field of the record.</exception>
    public static TransparencyRecord Of(ModelFacts facts, IReadOnlyDictionary<string, string> given)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(given);
        var fields = TransparencyFields.Of(facts).ToImmutableArray();
        if (given.Keys.FirstOrDefault(number => !fields.Any(field => field.Number == number)) is { } unknown)
            throw new ArgumentException($"'{unknown}' is no field of the transparency record: they run from {fields[0].Number} to {fields[^1].Number}.", nameof(given));
        return new TransparencyRecord(
        [
            .. fields.Select(field => given.TryGetValue(field.Number, out var text) && !string.IsNullOrWhiteSpace(text)
                ? field with { Text = text.Trim(), ToBeFilledBy = null }
                : field),
        ]);
    }

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.Append("# Transparency record: stalking screening\n\n")
            .Append("In the fields of the Algorithmic Transparency Recording Standard (version 3 of the template; compare with the current one before publishing). ")
            .Append("Written by `reports transparency` from what is configured and measured. ")
            .Append(CultureInfo.InvariantCulture, $"{Fields.Length - Open} of {Fields.Length} fields are filled; the others say who must fill them, in the settings under `Transparency`.\n");
        var section = "";
        foreach (var field in Fields)
        {
            if (TransparencyFields.SectionOf(field.Number) is var name && name != section) text.Append("\n## ").Append(section = name).Append('\n');
            text.Append("\n### ").Append(field.Number).Append(' ').Append(field.Name).Append("\n\n")
                .Append(field.Text ?? $"**To be filled by {field.ToBeFilledBy}**").Append('\n');
        }

        return text.ToString();
    }
}
