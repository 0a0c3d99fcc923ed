using System.Text;

namespace CrimeScreeningWorker.EndToEnd.Tests.BadInput;

/// <summary>One night in which everything that can be wrong with a row is wrong with some row, screened once.</summary>
public sealed class BadNight : IAsyncLifetime, IDisposable
{
    public const string NotUtf8 = "Victim lives at the caf";

    private readonly Workspace workspace = new();
    private readonly Dictionary<string, int> lines = new(StringComparer.Ordinal);
    private readonly List<byte> file = [];
    private int line = 1;

    internal Finished Run { get; private set; } = null!;

    internal Outputs Out => workspace.Out;

    /// <summary>Line of the file on which a row starts.</summary>
    public int LineOf(string reference) => lines[reference];

    public async Task InitializeAsync()
    {
        Add("header", Extract.Header);
        Crime("FIRST");
        Add("SHORT-ROW", "GLO,SHORT-ROW,2026-01-05T09:30:00Z");
        Add("WIDE-ROW", "GLO,WIDE-ROW" + new string(',', 10_000));
        Add("NOT-UTF8", [.. Encoding.UTF8.GetBytes(Extract.Crime("NOT-UTF8", ("narrative", NotUtf8))[..^1]), 0xE9, .. " on Mill Lane.\""u8]);
        Crime("NUL", ("narrative", "Victim called\0 police."));
        Crime("NO-OFFSET", ("recorded_at", "2026-01-05T09:30:00"));
        Crime("IN-1899", ("recorded_at", "1899-12-31T23:00:00Z"));
        Crime("IN-2099", ("updated_at", "2099-01-01T00:00:00Z"));
        Crime("OCCURRED-BADLY", ("occurred_from", "2026-01-04T22:00:00"), ("occurred_to", "1899-01-01T00:00:00Z"));
        Crime("TWICE", ("updated_at", "2026-01-06T00:00:00Z"), ("home_office_class", "8M"));
        Crime("EMOJI", ("narrative", "😡🔪👀🚗🏠"));
        Crime("ARABIC", ("narrative", "\u202Eالمشتبه به تبع الضحية إلى بيتها وانتظر في الشارع كل ليلة\u202C"));
        Crime("TWICE", ("updated_at", "2026-01-07T00:00:00Z"), ("home_office_class", "8R"));
        Add("QUOTED-BADLY", Extract.Crime("QUOTED-BADLY")[..^1] + "\" he said, \"stop");
        Crime("TWICE", ("updated_at", "2026-01-05T00:00:00Z"), ("home_office_class", "66"));
        Crime("NO-NARRATIVE", ("narrative", " "));
        Crime("", ("narrative", "No key."));
        Crime("LAST");
        Add("UNCLOSED", Extract.Crime("UNCLOSED")[..^1]);
        workspace.Write("night.csv", [.. file]);
        Run = await workspace.ScreenAsync("night.csv");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => workspace.Dispose();

    private void Crime(string reference, params (string Column, string Value)[] values) => Add(reference, Extract.Crime(reference, values));

    private void Add(string reference, string row) => Add(reference, Encoding.UTF8.GetBytes(row));

    private void Add(string reference, byte[] row)
    {
        lines.TryAdd(reference, line++);
        file.AddRange(row);
        file.Add((byte)'\n');
    }
}
