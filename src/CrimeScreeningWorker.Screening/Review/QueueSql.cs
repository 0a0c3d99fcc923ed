using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Storage;
using Dapper;

namespace CrimeScreeningWorker.Screening.Review;

/// <summary>The conditions and the order of a list, put together from literals; what a reader chose travels as parameters alone.</summary>
/// <remarks>
/// One statement with "or the parameter is null" for every filter would be simpler, and would read every row: neither database then takes
/// the index that holds the list in its order.
/// </remarks>
internal sealed class QueueSql
{
    /// <summary>Nothing silences these.</summary>
    private const string Pressing = "(i.priority = 'P1' or i.order_breach = 1 or i.high_risk = 1)";

    /// <summary>The machine's opinion is kept from every reader.</summary>
    public const string Hidden = "(i.blind is not null and i.blind_answers < case i.blind when 'double' then 2 else 1 end)";

    private readonly StringBuilder where = new();

    private QueueSql(DynamicParameters values) => Values = values;

    public DynamicParameters Values { get; }

    public string Where => where.ToString();

    /// <param name="stalkingClasses">Classes that are stalking already.</param>
    public static QueueSql Of(QueueFilter filter, Reviewer reader, DateTimeOffset now, IEnumerable<string> stalkingClasses)
    {
        var values = new DynamicParameters();
        var sql = new QueueSql(values);
        values.Add("reader", reader.Name);
        values.Add("now", StoreTime.ToText(now));
        sql.Base(filter.List, stalkingClasses, reader);
        sql.State(filter.State);
        sql.In("i.list_priority", "priority", filter.Priorities.Select(StoreWords.Of));
        sql.In("i.home_office_class", "class", filter.Classes.Select(c => c.Trim().ToUpperInvariant()));
        sql.In("i.district", "district", filter.Districts);
        sql.In("i.team", "team", filter.Teams);
        sql.Flag("i.domestic = @domestic", "domestic", filter.Domestic);
        // Of what is read blind these would tell what the machine thinks.
        sql.Flag($"i.order_breach = @breach and not {Hidden}", "breach", filter.OrderBreach);
        sql.Flag($"i.high_risk = @risk and not {Hidden}", "risk", filter.HighRisk);
        sql.Flag($"i.online = @online and not {Hidden}", "online", filter.Online);
        if (!string.IsNullOrWhiteSpace(filter.AssignedTo)) sql.And("i.assigned_to = @assigned", "assigned", filter.AssignedTo.Trim());
        if (!string.IsNullOrWhiteSpace(filter.Reference))
        {
            sql.And("upper(i.crime_reference) like @part escape '\\'", "part", $"%{Escape(filter.Reference.Trim().ToUpperInvariant())}%");
        }

        return sql;
    }

    public void And(string literal) => where.Append(" and ").Append(literal);

    public void And(string literal, string name, object value)
    {
        And(literal);
        Values.Add(name, value);
    }

    /// <summary>The order, with the crime's key behind it.</summary>
    public static string Order(QueueSort sort) => string.Join(", ", Keys(sort).Select(key => key.Column + (key.Descending ? " desc" : "")));

    /// <summary>What the order goes by, first things first. No two items have all of it in common.</summary>
    /// <remarks>There is an index in every one of these orders; read backwards it has the other direction of all its columns.</remarks>
    public static ImmutableArray<(string Column, bool Descending)> Keys(QueueSort sort) => sort.By switch
    {
        QueueColumn.Published =>
        [
            ("i.list_priority", false), ("i.list_due_by", false), ("i.list_probability", true),
            ("i.recorded_at", false), ("i.force_code", false), ("i.crime_reference", false),
        ],
        QueueColumn.Reference => [("i.crime_reference", sort.Descending), ("i.force_code", sort.Descending)],
        _ => [(Column(sort.By), sort.Descending), ("i.force_code", sort.Descending), ("i.crime_reference", sort.Descending)],
    };

    private static string Column(QueueColumn column) => column switch
    {
        QueueColumn.Due => "i.list_due_by",
        QueueColumn.Recorded => "i.recorded_at",
        QueueColumn.Offence => "i.offence_title",
        QueueColumn.District => "coalesce(i.district, '')",
        QueueColumn.Status => "i.status",
        _ => throw new ArgumentOutOfRangeException(nameof(column), column, "A column to sort by."),
    };

    private void Base(QueueList list, IEnumerable<string> stalkingClasses, Reviewer reader)
    {
        where.Append("1 = 1");
        In("i.home_office_class", "stalking", stalkingClasses.Select(c => c.Trim().ToUpperInvariant()), not: list == QueueList.Today);
        In("i.force_code", "force", reader.Forces);
    }

    private void State(QueueState state)
    {
        const string open = "i.closed = 0 and i.list_priority <> 'none' and (i.second is null or i.second <> 'due' or i.decided_by <> @reader)";
        const string awake = $"(i.status not in ('waiting', 'snoozed') or i.until <= @now or {Pressing})";
        And(state switch
        {
            QueueState.ToDo => $"{open} and {awake}",
            QueueState.Mine => $"{open} and {awake} and ((i.held_by = @reader and i.held_until > @now) or i.assigned_to = @reader)",
            QueueState.Unclaimed => $"{open} and {awake} and (i.held_until is null or i.held_until <= @now) and i.assigned_to is null",
            QueueState.Waiting => $"{open} and i.status = 'waiting' and i.until > @now",
            QueueState.Snoozed => $"{open} and i.status = 'snoozed' and i.until > @now",
            QueueState.Decided => "i.status = 'decided' and (i.second is null or i.second <> 'due' or i.decided_by = @reader)",
            QueueState.Below => "i.list_priority = 'none' and i.version = 0",
            _ => "(i.list_priority <> 'none' or i.version > 0)",
        });
    }

    // A parameter each: what the two databases take as a list differs.
    private void In(string column, string name, IEnumerable<string> wanted, bool not = false)
    {
        var list = wanted.ToArray();
        if (list.Length == 0) return;
        where.Append(" and ").Append(column).Append(not ? " not in (" : " in (");
        for (var i = 0; i < list.Length; i++)
        {
            var parameter = string.Create(CultureInfo.InvariantCulture, $"{name}{i}");
            where.Append(i == 0 ? "@" : ", @").Append(parameter);
            Values.Add(parameter, list[i]);
        }

        where.Append(')');
    }

    private void Flag(string literal, string name, bool? wanted)
    {
        if (wanted is { } value) And(literal, name, value ? 1L : 0L);
    }

    private static string Escape(string part) =>
        part.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
