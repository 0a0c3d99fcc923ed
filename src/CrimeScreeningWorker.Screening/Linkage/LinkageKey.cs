using CrimeScreeningWorker.Screening.Indicators;
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

    /// <summary>The store's word for each <see cref="IdentifierKind"/>, in its order.</summary>
    private static readonly string[] Identifiers =
        ["phone", "email", "handle", "vehicle", "name", "address", "reference", "street", "place", "handle_stem"];

    /// <summary>Most streets and most kinds of conduct of a crime that make keys of place.</summary>
    private const int MostStreets = 2, MostMethods = 4;

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

        if (CrimeReferences.Normalise(crime.Key.CrimeReference) is { } own) AddText(IdentifierKind.Reference, ReferenceIn(force, own));
        foreach (var identifier in reading.Identifiers)
        {
            switch (identifier.Kind)
            {
                case IdentifierKind.Street:
                    break;
                case IdentifierKind.Reference:
                    AddText(IdentifierKind.Reference, ReferenceIn(force, identifier.Value));
                    break;
                case IdentifierKind.Address:
                    // Every town has a 14 Mill Road.
                    AddText(IdentifierKind.Address, $"{force} {crime.District} {identifier.Value}");
                    break;
                default:
                    AddText(identifier.Kind, identifier.Value);
                    break;
            }

            if (identifier.Kind == IdentifierKind.Vehicle) AddPartsOfPlate(identifier.Value);
            if (identifier.Kind == IdentifierKind.Handle && AccountStems.Of(identifier.Value) is { } stem) AddText(IdentifierKind.HandleStem, stem);
        }

        if (suspect is null) AddPlaces();
        return keys;

        void AddText(IdentifierKind kind, string value) => Add(new LinkageKey(Identifiers[(int)kind], "", value));

        void AddPlaces()
        {
            var streets = reading.Identifiers.Where(i => i.Kind == IdentifierKind.Street).Select(i => i.Value).Distinct(StringComparer.Ordinal).Take(MostStreets);
            var methods = reading.Hits.Where(h => h is { Polarity: Polarity.Affirmed, Span: not null }).Select(h => h.Code)
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(MostMethods).ToList();
            foreach (var street in streets)
                foreach (var method in methods) AddText(IdentifierKind.Place, $"{force} {crime.District} {street} {method}");
        }

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

    /// <summary>The key under which every crime of a person stands, in whatever role.</summary>
    public static LinkageKey OfPerson(string force, string nominal) => new(Person, force, Nominal(nominal) ?? "");

    /// <summary>The key under which a crime stands, and every other whose text names its number.</summary>
    /// <param name="normalised">As <see cref="CrimeReferences.Normalise"/> gives it.</param>
    public static LinkageKey OfReference(string force, string normalised) =>
        new(Identifiers[(int)IdentifierKind.Reference], "", ReferenceIn(force, normalised));

    /// <summary>The key of an identifier that means the same in every force.</summary>
    public static LinkageKey OfIdentifier(TextIdentifier identifier) => new(Identifiers[(int)identifier.Kind], "", identifier.Value);

    /// <summary>A crime number as it stands in a key: numbers are a force's own.</summary>
    public static string ReferenceIn(string force, string normalised) => $"{force} {normalised}";

    // Forces type the same reference with blanks and in either case.
    private static string? Nominal(string? id) => string.IsNullOrWhiteSpace(id) ? null : id.Trim().ToUpperInvariant();
}
