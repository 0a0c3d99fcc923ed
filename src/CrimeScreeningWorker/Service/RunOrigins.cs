using System.Security.Cryptography;
using System.Text;
using CrimeScreeningWorker.Screening.Runs;
using Microsoft.Extensions.Configuration;

namespace CrimeScreeningWorker.Service;

/// <summary>What the ledger keeps of where a run comes from: this machine, and a hash of the configuration it ran with.</summary>
internal sealed class RunOrigins(IConfiguration configuration)
{
    private static readonly string[] Secrets = ["Password", "Secret", "Token", "Url"];

    private readonly string hash = Hash(configuration);

    public RunOrigin Create(bool toPublish) => new(Environment.MachineName, hash, toPublish);

    /// <summary>Twelve hexadecimal digits over keys and values in their order; what may be a secret is left out.</summary>
    private static string Hash(IConfiguration configuration)
    {
        var settings = configuration.AsEnumerable()
            .Where(setting => setting.Value is not null && !Secrets.Any(secret => setting.Key.Contains(secret, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(setting => setting.Key, StringComparer.OrdinalIgnoreCase)
            .Select(setting => $"{setting.Key.ToUpperInvariant()}={setting.Value}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(settings))))[..12];
    }
}
