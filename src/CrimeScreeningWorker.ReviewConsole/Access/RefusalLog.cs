using CrimeScreeningWorker.Screening.Review;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CrimeScreeningWorker.ReviewConsole.Access;

/// <summary>Writes down who asked for a page that the person's role may not read.</summary>
internal sealed class RefusalLog(AccessLog log, TimeProvider clock) : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler usual = new();

    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Forbidden && context.User.Find() is { } person)
        {
            var page = context.GetEndpoint()?.Metadata.GetMetadata<PageActionDescriptor>() is { } descriptor ? HandlerGuard.PageName(descriptor) : "unknown";
            await log.WriteAsync(person, AccessAct.Refused, HandlerGuard.CrimeOf(context), page, clock.GetUtcNow(), context.RequestAborted);
        }

        await usual.HandleAsync(next, context, policy, authorizeResult);
    }
}
