using System.Collections.Immutable;
using System.Globalization;
using CrimeScreeningWorker.Screening.Indicators;
using YamlDotNet.RepresentationModel;

namespace CrimeScreeningWorker.Screening.Facts;

/// <summary>Reads the text of a fact book; notes every error it meets and goes on.</summary>
internal sealed class FactBookParser
{
    private const string Format = "1";
    private static readonly string[] BookKeys = ["title", "format", "words", "facts"];
    private static readonly string[] ExampleKeys = ["hits", "misses", "denied", "hypothetical", "someone_else", "past"];
    private static readonly string[] FactKeys =
        ["kind", "value", "confidence", "number", "from", "phrases", "except", "only_with", "negation", "by", "act", "note", "examples"];

    private readonly RuleBookYaml read;
    private readonly BookPhrases phrases;
    private readonly RuleBookDraft book;
    private readonly HashSet<string> codes;

    /// <param name="book">The rule book whose words, cues and indicators the facts are read with.</param>
    public FactBookParser(string file, RuleBookDraft book)
    {
        this.book = book;
        read = new RuleBookYaml(file);
        phrases = new BookPhrases(read, book.Words);
        codes = [.. book.Indicators.Select(indicator => indicator.Indicator.Code)];
    }

    /// <exception cref="RuleBookException">The text is not a fact book; all errors of form are listed.</exception>
    public FactBookDraft Parse(string yaml)
    {
        var root = read.Open(yaml);
        var map = read.Map(root, "the book", BookKeys);
        var title = read.Text(map.GetValueOrDefault("title"), "title");
        if (read.Text(map.GetValueOrDefault("format"), "format") is var format && format != Format)
            read.Report(root?.Start.Line ?? 0, $"format '{format}' is not known here; this program reads format {Format}");
        phrases.ReadLists(map.GetValueOrDefault("words"));
        var facts = ImmutableArray.CreateBuilder<DraftFact>();
        var indicators = ImmutableArray.CreateBuilder<DraftIndicator>();
        foreach (var item in read.List(map.GetValueOrDefault("facts"), "facts")) ReadFact(item, facts, indicators);
        if (read.Errors.Count > 0) throw new RuleBookException([.. read.Errors.OrderBy(error => error.Line)]);
        return new FactBookDraft(title ?? "", facts.ToImmutable(), book with { Title = title ?? "", Words = phrases.Lists, Indicators = indicators.ToImmutable() });
    }

    private void ReadFact(YamlNode node, ImmutableArray<DraftFact>.Builder facts, ImmutableArray<DraftIndicator>.Builder indicators)
    {
        var map = read.Map(node, "a fact", FactKeys);
        if (map.GetValueOrDefault("kind") is null) read.Report(node, "kind is missing");
        var kind = read.Choice<FactKind>(map.GetValueOrDefault("kind"), "kind") ?? FactKind.Relationship;
        var confidence = read.Number(map.GetValueOrDefault("confidence"), "confidence") ?? 0.8;
        if (confidence is <= 0 or > 1) read.Report(map["confidence"], "confidence is above 0 and at most 1");
        var number = map.TryGetValue("number", out var how) ? read.Choice<FactNumber>(how, "number") ?? FactNumber.None : FactNumber.None;
        var value = read.Text(map.GetValueOrDefault("value"), "value");
        if (value is null && number == FactNumber.None) read.Report(node, "value is missing, and number does not say how to read one");
        var from = read.Texts(map.GetValueOrDefault("from"), "from").ToList();
        foreach (var (code, line) in from)
            if (!codes.Contains(code)) read.Report(line, $"the rule book has no indicator {code}");
        var fact = new DraftFact(kind, value, confidence, number, [.. from.Select(f => f.Text)], ReadExamples(map), (int)node.Start.Line);
        if (map.ContainsKey("phrases")) indicators.Add(ToIndicator(node, map, facts.Count));
        else if (from.Count == 0) read.Report(node, "neither phrases nor from");
        facts.Add(fact);
    }

    // What is done to the victim can lie in the past, and has a doer; what merely is has neither.
    private DraftIndicator ToIndicator(YamlNode node, Dictionary<string, YamlNode> map, int place) => new(
        new Indicator(
            place.ToString(CultureInfo.InvariantCulture), "", read.Flag(map.GetValueOrDefault("act"), "act", absent: false) ? IndicatorGroup.Contact : IndicatorGroup.Context,
            null, [], 0, false, false, false, false, null, (int)node.Start.Line),
        read.Flag(map.GetValueOrDefault("negation"), "negation", absent: true),
        map.TryGetValue("by", out var by) ? read.Choice<Doer>(by, "by") ?? Doer.Anyone : Doer.Anyone,
        phrases.Read(map, "phrases"), phrases.Read(map, "except"), phrases.Read(map, "only_with"), null, null, null, []);

    private ImmutableArray<DraftExample> ReadExamples(Dictionary<string, YamlNode> map)
    {
        var examples = ImmutableArray.CreateBuilder<DraftExample>();
        foreach (var (key, texts) in read.Map(map.GetValueOrDefault("examples"), "examples", ExampleKeys))
        {
            var kind = Enum.Parse<ExampleKind>(key.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
            foreach (var (text, line) in read.Texts(texts, key)) examples.Add(new DraftExample(kind, text, line));
        }

        return examples.ToImmutable();
    }
}
