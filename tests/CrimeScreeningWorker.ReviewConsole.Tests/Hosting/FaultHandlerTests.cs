using CrimeScreeningWorker.ReviewConsole.Hosting;
using CrimeScreeningWorker.Screening.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CrimeScreeningWorker.ReviewConsole.Tests.Hosting;

public sealed class FaultHandlerTests
{
    [Fact]
    public async Task TryHandle_OfAFaultThatQuotesARecord_LogsItsPlaceAndNoneOfItsWords()
    {
        var log = new Lines();

        await new FaultHandler(log).TryHandleAsync(new DefaultHttpContext(), Thrown("SUSP waited outside her work"), CancellationToken.None);

        var line = Assert.Single(log.Written);
        Assert.DoesNotContain("waited", line);
        Assert.Contains(nameof(InvalidOperationException), line);
        Assert.Contains(nameof(Thrown), line);
    }

    [Fact]
    public void StatusOf_AStoreThatDoesNotAnswer_IsServiceUnavailable() =>
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, FaultHandler.StatusOf(new StoreException("The store cannot be used.")));

    [Fact]
    public void StatusOf_AnyOtherFault_SaysNothingOfIt() =>
        Assert.Equal(StatusCodes.Status500InternalServerError, FaultHandler.StatusOf(new InvalidOperationException("x")));

    private static InvalidOperationException Thrown(string words)
    {
        try
        {
            throw new InvalidOperationException(words, new FormatException(words));
        }
        catch (InvalidOperationException e)
        {
            return e;
        }
    }

    private sealed class Lines : ILogger<FaultHandler>
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add(formatter(state, exception) + exception);
    }
}
