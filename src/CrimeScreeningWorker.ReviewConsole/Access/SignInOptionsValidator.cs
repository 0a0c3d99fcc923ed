using CrimeScreeningWorker.Screening.Review;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.ReviewConsole.Access;

/// <summary>What attributes cannot say of <see cref="SignInOptions"/>. Lists every fault.</summary>
internal sealed class SignInOptionsValidator : IValidateOptions<SignInOptions>
{
    public ValidateOptionsResult Validate(string? name, SignInOptions options)
    {
        var faults = FindFaults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> FindFaults(SignInOptions options)
    {
        const string section = SignInOptions.Section;
        if (options is { Local: true, Authority: not null })
            yield return $"{section}:Local and {section}:Authority are both set: a sign-in without a password would stand beside the provider's. Keep one.";
        if (options.Authority is { } authority)
        {
            if (!authority.IsAbsoluteUri || authority.Scheme is not ("http" or "https"))
                yield return $"{section}:Authority: {authority} is no web address.";
            else if (authority.Scheme != "https" && !authority.IsLoopback)
                yield return $"{section}:Authority: {authority} has no TLS: a sign-in could be read on its way. Use https://.";
            if (string.IsNullOrWhiteSpace(options.ClientId)) yield return $"{section}:ClientId is missing: by which the provider knows the console.";
        }

        foreach (var role in options.Roles.Keys)
        {
            if (ConsoleRoles.Parse(role) is null)
                yield return $"{section}:Roles: {role} is no role of the console; those are {string.Join(", ", ConsoleRoles.All.Select(r => r.ToText()))}.";
        }

        if (options.IdleExpiry > options.AbsoluteExpiry)
            yield return $"{section}:IdleExpiry ({options.IdleExpiry}) is longer than {section}:AbsoluteExpiry ({options.AbsoluteExpiry}).";
    }
}

[OptionsValidator]
internal sealed partial class SignInOptionsAnnotations : IValidateOptions<SignInOptions>;
