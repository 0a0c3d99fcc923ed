using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace CrimeScreeningWorker.Screening.Indicators;

/// <summary>
/// Events of a YAML text that nests no deeper than <see cref="DeepestLevel"/>. What builds nodes from the events calls itself for each level: eighty kilobytes of
/// brackets would otherwise end the process by a full stack, which nothing can catch.
/// </summary>
/// <exception cref="YamlException">From <see cref="MoveNext"/>, at the first level too many.</exception>
internal sealed class ShallowParser(TextReader yaml) : IParser
{
    /// <summary>Levels of the document; a book needs fewer than ten.</summary>
    public const int DeepestLevel = 64;

    private readonly Parser parser = new(yaml);
    private int level;

    public ParsingEvent? Current => parser.Current;

    public bool MoveNext()
    {
        if (!parser.MoveNext()) return false;
        if (parser.Current is not { } current) return true;
        // The stream and the document are themselves counted as a level each.
        level += current.NestingIncrease;
        if (level > DeepestLevel + 2) throw new YamlException(current.Start, current.End, $"more than {DeepestLevel} levels of lists and keys in each other");
        return true;
    }
}
