using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Linkage;

/// <summary>Something two crimes can share that makes it worth asking the linker whether they belong together.</summary>
/// <param name="Kind">What it is; the store's word for it.</param>
/// <param name="Scope">The force whose nominal it is; empty for an identifier, which means the same in every force.</param>
internal readonly record struct LinkageKey(string Kind, string Scope, string Value)
{
    private const string Victim = "victim", Suspect = "suspect", Pair = "pair";

    private static readonly string[] Identifiers = ["phone", "email", "handle", "vehicle"];

    public bool IsNominal => Kind is Victim or Suspect or Pair;

    /// <summary>Null for a nominal.</summary>
    public TextIdentifier? Identifier =>
        Array.IndexOf(Identifiers, Kind) is >= 0 and var kind ? new TextIdentifier((IdentifierKind)kind, Value, default) : null;

    /// <summary>The keys of a crime, each once: its victim, its suspect, the two of them in either role, and what its text names.</summary>
    public static IReadOnlyList<LinkageKey> Of(Crime crime, CrimeReading reading)
    {
        var keys = new List<LinkageKey>(4);
        var force = crime.Key.ForceCode;
        if (crime.VictimId is { } victim) keys.Add(new LinkageKey(Victim, force, victim));
        if (crime.SuspectId is { } suspect) keys.Add(new LinkageKey(Suspect, force, suspect));
        if (crime is { VictimId: { } one, SuspectId: { } other })
        {
            // The same for both directions of a counter-allegation. Two pairs that read alike are only asked about in vain.
            keys.Add(new LinkageKey(Pair, force, string.CompareOrdinal(one, other) <= 0 ? $"{one}|{other}" : $"{other}|{one}"));
        }

        foreach (var identifier in reading.Identifiers)
        {
            var key = new LinkageKey(Identifiers[(int)identifier.Kind], "", identifier.Value);
            if (!keys.Contains(key)) keys.Add(key);
        }

        return keys;
    }
}
