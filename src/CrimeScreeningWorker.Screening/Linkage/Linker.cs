namespace CrimeScreeningWorker.Screening.Linkage;

/// <summary>Says which crimes belong together, by what, and how strongly.</summary>
/// <remarks>
/// Plain functions of their input. References of people are a force's own, so they join crimes of one force; identifiers
/// join across forces. Seen from the other crime, each link is the same with the two keys exchanged.
/// </remarks>
public sealed partial class Linker(LinkageOptions options)
{
    private const int StrengthDigits = 4;
    private static readonly IdentifierKind[] Kinds = [IdentifierKind.Phone, IdentifierKind.Email, IdentifierKind.Handle, IdentifierKind.Vehicle];

    /// <summary>Every basis that joins <paramref name="crime"/> to each of <paramref name="candidates"/>.</summary>
    /// <param name="candidates">Any crimes, in any order; the crime itself among them is passed over.</param>
    /// <param name="sharers">
    /// How many crimes the store holds that name an identifier, to tell a person's number from a switchboard's. Without it the
    /// candidates are counted.
    /// </param>
    /// <returns>Strongest first, then by the other crime's key, then by basis.</returns>
    /// <exception cref="ArgumentNullException">An argument is null, but for <paramref name="sharers"/>.</exception>
    public IReadOnlyList<Link> Link(LinkableCrime crime, IReadOnlyList<LinkableCrime> candidates, Func<IdentifierKind, string, int>? sharers = null)
    {
        ArgumentNullException.ThrowIfNull(crime);
        ArgumentNullException.ThrowIfNull(candidates);
        var identifiers = Joining(crime, candidates, sharers);
        var links = new List<Link>();
        foreach (var candidate in candidates)
        {
            if (candidate.Key == crime.Key) continue;
            var apart = (crime.RecordedAt - candidate.RecordedAt).Duration();
            if (crime.Key.ForceCode == candidate.Key.ForceCode) AddPeople(crime, candidate, apart, links);
            if (apart > options.LookBack) continue;
            var first = links.Count;
            AddIdentifiers(crime, candidate, identifiers, links);
            AddOtherWords(crime, candidate, identifiers, apart, links, sameContact: links.Count > first);
        }

        links.Sort(static (a, b) =>
            b.Strength.CompareTo(a.Strength) is var byStrength and not 0 ? byStrength
            : a.Other.CompareTo(b.Other) is var byKey and not 0 ? byKey
            : a.Basis.CompareTo(b.Basis));
        return links;
    }

    private void AddPeople(LinkableCrime a, LinkableCrime b, TimeSpan apart, List<Link> links)
    {
        var sameVictim = IsSame(a.VictimId, b.VictimId);
        var sameSuspect = IsSame(a.SuspectId, b.SuspectId);
        if (sameVictim && sameSuspect)
        {
            if (apart <= options.PairLookBack) Add(LinkBasis.SamePair, options.SamePairStrength, "same victim and suspect");
            return;
        }

        if (apart > options.LookBack) return;
        if (IsSame(a.VictimId, b.SuspectId) || IsSame(a.SuspectId, b.VictimId)) AddCounterAllegation();
        if (sameSuspect)
        {
            var victimKnown = IsKnown(a.VictimId) && IsKnown(b.VictimId);
            Add(LinkBasis.SameSuspect, options.SameSuspectStrength, victimKnown ? "same suspect, another victim" : "same suspect, victim not recorded");
        }
        else if (sameVictim && IsKnown(a.SuspectId) && IsKnown(b.SuspectId))
        {
            Add(LinkBasis.SameVictim, options.SameVictimStrength, "same victim, another suspect");
        }
        else if (sameVictim)
        {
            var left = options.SuspectUnknownStrength * Math.Pow(0.5, apart / options.LookBack);
            Add(LinkBasis.SameVictimSuspectUnknown, left, "same victim, suspect not known");
        }

        // Both roles exchanged; or one seen exchanged and the other not recorded, which may be the same quarrel. With a third
        // person in the other role it is another matter.
        void AddCounterAllegation()
        {
            var victimIsSuspect = IsSame(a.VictimId, b.SuspectId);
            var suspectIsVictim = IsSame(a.SuspectId, b.VictimId);
            if (victimIsSuspect && suspectIsVictim)
            {
                Add(LinkBasis.CounterAllegation, options.CounterAllegationStrength, "victim and suspect with roles exchanged");
            }
            else if (victimIsSuspect ? !IsKnown(a.SuspectId) || !IsKnown(b.VictimId) : !IsKnown(a.VictimId) || !IsKnown(b.SuspectId))
            {
                Add(LinkBasis.CounterAllegation, Math.Min(options.AlikeStrength, options.CounterAllegationStrength), "victim of one is suspect of the other");
            }
        }

        void Add(LinkBasis basis, double strength, string by) => links.Add(new Link(a.Key, b.Key, basis, Math.Round(strength, StrengthDigits), by));
    }

    private void AddIdentifiers(LinkableCrime crime, LinkableCrime candidate, List<TextIdentifier> identifiers, List<Link> links)
    {
        Span<double> strongest = stackalloc double[Kinds.Length];
        strongest.Clear();
        foreach (var mine in identifiers)
        {
            foreach (var other in candidate.Identifiers)
            {
                if (mine.Kind != other.Kind || mine.Kind > IdentifierKind.Vehicle) continue;
                ref var strength = ref strongest[(int)mine.Kind];
                strength = Math.Max(strength, StrengthOf(mine, other));
            }
        }

        foreach (var kind in Kinds)
        {
            var strength = strongest[(int)kind];
            if (strength > 0) links.Add(new Link(crime.Key, candidate.Key, BasisOf(kind), Math.Round(strength, StrengthDigits), WordsFor(kind, strength)));
        }
    }

    private double StrengthOf(in TextIdentifier a, in TextIdentifier b)
    {
        var equal = a.Value == b.Value;
        if (a.Kind != IdentifierKind.Vehicle) return equal ? options.ContactStrength : 0;
        var partOfA = Registrations.IsPart(a.Value);
        var partOfB = Registrations.IsPart(b.Value);
        if (equal) return partOfA ? options.AlikeStrength : options.VehicleStrength;
        if (partOfA == partOfB) return 0;
        return partOfA ? Fitting(a.Value, b.Value) : Fitting(b.Value, a.Value);
    }

    // Six of seven characters leave some twenty cars in the country, four leave a great many.
    private double Fitting(string part, string whole)
    {
        if (!Registrations.Fits(part, whole)) return 0;
        return Registrations.Known(part) >= 6 ? Math.Max(options.AlikeStrength, options.VehicleStrength - 0.1) : options.AlikeStrength;
    }

    private string WordsFor(IdentifierKind kind, double strength) => kind switch
    {
        IdentifierKind.Phone => "same telephone number",
        IdentifierKind.Email => "same e-mail address",
        IdentifierKind.Handle => "same account name",
        _ => strength >= options.VehicleStrength ? "same registration" : "part of a registration that fits",
    };

    private static LinkBasis BasisOf(IdentifierKind kind) => kind switch
    {
        IdentifierKind.Phone => LinkBasis.Phone,
        IdentifierKind.Email => LinkBasis.Email,
        IdentifierKind.Handle => LinkBasis.Handle,
        _ => LinkBasis.Vehicle,
    };

    private List<TextIdentifier> Joining(LinkableCrime crime, IReadOnlyList<LinkableCrime> candidates, Func<IdentifierKind, string, int>? sharers)
    {
        var joining = new List<TextIdentifier>(crime.Identifiers.Count);
        foreach (var identifier in crime.Identifiers.DistinctBy(identifier => (identifier.Kind, identifier.Value)))
        {
            var count = sharers?.Invoke(identifier.Kind, identifier.Value) ?? 1 + candidates.Count(other => other.Key != crime.Key && Names(other, identifier));
            if (count <= options.MaxSharers) joining.Add(identifier);
        }

        return joining;
    }

    private static bool Names(LinkableCrime crime, TextIdentifier identifier)
    {
        foreach (var named in crime.Identifiers)
            if (named.Kind == identifier.Kind && named.Value == identifier.Value) return true;
        return false;
    }

    private static bool IsKnown(string? id) => !string.IsNullOrWhiteSpace(id);

    private static bool IsSame(string? a, string? b) => IsKnown(a) && IsKnown(b) && a.AsSpan().Trim().Equals(b.AsSpan().Trim(), StringComparison.OrdinalIgnoreCase);
}
