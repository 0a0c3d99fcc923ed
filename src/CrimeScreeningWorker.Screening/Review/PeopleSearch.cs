using System.Data.Common;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Storage;
using Dapper;

namespace CrimeScreeningWorker.Screening.Review;

/// <summary>By what a search found a crime.</summary>
public enum FoundBy
{
    Reference,

    /// <summary>Its text names the crime number that was asked for.</summary>
    ReferenceInText,

    Victim,
    Suspect,
    Phone,
    Email,
    Account,
    Vehicle,
}

/// <summary>A crime that a search found. It says nothing of the machine's opinion: the item may lie blind in somebody's list.</summary>
/// <param name="Status">Null for a crime that is history alone and in nobody's list.</param>
/// <param name="Stalking">What a person decided; null: nobody has.</param>
/// <param name="By">Each once.</param>
public sealed record FoundCrime(
    CrimeKey Key,
    string HomeOfficeClass,
    string OffenceTitle,
    DateTimeOffset RecordedAt,
    string? District,
    ReviewStatus? Status,
    StalkingAnswer? Stalking,
    IReadOnlyList<FoundBy> By);

/// <summary>What a search found, the newest crime first.</summary>
/// <param name="IsCut">There are more than are given.</param>
public sealed record PeopleSearchResult(IReadOnlyList<FoundCrime> Crimes, bool IsCut);

/// <summary>
/// Finds the crimes of a person or a thing: by crime number, nominal, or by a telephone number, address, account or registration that the texts name,
/// in any way of typing it. Looks keys up and reads no text, so that its cost does not grow with the history.
/// </summary>
/// <exception cref="StoreException">Every member: the store cannot be used.</exception>
public sealed class PeopleSearch(ScreeningDatabase database, IdentifierExtractor extractor)
{
    /// <summary>Shortest and longest words that are looked for.</summary>
    public const int Shortest = 2, Longest = 100;

    /// <summary>Most crimes that a search gives.</summary>
    public const int Most = 100;

    /// <param name="words">As typed; they go to the store alone, never into a log or a message.</param>
    /// <param name="reader">Finds crimes of the own forces alone.</param>
    /// <exception cref="ArgumentException">The words are shorter or longer than can be looked for.</exception>
    public async Task<PeopleSearchResult> FindAsync(string words, Reviewer reader, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(reader);
        var wanted = words.Trim();
        if (wanted.Length is < Shortest or > Longest) throw new ArgumentException($"Between {Shortest} and {Longest} characters can be looked for.", nameof(words));
        try
        {
            await using var session = await database.OpenAsync(cancellationToken);
            session.BeginSnapshot();
            var found = new Dictionary<long, List<FoundBy>>();
            foreach (var force in await ReadForcesAsync(session, reader, cancellationToken))
            {
                Add(found, await FindByNumberAsync(session, force, wanted, cancellationToken), FoundBy.Reference);
                if (CrimeReferences.Normalise(wanted) is { } number)
                    Add(found, await FindByKeyAsync(session, LinkageKey.OfReference(force, number), cancellationToken), FoundBy.ReferenceInText);
                Add(found, await FindByKeyAsync(session, LinkageKey.OfPerson(force, wanted), cancellationToken), FoundBy.Suspect);
            }

            foreach (var (identifier, by) in IdentifiersOf(wanted))
                Add(found, await FindByKeyAsync(session, LinkageKey.OfIdentifier(identifier), cancellationToken), by);
            var crimes = (await ReadCrimesAsync(session, found, wanted, cancellationToken)).Where(crime => reader.MaySee(crime.Key))
                .OrderByDescending(crime => crime.RecordedAt).ThenBy(crime => crime.Key).ToList();
            return new PeopleSearchResult(crimes.Count > Most ? crimes[..Most] : crimes, crimes.Count > Most);
        }
        catch (DbException e)
        {
            throw e.ToStoreException(database.Location);
        }
    }

    private IEnumerable<(TextIdentifier Identifier, FoundBy By)> IdentifiersOf(string wanted)
    {
        var found = extractor.Extract(wanted).Select(identifier => (identifier, By: ByOf(identifier.Kind))).Where(one => one.By is not null)
            .Select(one => (one.identifier, one.By!.Value)).ToList();
        // A single word that announces nothing may be an account all the same: who types it here knows that.
        if (found.Count == 0 && !wanted.Any(char.IsWhiteSpace)) found.Add((new TextIdentifier(IdentifierKind.Handle, wanted.TrimStart('@').ToLowerInvariant(), default), FoundBy.Account));
        return found;
    }

    private static FoundBy? ByOf(IdentifierKind kind) => kind switch
    {
        IdentifierKind.Phone => FoundBy.Phone,
        IdentifierKind.Email => FoundBy.Email,
        IdentifierKind.Handle => FoundBy.Account,
        IdentifierKind.Vehicle => FoundBy.Vehicle,
        _ => null,
    };

    private static void Add(Dictionary<long, List<FoundBy>> found, IEnumerable<long> ids, FoundBy by)
    {
        foreach (var id in ids)
        {
            if (!found.TryGetValue(id, out var all)) found.Add(id, all = []);
            if (!all.Contains(by)) all.Add(by);
        }
    }

    // From force to force by the index: the number of crimes between two does not count.
    private static async Task<IEnumerable<string>> ReadForcesAsync(StoreSession session, Reviewer reader, CancellationToken cancellationToken)
    {
        if (reader.Forces.Length > 0) return reader.Forces;
        const string sql = """
            with recursive force (code) as (
                select min(force_code) from crime
                union all
                select (select min(c.force_code) from crime as c where c.force_code > f.code) from force as f where f.code is not null)
            select code from force where code is not null
            """;
        return await session.Connection.QueryAsync<string>(new CommandDefinition(sql, null, session.Transaction, cancellationToken: cancellationToken));
    }

    private static Task<IEnumerable<long>> FindByNumberAsync(StoreSession session, string force, string number, CancellationToken cancellationToken) =>
        session.Connection.QueryAsync<long>(new CommandDefinition(
            "select id from crime where force_code = @force and (crime_reference = @number or crime_reference = @capitals)",
            new { force, number, capitals = number.ToUpperInvariant() },
            session.Transaction,
            cancellationToken: cancellationToken));

    private static Task<IEnumerable<long>> FindByKeyAsync(StoreSession session, LinkageKey key, CancellationToken cancellationToken) =>
        session.Connection.QueryAsync<long>(new CommandDefinition(
            """
            select   crime_id
            from     linkage_key
            where    kind = @Kind and scope = @Scope and value = @Value
            order by recorded_at desc, crime_reference desc, crime_id desc
            limit    @most
            """,
            new { key.Kind, key.Scope, key.Value, most = Most + 1 },
            session.Transaction,
            cancellationToken: cancellationToken));

    private static async Task<IEnumerable<FoundCrime>> ReadCrimesAsync(
        StoreSession session, Dictionary<long, List<FoundBy>> found, string wanted, CancellationToken cancellationToken)
    {
        const string sql = """
            select c.id, c.force_code as ForceCode, c.crime_reference as CrimeReference, c.home_office_class as HomeOfficeClass,
                   c.offence_title as OffenceTitle, c.recorded_at as RecordedAt, c.recorded_offset as RecordedOffset, c.district,
                   c.victim_id as VictimId, i.status, i.stalking
            from   json_each(@ids) as k
            cross  join crime as c
            left   join review_item as i on i.force_code = c.force_code and i.crime_reference = c.crime_reference
            where  c.id = k.value
            """;
        var rows = await session.Connection.QueryAsync<CrimeRow>(new CommandDefinition(
            sql, new { ids = StoreJson.Ids(found.Keys) }, session.Transaction, cancellationToken: cancellationToken));
        return rows.Select(row => new FoundCrime(
            new CrimeKey(row.ForceCode, row.CrimeReference), row.HomeOfficeClass, row.OffenceTitle,
            StoreTime.Parse(row.RecordedAt, row.RecordedOffset), row.District,
            row.Status is null ? null : Enum.Parse<ReviewStatus>(row.Status, ignoreCase: true),
            row.Stalking is null ? null : Enum.Parse<StalkingAnswer>(row.Stalking, ignoreCase: true),
            By(row)));

        // The key of a nominal does not say in which role the person is named, nor that of a number whether the crime bears it.
        IReadOnlyList<FoundBy> By(CrimeRow row)
        {
            var by = found[row.Id].Select(one => one == FoundBy.Suspect && SameNominal(row.VictimId, wanted) ? FoundBy.Victim : one).Order().ToList();
            if (by.Contains(FoundBy.ReferenceInText) && CrimeReferences.Normalise(row.CrimeReference) == CrimeReferences.Normalise(wanted))
            {
                by.Remove(FoundBy.ReferenceInText);
                if (!by.Contains(FoundBy.Reference)) by.Insert(0, FoundBy.Reference);
            }

            return by;
        }
    }

    private static bool SameNominal(string? nominal, string wanted) => string.Equals(nominal?.Trim(), wanted, StringComparison.OrdinalIgnoreCase);

    private sealed class CrimeRow
    {
        public long Id { get; init; }
        public string ForceCode { get; init; } = "";
        public string CrimeReference { get; init; } = "";
        public string HomeOfficeClass { get; init; } = "";
        public string OffenceTitle { get; init; } = "";
        public string RecordedAt { get; init; } = "";
        public long RecordedOffset { get; init; }
        public string? District { get; init; }
        public string? VictimId { get; init; }
        public string? Status { get; init; }
        public string? Stalking { get; init; }
    }
}
