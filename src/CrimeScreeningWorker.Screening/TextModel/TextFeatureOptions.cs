using System.Collections.Immutable;

namespace CrimeScreeningWorker.Screening.TextModel;

/// <summary>What the text model looks at in a narrative. Part of a model: it scores only with the settings it was trained with.</summary>
public sealed record TextFeatureOptions
{
    /// <summary>Longest run of neighbouring words, within a sentence, that is a feature; 1 to 3. Default 3.</summary>
    public int WordOrder { get; init; } = 3;

    /// <summary>Pairs of words with up to this many words between them are features too; 0 to 3, 0 for none. Default 0.</summary>
    public int SkippedWords { get; init; }

    /// <summary>
    /// Words behind a denying one ("no", "denies") whose runs are features of a second kind, "denied", too; up to the end of the
    /// sentence, 0 to 20, 0 for none. Default 6.
    /// </summary>
    public int DeniedWords { get; init; } = 6;

    /// <summary>
    /// Words that are read as one in runs of words, by the name of their class: small letters parted by blanks, a stem ends with *. No word
    /// stands in two classes. Empty for none.
    /// </summary>
    public ImmutableSortedDictionary<string, string> Classes { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Shortest run of characters of a word, its two edges counted as characters; 1 or more. Default 3.</summary>
    public int ShortestCharacters { get; init; } = 3;

    /// <summary>Longest such run; 0 for no character features at all. Default 5.</summary>
    public int LongestCharacters { get; init; } = 5;

    /// <summary>
    /// Groups of training narratives a word feature must stand in, 1 or more. A group is what is written of the same people, so that
    /// their names, which stand in each of their records, are not learnt. Default 2.
    /// </summary>
    public int LeastGroupsForWords { get; init; } = 2;

    /// <summary>The same for a character feature. Default 2.</summary>
    public int LeastGroupsForCharacters { get; init; } = 2;

    /// <summary>Power to which inverse document frequency is raised, 0 to 3: how far rare features weigh above common ones. Default 1.5.</summary>
    public double InverseDocumentFrequencyPower { get; init; } = 1.5;

    /// <summary>Length of the character block against the word block's length of 1; above 0, at most 10. Default 0.7.</summary>
    public double CharacterBlock { get; init; } = 0.7;

    /// <summary>The first setting that is out of range, as a sentence; null when all are in range.</summary>
    internal string? FindFault() => this switch
    {
        { WordOrder: < 1 or > 3 } => $"WordOrder is {WordOrder}, expected 1 to 3.",
        { SkippedWords: < 0 or > 3 } => $"SkippedWords is {SkippedWords}, expected 0 to 3.",
        { DeniedWords: < 0 or > 20 } => $"DeniedWords is {DeniedWords}, expected 0 to 20.",
        { ShortestCharacters: < 1 } => $"ShortestCharacters is {ShortestCharacters}, expected 1 or more.",
        { LongestCharacters: not 0 } when LongestCharacters < ShortestCharacters || LongestCharacters > 10 =>
            $"LongestCharacters is {LongestCharacters}, expected 0 or {ShortestCharacters} to 10.",
        { LeastGroupsForWords: < 1 } or { LeastGroupsForCharacters: < 1 } => "A feature must stand in 1 group of training narratives or more.",
        { InverseDocumentFrequencyPower: not (>= 0 and <= 3) } =>
            $"InverseDocumentFrequencyPower is {InverseDocumentFrequencyPower}, expected 0 to 3.",
        { CharacterBlock: not (> 0 and <= 10) } => $"CharacterBlock is {CharacterBlock}, expected above 0 and at most 10.",
        _ => null,
    };
}
