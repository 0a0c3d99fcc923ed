using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CrimeScreeningWorker.Screening.Storage;
using Dapper;
using Npgsql;

namespace CrimeScreeningWorker.Database.Tests.Storage;

/// <summary>Whom the store lets itself be connected to: a real server with certificates of an authority that the test makes.</summary>
/// <remarks>Written in capitals, this machine's name is one that the store does not know for its own: it asks for the certificate.</remarks>
public sealed class PostgreSqlTlsTests : IDisposable
{
    private const string Host = "LOCALHOST";

    private readonly PostgreSqlCluster server = PostgreSqlCluster.Create();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("screening-tls-");
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 authority;

    public PostgreSqlTlsTests() => authority = NewAuthority("CN=The authority of the tests", key);

    [Fact]
    public async Task OpenAsync_CertificateOfTheAuthorityAndTheName_IsEncrypted()
    {
        server.ServeTls(Certificate(Host));

        await using var session = await Store(RootFile(authority)).OpenAsync(CancellationToken.None);

        Assert.True(await session.Connection.QuerySingleAsync<bool>("select ssl from pg_stat_ssl where pid = pg_backend_pid()"));
    }

    [Fact]
    public async Task OpenAsync_CertificateThatNobodyVouchesFor_IsRefused()
    {
        server.ServeTls(Certificate(Host));
        using var otherKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = NewAuthority("CN=Another authority", otherKey);

        foreach (var root in new[] { null, RootFile(other) })
            Assert.Contains("cannot be trusted", await RefusalAsync(root), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_CertificateOfAnotherHost_IsRefused()
    {
        server.ServeTls(Certificate("warehouse.force.example"));

        Assert.Contains("cannot be trusted", await RefusalAsync(RootFile(authority)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_ServerWithoutTls_IsRefused()
    {
        server.ServeTls(null);

        Assert.Contains("offers no TLS", await RefusalAsync(RootFile(authority)), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        server.Dispose();
        authority.Dispose();
        key.Dispose();
        folder.Delete(recursive: true);
    }

    private async Task<string> RefusalAsync(string? root)
    {
        var refused = await Assert.ThrowsAsync<StoreException>(async () => await (await Store(root).OpenAsync(CancellationToken.None)).DisposeAsync());
        Assert.DoesNotContain("made-up", refused.Message, StringComparison.Ordinal);
        return refused.Message;
    }

    private ScreeningDatabase Store(string? root) => new(Screening.Storage.StoreLocation.Of(new PostgreSqlStoreOptions
    {
        ConnectionString = new NpgsqlConnectionStringBuilder(server.ConnectionString(database: null).ConnectionString) { Host = Host, RootCertificate = root }.ConnectionString,
    }));

    private string RootFile(X509Certificate2 root)
    {
        var path = Path.Combine(folder.FullName, root.SerialNumber + ".crt");
        File.WriteAllText(path, root.ExportCertificatePem());
        return path;
    }

    private (string Certificate, string Key) Certificate(string host)
    {
        using var serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=A server of the tests", serverKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, new DateTimeOffset(authority.NotBefore), new DateTimeOffset(authority.NotAfter), RandomNumberGenerator.GetBytes(8));
        return (certificate.ExportCertificatePem(), serverKey.ExportPkcs8PrivateKeyPem());
    }

    private static X509Certificate2 NewAuthority(string name, ECDsa key)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(7));
    }
}
