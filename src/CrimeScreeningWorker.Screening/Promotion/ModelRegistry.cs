using System.Data.Common;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.TextModel;
using Dapper;

namespace CrimeScreeningWorker.Screening.Promotion;

/// <summary>The models of a store, and which of them is or was live.</summary>
/// <exception cref="StoreException">Every member: the store cannot be used.</exception>
public sealed class ModelRegistry(ScreeningDatabase database)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Keeps a model in the store, byte for byte.</summary>
    /// <returns>False: it is there already, and nothing was written.</returns>
    public Task<bool> AddAsync(LoadedTextModel model, string person, string note, DateTimeOffset at, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrWhiteSpace(person);
        return WriteAsync(session => AddAsync(session, model, person, note, at), cancellationToken);
    }

    /// <summary>The models that are kept, in the order in which they came.</summary>
    public Task<IReadOnlyList<RegisteredModel>> ReadAsync(CancellationToken cancellationToken) => ReadAsync<IReadOnlyList<RegisteredModel>>(
        async session =>
        [
            .. (await session.Connection.QueryAsync<ModelRow>(
                "select version, added_by as AddedBy, note, added_at as AddedAt from model order by added_at, version"))
                .Select(row => new RegisteredModel(row.Version, row.AddedBy, row.Note, StoreTime.Parse(row.AddedAt))),
        ],
        cancellationToken);

    /// <summary>What became of them, oldest first.</summary>
    public Task<IReadOnlyList<ModelEvent>> ReadEventsAsync(CancellationToken cancellationToken) =>
        ReadAsync(EventsAsync, cancellationToken);

    /// <summary>The model that was live at a moment.</summary>
    /// <param name="at">Null: now.</param>
    /// <returns>Null: none had been promoted, and what was configured was live.</returns>
    public Task<string?> FindLiveAsync(DateTimeOffset? at, CancellationToken cancellationToken) => ReadAsync(
        session => session.Connection.QuerySingleOrDefaultAsync<string?>(
            """
            select   version
            from     model_event
            where    kind <> 'refused' and (@at is null or at <= @at)
            order by at desc, id desc
            limit    1
            """,
            new { at = at is { } moment ? StoreTime.ToText(moment) : null }),
        cancellationToken);

    /// <summary>Reads a model and checks every byte of it.</summary>
    /// <exception cref="ModelException">It is not there, or is not what was brought in, or this program cannot use it.</exception>
    public Task<LoadedTextModel> LoadAsync(string version, CancellationToken cancellationToken) => ReadAsync(
        async session =>
        {
            var manifest = await session.Connection.QuerySingleOrDefaultAsync<string?>("select manifest from model where version = @version", new { version })
                ?? throw new ModelException($"The store has no model {version}: see models list.");
            var files = (await session.Connection.QueryAsync<(string Name, byte[] Content)>(
                "select name, content from model_file where version = @version", new { version })).ToDictionary(file => file.Name, file => file.Content, StringComparer.Ordinal);
            var place = $"the model {version} of the store";
            var model = TextModelFolder.Load(
                name => name == TextModelFolder.ManifestFile
                    ? Encoding.UTF8.GetBytes(manifest)
                    : files.GetValueOrDefault(name) ?? throw new ModelException($"The model {version} of the store lacks its {name}."),
                place);
            return model.Manifest.Version == version
                ? model
                : throw new ModelException($"What the store keeps as model {version} is {model.Manifest.Version}: it was changed, and is not used.");
        },
        cancellationToken);

    /// <summary>Makes a model the live one, from the next run on.</summary>
    /// <param name="live">The model that was live when the gate compared; the first promotion keeps it in the store too, so that there is a way back.</param>
    /// <param name="gate">What the gate said.</param>
    /// <param name="despite">Why it is promoted though the gate refused it; null where the gate let it in.</param>
    /// <exception cref="StoreException">It is not in the store, it is live already, another became live meanwhile, or the gate refused it and no reason is given.</exception>
    public Task PromoteAsync(
        string version, LoadedTextModel live, GateReport gate, string person, string note, string? despite, DateTimeOffset at, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(gate);
        ArgumentNullException.ThrowIfNull(live);
        Named(person, note);
        if (!gate.Accepted && string.IsNullOrWhiteSpace(despite)) throw new StoreException("The gate refused this model: without a reason to promote it despite that, it is not promoted.");
        return EnterAsync(
            async (session, events) =>
            {
                var before = live.Manifest.Version;
                if (version == before) throw new StoreException($"The model {version} is live already.");
                if (LiveOf(events) is { } now && now != before)
                    throw new StoreException($"The model {now} became live meanwhile: compare with that one.");
                await AddAsync(session, live, person, "Live when the first model was promoted.", at);
                return new ModelEvent(ModelEventKind.Promoted, version, before, person.Trim(), note.Trim(), at, gate, gate.Accepted ? null : despite!.Trim());
            },
            cancellationToken);
    }

    /// <summary>Writes down that the gate refused a model.</summary>
    /// <exception cref="StoreException">It is not in the store.</exception>
    public Task RefuseAsync(string version, string live, GateReport gate, string person, string note, DateTimeOffset at, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(gate);
        Named(person, note);
        return EnterAsync((_, _) => Task.FromResult(new ModelEvent(ModelEventKind.Refused, version, live, person.Trim(), note.Trim(), at, gate, null)), cancellationToken);
    }

    /// <summary>Makes the model live again that had been before the one that is; again, and it goes one further back.</summary>
    /// <returns>The event.</returns>
    /// <exception cref="StoreException">There is none before it.</exception>
    public Task<ModelEvent> RollBackAsync(string person, string note, DateTimeOffset at, CancellationToken cancellationToken)
    {
        Named(person, note);
        return EnterAsync(
            (_, events) =>
            {
                var path = PathOf(events);
                if (path.Count < 2) throw new StoreException("There is no model to go back to: none has been promoted over another.");
                return Task.FromResult(new ModelEvent(ModelEventKind.RolledBack, path[^2], path[^1], person.Trim(), note.Trim(), at, null, null));
            },
            cancellationToken);
    }

    /// <summary>The models that led to the live one, which is the last; empty where none was promoted.</summary>
    internal static IReadOnlyList<string> PathOf(IEnumerable<ModelEvent> events)
    {
        var path = new List<string>();
        foreach (var entry in events)
        {
            if (entry.Kind == ModelEventKind.Promoted)
            {
                if (path.Count == 0) path.Add(entry.LiveBefore);
                path.Add(entry.Version);
            }
            else if (entry.Kind == ModelEventKind.RolledBack)
            {
                path.RemoveAt(path.Count - 1);
            }
        }

        return path;
    }

    private static string? LiveOf(IEnumerable<ModelEvent> events) => PathOf(events) is [.., var live] ? live : null;

    private static void Named(string person, string note)
    {
        if (string.IsNullOrWhiteSpace(person)) throw new StoreException("A model's place is changed by a person, by name.");
        if (string.IsNullOrWhiteSpace(note)) throw new StoreException("A model's place is changed for a reason: a note is needed.");
    }

    private Task<ModelEvent> EnterAsync(Func<StoreSession, IReadOnlyList<ModelEvent>, Task<ModelEvent>> decide, CancellationToken cancellationToken) => WriteAsync(
        async session =>
        {
            // Two who promote at once: the second sees what the first did.
            if (session.OnPostgreSql) await PostgreSqlStore.LockModelsAsync(session);
            var events = await EventsAsync(session);
            var entry = await decide(session, events);
            // Time goes on even where a clock does not: what was live when is read from it.
            if (events is [.., var last] && entry.At <= last.At) entry = entry with { At = last.At.AddMilliseconds(1) };
            if (await session.Connection.ExecuteScalarAsync<long>("select count(*) from model where version = @Version", new { entry.Version }, session.Transaction) == 0)
                throw new StoreException($"The store has no model {entry.Version}: add it first (models add).");
            await session.Connection.ExecuteAsync(
                """
                insert into model_event (kind, version, live_before, person, note, at, gate, despite)
                values (@kind, @Version, @LiveBefore, @Person, @Note, @at, @gate, @Despite)
                """,
                new
                {
                    kind = StoreWords.Of(entry.Kind),
                    entry.Version,
                    entry.LiveBefore,
                    entry.Person,
                    entry.Note,
                    at = StoreTime.ToText(entry.At),
                    gate = entry.Gate is null ? null : JsonSerializer.Serialize(entry.Gate, Json),
                    entry.Despite,
                },
                session.Transaction);
            return entry;
        },
        cancellationToken);

    private static async Task<bool> AddAsync(StoreSession session, LoadedTextModel model, string person, string note, DateTimeOffset at)
    {
        var version = model.Manifest.Version;
        var added = await session.Connection.ExecuteAsync(
            """
            insert into model (version, manifest, added_by, note, added_at) values (@version, @manifest, @person, @note, @at)
            on conflict (version) do nothing
            """,
            new { version, manifest = Encoding.UTF8.GetString(model.ManifestBytes.Span), person = person.Trim(), note = note.Trim(), at = StoreTime.ToText(at) },
            session.Transaction);
        if (added == 0) return false;
        foreach (var (name, content) in model.Files)
        {
            await session.Connection.ExecuteAsync(
                "insert into model_file (version, name, content) values (@version, @name, @content)",
                new { version, name, content = content.ToArray() }, session.Transaction);
        }

        return true;
    }

    private static async Task<IReadOnlyList<ModelEvent>> EventsAsync(StoreSession session)
    {
        var rows = await session.Connection.QueryAsync<EventRow>(
            "select kind, version, live_before as LiveBefore, person, note, at, gate, despite from model_event order by at, id", transaction: session.Transaction);
        return
        [
            .. rows.Select(row => new ModelEvent(
                StoreWords.To<ModelEventKind>(row.Kind), row.Version, row.LiveBefore, row.Person, row.Note, StoreTime.Parse(row.At),
                row.Gate is null ? null : JsonSerializer.Deserialize<GateReport>(row.Gate, Json), row.Despite)),
        ];
    }

    private async Task<T> ReadAsync<T>(Func<StoreSession, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            await using var session = await database.OpenAsync(cancellationToken);
            return await work(session);
        }
        catch (DbException e)
        {
            throw e.ToStoreException(database.Location);
        }
    }

    private Task<T> WriteAsync<T>(Func<StoreSession, Task<T>> work, CancellationToken cancellationToken) => ReadAsync(
        async session =>
        {
            await session.BeginAsync(cancellationToken);
            var result = await work(session);
            await session.CommitAsync(cancellationToken);
            return result;
        },
        cancellationToken);

    private sealed class ModelRow
    {
        public string Version { get; init; } = "";
        public string AddedBy { get; init; } = "";
        public string Note { get; init; } = "";
        public string AddedAt { get; init; } = "";
    }

    private sealed class EventRow
    {
        public string Kind { get; init; } = "";
        public string Version { get; init; } = "";
        public string LiveBefore { get; init; } = "";
        public string Person { get; init; } = "";
        public string Note { get; init; } = "";
        public string At { get; init; } = "";
        public string? Gate { get; init; }
        public string? Despite { get; init; }
    }
}
