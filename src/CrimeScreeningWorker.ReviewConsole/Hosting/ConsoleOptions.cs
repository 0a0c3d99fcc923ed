using System.ComponentModel.DataAnnotations;

namespace CrimeScreeningWorker.ReviewConsole.Hosting;

/// <summary>Where the console listens, and what stands before it.</summary>
public sealed class ConsoleOptions
{
    public const string Section = "Console";

    public const string DefaultUrl = "http://127.0.0.1:8780";

    /// <summary>Addresses, parted by semicolons. Port 0 takes any that is free. Default: this machine alone.</summary>
    [Required] public string Urls { get; init; } = DefaultUrl;

    /// <summary>Certificate for https addresses: a PFX file, or a PEM file with its key beside it.</summary>
    public string? Certificate { get; init; }

    /// <summary>PEM file of the certificate's key; none with a PFX file.</summary>
    public string? CertificateKey { get; init; }

    /// <summary>Of the certificate's file. From the environment, not from a file.</summary>
    public string? CertificatePassword { get; init; }

    /// <summary>Addresses of the proxies that end TLS before the console: their word on scheme and host is taken, nobody else's.</summary>
    public string[] Proxies { get; init; } = [];

    /// <summary>Host names by which browsers ask for the console. Default: of loopback its names, otherwise any.</summary>
    public string[] Hosts { get; init; } = [];

    /// <summary>Searches that one person may make a minute. Default 30.</summary>
    [Range(1, 10_000)] public int SearchesPerMinute { get; init; } = 30;

    /// <summary>Whether a browser reaches the console by TLS, its own or a proxy's.</summary>
    internal bool IsBehindTls => Proxies.Length > 0 || Addresses.All(address => ListenAddress.Parse(address) is { IsTls: true });

    internal IReadOnlyList<string> Addresses => Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

[Microsoft.Extensions.Options.OptionsValidator]
internal sealed partial class ConsoleOptionsAnnotations : Microsoft.Extensions.Options.IValidateOptions<ConsoleOptions>;
