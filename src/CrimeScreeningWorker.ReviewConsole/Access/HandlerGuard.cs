using System.Reflection;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Review;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CrimeScreeningWorker.ReviewConsole.Access;

/// <summary>
/// Stands before every page. A handler that changes something runs for those who meet its policy, a crime of another force is not there, and what
/// is shown or handed out is in the access log first: what cannot be written down is not shown.
/// </summary>
internal sealed class HandlerGuard(AccessLog log, TimeProvider clock) : IAsyncPageFilter, IAsyncResultFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var request = context.HttpContext;
        request.Items[typeof(HandlerGuard)] = context.HandlerMethod?.MethodInfo;
        if (IsOpen(context.ActionDescriptor) || Refusal(context) is not { } refusal)
        {
            await next();
            return;
        }

        if (request.User.Find() is { } person)
            await log.WriteAsync(person, AccessAct.Refused, CrimeOf(request), PageName(context.ActionDescriptor), clock.GetUtcNow(), request.RequestAborted);
        context.Result = refusal;
    }

    public async Task OnResultExecutionAsync(ResultExecutingContext context, ResultExecutionDelegate next)
    {
        if (context.ActionDescriptor is CompiledPageActionDescriptor page && ActOf(page, context) is { } act)
        {
            var request = context.HttpContext;
            await log.WriteAsync(request.Reviewer(), act, CrimeOf(request), PageName(page), clock.GetUtcNow(), request.RequestAborted);
        }

        await next();
    }

    private static StatusCodeResult? Refusal(PageHandlerExecutingContext context)
    {
        var request = context.HttpContext;
        if (request.User.Find() is not { } person) return new StatusCodeResult(StatusCodes.Status403Forbidden);
        if (CrimeOf(request) is { } crime && !person.MaySee(crime)) return new StatusCodeResult(StatusCodes.Status404NotFound);
        var policy = context.HandlerMethod?.MethodInfo.GetCustomAttribute<HandlerPolicyAttribute>()?.Policy;
        // A handler that was given no policy changes nothing.
        var allowed = policy is null ? HttpMethods.IsGet(request.Request.Method) || HttpMethods.IsHead(request.Request.Method) : person.Role.MayDo(policy);
        return allowed ? null : new StatusCodeResult(StatusCodes.Status403Forbidden);
    }

    private static AccessAct? ActOf(CompiledPageActionDescriptor page, ResultExecutingContext context)
    {
        if (IsOpen(page) || page.ModelTypeInfo?.GetCustomAttribute<NotAuditedAttribute>() is not null) return null;
        var said = HandlerOf(context)?.GetCustomAttribute<AuditedAttribute>() ?? page.ModelTypeInfo?.GetCustomAttribute<AuditedAttribute>();
        return context.Result switch
        {
            FileResult => said?.Act ?? AccessAct.Export,
            // What a redirect did is written down where it was done, and what it leads to is written down there.
            RedirectResult or RedirectToPageResult or LocalRedirectResult or RedirectToRouteResult or RedirectToActionResult => null,
            StatusCodeResult or ForbidResult or ChallengeResult => null,
            _ => said?.Act ?? AccessAct.View,
        };
    }

    private static MethodInfo? HandlerOf(ResultExecutingContext context) =>
        context.HttpContext.Items.TryGetValue(typeof(HandlerGuard), out var handler) ? handler as MethodInfo : null;

    /// <summary>The crime that the address names, as <c>/…/{force}/{reference}</c>.</summary>
    public static CrimeKey? CrimeOf(HttpContext context) =>
        context.Request.RouteValues["force"] is string force && context.Request.RouteValues["reference"] is string reference
            ? new CrimeKey(force, reference)
            : null;

    private static bool IsOpen(CompiledPageActionDescriptor page) => page.EndpointMetadata.OfType<IAllowAnonymous>().Any();

    public static string PageName(PageActionDescriptor page) => page.ViewEnginePath.TrimStart('/');
}
