namespace CrimeScreeningWorker.Screening.Linkage;

/// <content>Joins by what a text names besides numbers and accounts: another crime, a like account, a suspect's name, a house, a street.</content>
public sealed partial class Linker
{
    /// <summary>Kinds of conduct that two unknown suspects must share in one street.</summary>
    private const int LeastMethods = 2;

    /// <param name="sameContact">A number, address, account or registration joins the two already.</param>
    private void AddOtherWords(
        LinkableCrime crime, LinkableCrime candidate, List<TextIdentifier> identifiers, TimeSpan apart, List<Link> links, bool sameContact)
    {
        var sameVictim = IsSame(crime.VictimId, candidate.VictimId);
        var samePlace = Share(IdentifierKind.Address);
        if (Mentions(crime, candidate) || Mentions(candidate, crime))
            Add(LinkBasis.Reference, options.ReferenceStrength, "one record names the crime number of the other");
        if (!Share(IdentifierKind.Handle) && SharedStem() is { } stem)
            Add(LinkBasis.HandleAlike, stem.Length >= AccountStems.Telling ? options.HandleAlikeStrength : options.AlikeStrength, "account names that differ only in digits and signs");
        if (!IsSame(crime.SuspectId, candidate.SuspectId) && Share(IdentifierKind.Name)) AddName();
        if (!sameVictim && samePlace) Add(LinkBasis.SameAddress, options.SameAddressStrength, "same house named");
        if (!sameVictim && apart <= options.MethodLookBack && CountShared(IdentifierKind.Place) >= LeastMethods)
            Add(LinkBasis.MethodAndPlace, options.MethodAndPlaceStrength, "suspects not known, the same conduct in the same street");

        // A name alone is no person: there are many of every name, and it would be read from the text, not from a reference that somebody checked.
        void AddName()
        {
            if (sameVictim) Add(LinkBasis.SameName, options.SameNameStrength, "same victim, a suspect of the same name under another reference");
            else if (sameContact || samePlace) Add(LinkBasis.SameName, options.SameNameStrength, "a suspect of the same name, and a house or contact in common");
            else Add(LinkBasis.SameName, options.NameAloneStrength, "a suspect of the same name");
        }

        string? SharedStem()
        {
            foreach (var mine in identifiers)
                if (mine.Kind == IdentifierKind.HandleStem && Names(candidate, mine)) return mine.Value;
            return null;
        }

        bool Share(IdentifierKind kind) => CountShared(kind) > 0;

        int CountShared(IdentifierKind kind)
        {
            var shared = 0;
            foreach (var mine in identifiers)
                if (mine.Kind == kind && Names(candidate, mine)) shared++;
            return shared;
        }

        void Add(LinkBasis basis, double strength, string by) => links.Add(new Link(crime.Key, candidate.Key, basis, Math.Round(strength, StrengthDigits), by));
    }

    private static bool Mentions(LinkableCrime crime, LinkableCrime other)
    {
        if (crime.Key.ForceCode != other.Key.ForceCode || CrimeReferences.Normalise(other.Key.CrimeReference) is not { } reference) return false;
        var wanted = LinkageKey.ReferenceIn(other.Key.ForceCode, reference);
        foreach (var named in crime.Identifiers)
            if (named.Kind == IdentifierKind.Reference && named.Value == wanted) return true;
        return false;
    }
}
