using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CrimeScreeningWorker.Database.Tests;

/// <summary>Keeps what is said from information up.</summary>
internal sealed class CollectedLog : ILogger
{
    private readonly ConcurrentQueue<string> lines = [];

    public IReadOnlyList<string> Lines => [.. lines];

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        lines.Enqueue(formatter(state, exception));
}
