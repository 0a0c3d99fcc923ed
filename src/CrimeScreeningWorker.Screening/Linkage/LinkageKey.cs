using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Linkage;

/// <summary>Something two crimes can share that makes it worth asking the linker whether they belong together.</summary>
/// <param name="Kind">What it is; the store's word for it.</param>
/// <param name="Scope">The force whose nominal it is; empty for an identifier, which means the same in every force.</param>
internal readonly record struct LinkageKey(string Kind, string Scope, string Value)
{
    private const string Person = "person", Pair = "pair", Plate = "plate";

    private static readonly string[] Identifiers = ["phone", "email", "handle", "vehicle"];

    /// <summary>By which the newest crimes are joined, however many there are; by the others too many sharers join none.</summary>
    public bool IsOfPeople => Kind is Person or Pair;

    /// <summary>Null when it stands for something else than an identifier of the text.</summary>
    public TextIdentifier? Identifier =>
        Array.IndexOf(Identifiers, Kind) is >= 0 and var kind ? new TextIdentifier((IdentifierKind)kind, Value, default) : null;

    /// <summary>The keys of a crime, each once: its people in any role, the two of them together, and what its text names.</summary>
    public static IReadOnlyList<LinkageKey> Of(Crime crime, CrimeReading reading)
    {
        var keys = new List<LinkageKey>(4);
        var force = crime.Key.ForceCode;
        var (victim, suspect) = (Nominal(crime.VictimId), Nominal(crime.SuspectId));
        if (victim is not null) keys.Add(new LinkageKey(Person, force, victim));
        if (suspect is not null && suspect != victim) keys.Add(new LinkageKey(Person, force, suspect));
        if (victim is not null && suspect is not null)
        {
            // A person with more crimes than are joined must not lose those with the same other person. The key is the same for both
            // directions of a counter-allegation; two pairs that read alike are only asked about in vain.
            keys.Add(new LinkageKey(Pair, force, string.CompareOrdinal(victim, suspect) <= 0 ? $"{victim}|{suspect}" : $"{suspect}|{victim}"));
        }

        foreach (var identifier in reading.Identifiers)
        {
            Add(new LinkageKey(Identifiers[(int)identifier.Kind], "", identifier.Value));
            if (identifier.Kind == IdentifierKind.Vehicle) AddPartsOfPlate(identifier.Value);
        }

        return keys;

        void Add(LinkageKey key)
        {
            if (!keys.Contains(key)) keys.Add(key);
        }

        // A part of a registration has to meet the whole ones it may belong to: by the first four characters or the last three.
        // A registration too many crimes name makes its parts as common, so that it does not join by them either.
        void AddPartsOfPlate(string plate)
        {
            if (plate.Length >= 4 && !plate.AsSpan(0, 4).ContainsAny('*', '?')) Add(new LinkageKey(Plate, "", plate[..4] + "*"));
            if (plate.Length >= 4 && !plate.AsSpan(plate.Length - 3).ContainsAny('*', '?')) Add(new LinkageKey(Plate, "", "*" + plate[^3..]));
        }
    }

    // Forces type the same reference with blanks and in either case.
    private static string? Nominal(string? id) => string.IsNullOrWhiteSpace(id) ? null : id.Trim().ToUpperInvariant();
}
