using CrimeScreeningWorker.Screening.Storage;
using Dapper;
using EvolveDb;
using EvolveDb.Migration;

namespace CrimeScreeningWorker.Database.Tests.Storage;

/// <summary>Stores as former versions of the worker left them.</summary>
internal static class OlderStore
{
    /// <summary>Brings an empty store to a version and no further.</summary>
    public static void Migrate(StoreSession session, string version)
    {
        var evolve = new Evolve(session.Connection)
        {
            EmbeddedResourceAssemblies = [typeof(ScreeningDatabase).Assembly],
            EmbeddedResourceFilters = [$"CrimeScreeningWorker.Screening.database.{(session.OnPostgreSql ? "postgresql." : "sqlite.")}"],
            MetadataTableName = "schema_changelog",
            IsEraseDisabled = true,
            TargetVersion = new MigrationVersion(version),
        };
        if (session.OnPostgreSql) evolve.Schemas = [PostgreSqlStore.DefaultSchema];
        evolve.Migrate();
    }

    /// <summary>Takes away what came after version 7, and leaves the rows of the tables that were there.</summary>
    /// <param name="empty">An empty store of the same kind, to see what version 7 was.</param>
    public static async Task GoBackToReviewsAsync(ScreeningDatabase database, ScreeningDatabase empty)
    {
        await using var session = await database.OpenAsync(CancellationToken.None);
        if (session.OnPostgreSql) await session.Connection.ExecuteAsync(PostgreSql);
        else await GoBackAsync(session, empty);
        await session.Connection.ExecuteAsync("delete from schema_changelog where version >= '0008'");
    }

    private static async Task GoBackAsync(StoreSession session, ScreeningDatabase empty)
    {
        await File.WriteAllBytesAsync(empty.Location.Path, []);
        await using var seven = await empty.OpenAsync(CancellationToken.None);
        Migrate(seven, "0007");
        var then = (await PartsAsync(seven)).ToDictionary(part => part.Name, StringComparer.Ordinal);
        var now = await PartsAsync(session);
        await session.Connection.ExecuteAsync("pragma foreign_keys = off");
        foreach (var part in now.Where(part => part.Type == "trigger")) await session.Connection.ExecuteAsync($"drop trigger {part.Name}");
        foreach (var part in now.Where(part => part.Type is "view" or "table" && !then.ContainsKey(part.Name)))
            await session.Connection.ExecuteAsync($"drop {part.Type} {part.Name}");
        foreach (var part in then.Values.Where(part => part.Type == "trigger")) await session.Connection.ExecuteAsync(part.Sql);
        await session.Connection.ExecuteAsync("pragma foreign_keys = on");
    }

    private static async Task<IReadOnlyList<Part>> PartsAsync(StoreSession session) =>
        [.. await session.Connection.QueryAsync<Part>("select type, name, sql from sqlite_schema where sql is not null order by rootpage desc, name")];

    private sealed record Part(string Type, string Name, string Sql);

    private const string PostgreSql =
        """
        alter table review_event drop constraint review_event_says_why;
        alter table cdi_event drop constraint cdi_event_says_why;
        drop view audit_record;
        drop function audit_is_due() cascade;
        drop function retention_refuses() cascade;
        drop trigger link_judgement_is_kept on link_judgement;
        drop table retention_permit, retention_never, rescore_due, retention_hold, audit_erased, audit_due, audit_entry;
        drop function audit_follows();
        drop function retention_is_permitted();
        drop trigger label_when_reviewed on review_event;
        drop function label_follows_event();
        drop function label_event(review_event);
        drop table label, weekly_report, model_event, model_file, model, reviewer_release;
        create trigger access_log_stays before update or delete on access_log for each row execute function review_refuses();
        create trigger review_event_stays before update or delete on review_event for each row execute function review_refuses();
        create trigger review_item_is_kept before delete on review_item for each row execute function review_refuses();
        create trigger cdi_event_stays before update or delete on cdi_event for each row execute function review_refuses();
        create trigger cdi_item_is_kept before delete on cdi_item for each row execute function review_refuses();
        """;
}
