using System.Collections.Immutable;
using YamlDotNet.RepresentationModel;

namespace CrimeScreeningWorker.Screening.Indicators;

/// <summary>Reads the word lists of a book, and its phrases with the help of the lists.</summary>
/// <param name="known">Lists of another book that this one may use.</param>
internal sealed class BookPhrases(RuleBookYaml read, ImmutableDictionary<string, ImmutableArray<ImmutableArray<Atom>>> known)
{
    private PhraseParser phrases = new(known);

    public ImmutableDictionary<string, ImmutableArray<ImmutableArray<Atom>>> Lists { get; private set; } = known;

    /// <summary>The lists of this book by name, in its order.</summary>
    public List<string> Names { get; } = [];

    public void ReadLists(YamlNode? node)
    {
        foreach (var (name, entries) in read.Map(node, "words", null))
        {
            if (!name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_'))
                read.Report(entries, $"the name of list '{name}' has small letters, digits and _ only");
            var alternatives = new List<ImmutableArray<Atom>>();
            foreach (var (text, line) in read.Texts(entries, $"list '{name}'"))
            {
                try
                {
                    alternatives.AddRange(phrases.ParseListEntry(text));
                }
                catch (FormatException exception)
                {
                    read.Report(line, $"list '{name}': {exception.Message}");
                }
            }

            if (alternatives.Count == 0) read.Report(entries, $"list '{name}' has no entries");
            Lists = Lists.SetItem(name, [.. alternatives]);
            Names.Add(name);
        }

        phrases = new PhraseParser(Lists);
    }

    public ImmutableArray<Phrase> Read(Dictionary<string, YamlNode> map, string key)
    {
        var found = ImmutableArray.CreateBuilder<Phrase>();
        foreach (var (text, line) in read.Texts(map.GetValueOrDefault(key), key))
        {
            try
            {
                found.Add(phrases.Parse(text, line));
            }
            catch (FormatException exception)
            {
                read.Report(line, $"{key}: {exception.Message}");
            }
        }

        if (found.Count == 0 && map.TryGetValue(key, out var empty) && empty is YamlSequenceNode { Children.Count: 0 })
            read.Report(empty, $"{key} is an empty list");
        return found.ToImmutable();
    }
}
