using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Linkage;
using YamlDotNet.RepresentationModel;

namespace CrimeScreeningWorker.Screening.Indicators;

/// <summary>Reads the text of a rule book; notes every error it meets and goes on, so that an author sees all of them at once.</summary>
internal sealed class RuleBookParser
{
    private const string Format = "1";
    private static readonly string[] BookKeys = ["title", "format", "words", "misspelt", "cues", "doers", "indicators"];
    private static readonly string[] CueKeys = ["affirmed", "denied", "hypothetical", "someone_else", "past", "ends", "carries"];
    private static readonly string[] CueParts = ["before", "after", "except", "answer", "ends"];
    private static readonly string[] DoerKeys = ["suspect", "others", "acts", "acts_on"];
    private static readonly string[] FieldKeys = ["relationship", "class", "included", "orders", "flags", "risk"];
    private static readonly string[] HistoryKeys = ["basis", "at_least", "within_days"];
    private static readonly string[] ExampleKeys = ["hits", "misses", "denied", "hypothetical", "someone_else", "past"];

    private static readonly string[] IndicatorKeys =
    [
        "code", "title", "group", "behaviour", "four", "weight", "high_risk", "grave", "online", "breach", "daily_life", "negation", "by", "note",
        "phrases", "except", "only_with", "when", "fields", "history", "examples",
    ];

    private readonly RuleBookYaml read;
    private readonly BookPhrases phrases;

    public RuleBookParser(string file)
    {
        read = new RuleBookYaml(file);
        phrases = new BookPhrases(read, ImmutableDictionary<string, ImmutableArray<ImmutableArray<Atom>>>.Empty);
    }

    /// <exception cref="RuleBookException">The text is not a rule book; all errors of form are listed.</exception>
    public RuleBookDraft Parse(string yaml)
    {
        var root = read.Open(yaml);
        var book = read.Map(root, "the book", BookKeys);
        var title = Required(root, book, "title");
        var format = Required(root, book, "format");
        if (format is not null && format != Format) read.Report(book["format"], $"format {format} is not known here; this program reads format {Format}");
        phrases.ReadLists(book.GetValueOrDefault("words"));
        var misspelt = ReadMisspelt(book.GetValueOrDefault("misspelt"));
        var cueMap = read.Map(book.GetValueOrDefault("cues"), "cues", CueKeys);
        var cues = ReadCues(cueMap);
        var (ends, carries) = (Phrases(cueMap, "ends"), Phrases(cueMap, "carries"));
        var doers = ReadDoers(book.GetValueOrDefault("doers"));
        var indicators = ReadIndicators(root, book.GetValueOrDefault("indicators"));
        if (read.Errors.Count > 0) throw new RuleBookException([.. read.Errors.OrderBy(error => error.Line)]);
        return new RuleBookDraft(title!, phrases.Lists, cues, doers, ends, carries, misspelt, indicators) { ListNames = [.. phrases.Names] };
    }

    private ImmutableArray<string> ReadMisspelt(YamlNode? node)
    {
        var words = ImmutableArray.CreateBuilder<string>();
        foreach (var (text, line) in read.Texts(node, "misspelt"))
        {
            if (text.Length < Misspellings.Shortest || !text.All(char.IsAsciiLetterLower))
                read.Report(line, $"misspelt: '{text}' is not one word of {Misspellings.Shortest} small letters or more");
            words.Add(text);
        }

        return words.ToImmutable();
    }

    // In the order in which they are tried.
    private ImmutableArray<DraftCue> ReadCues(Dictionary<string, YamlNode> map)
    {
        var cues = ImmutableArray.CreateBuilder<DraftCue>();
        foreach (var (name, polarity) in new[]
                 {
                     ("affirmed", Polarity.Affirmed), ("denied", Polarity.Denied), ("hypothetical", Polarity.Hypothetical),
                     ("someone_else", Polarity.SomeoneElse), ("past", Polarity.Past),
                 })
        {
            var parts = read.Map(map.GetValueOrDefault(name), $"cues {name}", CueParts);
            cues.Add(new DraftCue(
                polarity, Phrases(parts, "before"), Phrases(parts, "after"), Phrases(parts, "except"), Phrases(parts, "answer"), Phrases(parts, "ends")));
        }

        return cues.ToImmutable();
    }

    private DraftDoers ReadDoers(YamlNode? node)
    {
        var map = read.Map(node, "doers", DoerKeys);
        return new DraftDoers(Phrases(map, "suspect"), Phrases(map, "others"), Phrases(map, "acts"), Phrases(map, "acts_on"));
    }

    private ImmutableArray<DraftIndicator> ReadIndicators(YamlNode? root, YamlNode? node)
    {
        var indicators = ImmutableArray.CreateBuilder<DraftIndicator>();
        var codes = new Dictionary<string, int>(StringComparer.Ordinal);
        if (node is null && root is not null) read.Report(root, "the book has no indicators");
        foreach (var item in read.List(node, "indicators"))
        {
            if (ReadIndicator(item) is not { } draft) continue;
            if (codes.TryGetValue(draft.Indicator.Code, out var line)) read.Report(item, $"code is used already on line {line}");
            else codes.Add(draft.Indicator.Code, draft.Indicator.Line);
            indicators.Add(draft);
        }

        read.Code = null;
        return indicators.ToImmutable();
    }

    private DraftIndicator? ReadIndicator(YamlNode node)
    {
        read.Code = null;
        var map = read.Map(node, "an indicator", null);
        read.Code = (map.GetValueOrDefault("code") as YamlScalarNode)?.Value;
        read.Map(node, "the indicator", IndicatorKeys);
        var code = Required(node, map, "code");
        if (code is not null && !code.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_'))
            read.Report(map["code"], $"code '{code}' has capital letters, digits and _ only");
        var title = Required(node, map, "title");
        var group = Required(node, map, "group") is null ? null : read.Choice<IndicatorGroup>(map["group"], "group");
        var weight = Required(node, map, "weight") is null ? null : read.Number(map["weight"], "weight");
        var indicator = new Indicator(
            code ?? "",
            title ?? "",
            group ?? IndicatorGroup.Context,
            ReadBehaviour(map.GetValueOrDefault("behaviour")),
            ReadFour(map.GetValueOrDefault("four")),
            weight ?? 0,
            read.Flag(map.GetValueOrDefault("high_risk"), "high_risk", absent: false),
            read.Flag(map.GetValueOrDefault("online"), "online", absent: false),
            read.Flag(map.GetValueOrDefault("breach"), "breach", absent: false),
            read.Flag(map.GetValueOrDefault("daily_life"), "daily_life", absent: false),
            read.Text(map.GetValueOrDefault("note"), "note"),
            (int)node.Start.Line)
        {
            Grave = read.Flag(map.GetValueOrDefault("grave"), "grave", absent: false),
        };
        if (indicator is { Grave: true, HighRisk: false }) read.Report(map["grave"], "grave is for an indicator of high risk");
        var draft = new DraftIndicator(
            indicator,
            read.Flag(map.GetValueOrDefault("negation"), "negation", absent: true),
            map.TryGetValue("by", out var by) ? read.Choice<Doer>(by, "by") ?? Doer.Anyone : DoerOf(indicator.Group),
            Phrases(map, "phrases"),
            Phrases(map, "except"),
            Phrases(map, "only_with"),
            ReadFields(map.GetValueOrDefault("when"), "when"),
            ReadFields(map.GetValueOrDefault("fields"), "fields"),
            ReadHistory(map.GetValueOrDefault("history")),
            ReadExamples(map.GetValueOrDefault("examples")));
        if (!map.ContainsKey("phrases") && draft.Fields is null && draft.History is null)
            read.Report(node, "no phrases, and neither fields nor history in their place");
        return code is null ? null : draft;
    }

    private static Doer DoerOf(IndicatorGroup group) => group switch
    {
        IndicatorGroup.Behaviour or IndicatorGroup.Contact or IndicatorGroup.Risk => Doer.Suspect,
        IndicatorGroup.Effect => Doer.Victim,
        _ => Doer.Anyone,
    };

    private string? Required(YamlNode? parent, Dictionary<string, YamlNode> map, string key)
    {
        if (map.TryGetValue(key, out var node)) return read.Text(node, key);
        if (parent is not null) read.Report(parent, $"{key} is missing");
        return null;
    }

    private string? ReadBehaviour(YamlNode? node)
    {
        if (read.Text(node, "behaviour") is not { } text) return null;
        if (text is not ("B1" or "B2" or "B3" or "B4" or "B5" or "B6" or "B7")) read.Report(node!, $"behaviour is B1 to B7, not '{text}'");
        return text;
    }

    private ImmutableArray<char> ReadFour(YamlNode? node)
    {
        var letters = ImmutableArray.CreateBuilder<char>();
        foreach (var (text, line) in read.Texts(node, "four"))
        {
            if (text is "F" or "O" or "U" or "R") letters.Add(text[0]);
            else read.Report(line, $"four has the letters F, O, U and R, not '{text}'");
        }

        return letters.ToImmutable();
    }

    private ImmutableArray<Phrase> Phrases(Dictionary<string, YamlNode> map, string key) => phrases.Read(map, key);

    private FieldCondition? ReadFields(YamlNode? node, string what)
    {
        if (node is null) return null;
        var tests = ImmutableArray.CreateBuilder<FieldTest>();
        foreach (var (name, value) in read.Map(node, what, FieldKeys))
        {
            var field = Enum.Parse<CrimeField>(name, ignoreCase: true);
            var alone = value is YamlScalarNode { Value: "any" or "none" } scalar ? scalar.Value : null;
            var values = alone is null ? read.Texts(value, $"{what} {name}").Select(entry => entry.Text) : [];
            tests.Add(new FieldTest(field, alone == "any", alone == "none", [.. values]));
        }

        if (node is YamlMappingNode { Children.Count: 0 }) read.Report(node, $"{what} asks for nothing");
        return new FieldCondition(tests.ToImmutable());
    }

    private HistoryCondition? ReadHistory(YamlNode? node)
    {
        if (node is null) return null;
        var map = read.Map(node, "history", HistoryKeys);
        var basis = read.List(map.GetValueOrDefault("basis"), "basis").Select(item => read.Choice<LinkBasis>(item, "basis"));
        var days = read.Count(map.GetValueOrDefault("within_days"), "within_days", 1);
        return new HistoryCondition(
            [.. basis.OfType<LinkBasis>()],
            read.Count(map.GetValueOrDefault("at_least"), "at_least", 1) ?? 1,
            days is null ? null : TimeSpan.FromDays(days.Value));
    }

    private ImmutableArray<DraftExample> ReadExamples(YamlNode? node)
    {
        var examples = ImmutableArray.CreateBuilder<DraftExample>();
        foreach (var (key, texts) in read.Map(node, "examples", ExampleKeys))
        {
            var kind = Enum.Parse<ExampleKind>(key.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
            foreach (var (text, line) in read.Texts(texts, key)) examples.Add(new DraftExample(kind, text, line));
        }

        return examples.ToImmutable();
    }
}
