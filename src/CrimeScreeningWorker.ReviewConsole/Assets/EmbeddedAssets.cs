using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;

namespace CrimeScreeningWorker.ReviewConsole.Assets;

/// <summary>Style, script and icons, which are part of this assembly.</summary>
internal sealed class EmbeddedAssets
{
    private const string Prefix = "assets/";

    private readonly FrozenDictionary<string, Asset> assets = Read().ToFrozenDictionary(a => a.Name, StringComparer.Ordinal);

    /// <summary>The asset of this name, such as <c>console.css</c>; null when there is none.</summary>
    public Asset? Find(string name) => assets.GetValueOrDefault(name);

    /// <summary>The address of an asset, which changes with its content, so that a browser may keep it.</summary>
    /// <exception cref="ArgumentException">There is no such asset.</exception>
    public string AddressOf(string name) => Find(name) is { } asset
        ? $"/{Prefix}{name}?v={asset.Version}"
        : throw new ArgumentException($"The console has no asset {name}.", nameof(name));

    private static IEnumerable<Asset> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            if (!resource.StartsWith(Prefix, StringComparison.Ordinal)) continue;
            using var stream = assembly.GetManifestResourceStream(resource)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            yield return new Asset(resource[Prefix.Length..], content, TypeOf(resource), Convert.ToHexStringLower(SHA256.HashData(content))[..16]);
        }
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => throw new NotSupportedException(name),
    };
}

/// <param name="Version">Of the content.</param>
internal sealed record Asset(string Name, byte[] Content, string ContentType, string Version);
