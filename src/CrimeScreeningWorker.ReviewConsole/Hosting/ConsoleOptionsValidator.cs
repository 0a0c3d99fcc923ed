using System.Net;
using CrimeScreeningWorker.ReviewConsole.Access;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.ReviewConsole.Hosting;

/// <summary>Whether the console may listen where it was told to: beyond this machine only with a provider, and only by TLS. Lists every fault.</summary>
internal sealed class ConsoleOptionsValidator(IOptions<SignInOptions> signIn) : IValidateOptions<ConsoleOptions>
{
    public ValidateOptionsResult Validate(string? name, ConsoleOptions options)
    {
        var faults = FindFaults(options, signIn.Value).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> FindFaults(ConsoleOptions options, SignInOptions signIn)
    {
        if (options.Addresses.Count == 0) yield return $"{ConsoleOptions.Section}:Urls is empty: name an address such as {ConsoleOptions.DefaultUrl}.";
        foreach (var proxy in options.Proxies)
            if (!IPAddress.TryParse(proxy, out _)) yield return $"{ConsoleOptions.Section}:Proxies: {proxy} is no IP address.";
        if (options.CertificateKey is not null && options.Certificate is null)
            yield return $"{ConsoleOptions.Section}:CertificateKey has no {ConsoleOptions.Section}:Certificate.";
        foreach (var file in new[] { options.Certificate, options.CertificateKey })
            if (file is not null && !File.Exists(file)) yield return $"{ConsoleOptions.Section}:Certificate: there is no file {Path.GetFullPath(file)}.";

        foreach (var address in options.Addresses)
            foreach (var fault in FindFaults(address, options, signIn)) yield return fault;

        if (signIn is { Local: false, Authority: null })
        {
            yield return $"Nobody could sign in: set {SignInOptions.Section}:Authority and {SignInOptions.Section}:ClientId to your OpenID Connect provider, " +
                $"or {SignInOptions.Section}:Local to true for a sign-in without a password on this machine alone.";
        }
    }

    private static IEnumerable<string> FindFaults(string address, ConsoleOptions options, SignInOptions signIn)
    {
        if (ListenAddress.Parse(address) is not { } parsed)
        {
            yield return $"{ConsoleOptions.Section}:Urls: {address} is no address: give http:// or https:// with a host and a port, such as {ConsoleOptions.DefaultUrl}.";
            yield break;
        }

        if (parsed.IsTls && options.Certificate is null)
            yield return $"{ConsoleOptions.Section}:Urls: {address} needs a certificate: set {ConsoleOptions.Section}:Certificate.";
        if (parsed.IsLoopback) yield break;
        if (signIn.Local)
        {
            yield return $"{SignInOptions.Section}:Local lets anyone in without a password, and {address} can be reached from other machines: " +
                $"listen on {ConsoleOptions.DefaultUrl}, or set {SignInOptions.Section}:Local to false and {SignInOptions.Section}:Authority to your provider.";
        }

        if (!parsed.IsTls && options.Proxies.Length == 0)
        {
            yield return $"{ConsoleOptions.Section}:Urls: {address} can be reached from other machines without TLS: use https:// with " +
                $"{ConsoleOptions.Section}:Certificate, or name the proxy that ends TLS in {ConsoleOptions.Section}:Proxies.";
        }
    }
}

/// <param name="IsLoopback">Reached from this machine alone.</param>
internal readonly record struct ListenAddress(bool IsLoopback, bool IsTls)
{
    /// <summary>Null when it is no address that a web server can listen on.</summary>
    public static ListenAddress? Parse(string address)
    {
        // A star or a plus stands for every address of the machine, which is no host of a URI.
        var known = address.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal);
        if (!Uri.TryCreate(known, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0) return null;
        return new ListenAddress(uri.IsLoopback, uri.Scheme == "https");
    }
}
