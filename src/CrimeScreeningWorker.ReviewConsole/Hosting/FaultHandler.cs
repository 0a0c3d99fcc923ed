using CrimeScreeningWorker.Screening.Storage;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CrimeScreeningWorker.ReviewConsole.Hosting;

/// <summary>Writes down where a request failed, without the words of the failure: they may quote what a person sent or a record says.</summary>
internal sealed class FaultHandler(ILogger<FaultHandler> log) : IExceptionHandler
{
    public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is StoreException store) log.LogError("A page was not shown: {Message:l}", store.Message);
        else log.LogError("A page failed: {Type:l} at {Place:l}", exception.GetType().FullName, exception.StackTrace);
        return ValueTask.FromResult(false);
    }

    /// <summary>What the browser is told.</summary>
    public static int StatusOf(Exception exception) => exception switch
    {
        StoreException => StatusCodes.Status503ServiceUnavailable,
        BadHttpRequestException bad => bad.StatusCode,
        _ => StatusCodes.Status500InternalServerError,
    };
}
