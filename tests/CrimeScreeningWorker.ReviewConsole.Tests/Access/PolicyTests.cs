using System.Net;
using System.Reflection;
using CrimeScreeningWorker.ReviewConsole.Access;
using CrimeScreeningWorker.ReviewConsole.Tests.Harness;
using CrimeScreeningWorker.Screening.Review;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;

namespace CrimeScreeningWorker.ReviewConsole.Tests.Access;

public sealed class PolicyTests(ConsoleFixture console) : IClassFixture<ConsoleFixture>
{
    /// <summary>What a person may see who is not signed in. A page comes in here only on purpose.</summary>
    private static readonly string[] Open =
        ["/Accessibility", "/Account/Refused", "/Account/SignIn", "/Account/SignedOut", "/Fault"];

    /// <summary>What shows nothing of any crime, for people who are signed in.</summary>
    private static readonly string[] NotAudited = ["/Account/Keys", "/Account/Role", "/Account/SignOut", "/Help/Index", "/Runs/Index"];

    private CompiledPageActionDescriptor[] Pages() =>
    [
        .. console.Services.GetRequiredService<IActionDescriptorCollectionProvider>().ActionDescriptors.Items.OfType<PageActionDescriptor>()
            .Select(page => console.Services.GetRequiredService<Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure.PageLoader>()
                .LoadAsync(page, EndpointMetadataCollectionOf()).GetAwaiter().GetResult()),
    ];

    private static Microsoft.AspNetCore.Http.EndpointMetadataCollection EndpointMetadataCollectionOf() => Microsoft.AspNetCore.Http.EndpointMetadataCollection.Empty;

    [Fact]
    public void Page_OpenToAll_IsKnownHere() =>
        Assert.Equal(Open, Pages().Where(IsOpen).Select(page => page.ViewEnginePath).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Page_NotOpen_NamesAPolicyThatSomebodyMeets()
    {
        foreach (var page in Pages().Where(page => !IsOpen(page)))
        {
            var policies = page.ModelTypeInfo!.GetCustomAttributes<AuthorizeAttribute>().Select(attribute => attribute.Policy).ToList();
            Assert.True(policies.Count == 1 && policies[0] is { } one && ConsoleRoles.ByPolicy.ContainsKey(one), $"{page.ViewEnginePath} names no policy.");
        }
    }

    [Fact]
    public void Handler_ThatTakesAForm_NamesAPolicyThatSomebodyMeets()
    {
        foreach (var page in Pages().Where(page => !IsOpen(page)))
        {
            foreach (var handler in page.HandlerMethods.Where(handler => handler.HttpMethod is not ("Get" or "Head")))
            {
                var policy = handler.MethodInfo.GetCustomAttribute<HandlerPolicyAttribute>()?.Policy;
                Assert.True(policy is not null && ConsoleRoles.ByPolicy.ContainsKey(policy), $"{page.ViewEnginePath} {handler.MethodInfo.Name} names no policy.");
            }
        }
    }

    [Fact]
    public void Page_NotAudited_IsKnownHere() =>
        Assert.Empty(Pages().Where(page => page.ModelTypeInfo!.GetCustomAttribute<NotAuditedAttribute>() is not null)
            .Select(page => page.ViewEnginePath).Except(NotAudited, StringComparer.Ordinal));

    [Fact]
    public void Form_WithoutItsToken_IsTakenByNoPage()
    {
        var careless = Pages().Where(page => page.ModelTypeInfo!.GetCustomAttribute<IgnoreAntiforgeryTokenAttribute>() is not null);

        // The page of faults takes no form; it answers for one that was refused.
        Assert.Equal("/Fault", Assert.Single(careless).ViewEnginePath);
    }

    [Fact]
    public async Task Form_WithoutItsToken_IsRefused()
    {
        using var client = await console.SignedInClientAsync("A. Reader", ReviewRole.Coordinator);

        using var answer = await client.PostBareAsync("/account/keys", new() { ["on"] = "false" });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("The form has expired", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Page_OfAnotherRole_IsRefusedAndWrittenDown()
    {
        foreach (var role in ConsoleRoles.All)
        {
            using var client = await console.SignedInClientAsync($"R. {role}", role);
            foreach (var page in Pages().Where(page => !IsOpen(page) && !page.AttributeRouteInfo!.Template!.Contains('{', StringComparison.Ordinal)))
            {
                var policy = page.ModelTypeInfo!.GetCustomAttribute<AuthorizeAttribute>()!.Policy!;
                if (role.MayDo(policy)) continue;
                using var answer = await client.GetAsync("/" + page.AttributeRouteInfo!.Template);
                Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{role} {page.ViewEnginePath}: {answer.StatusCode}");
                Assert.Contains(
                    await console.AccessLog.ReadAsync(null, $"R. {role}", 100, CancellationToken.None),
                    row => row.Act == AccessAct.Refused && row.Page == page.ViewEnginePath.TrimStart('/'));
            }
        }
    }

    [Fact]
    public async Task Role_ThatOneDoesNotHold_IsNotTaken()
    {
        using var client = await console.SignedInClientAsync("A. Reader", ReviewRole.Analyst);

        using var answer = await client.PostAsync("/account/role", new() { ["role"] = "auditor" });

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private static bool IsOpen(CompiledPageActionDescriptor page) => page.ModelTypeInfo!.GetCustomAttribute<AllowAnonymousAttribute>() is not null;
}
