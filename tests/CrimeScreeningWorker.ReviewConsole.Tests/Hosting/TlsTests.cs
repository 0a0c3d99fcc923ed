using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CrimeScreeningWorker.ReviewConsole.Tests.Harness;

namespace CrimeScreeningWorker.ReviewConsole.Tests.Hosting;

/// <summary>A console with a certificate of its own.</summary>
public sealed class TlsFixture : ConsoleFixture
{
    private const string Password = "of the tests";

    private readonly string file = Path.Combine(Path.GetTempPath(), $"console-tls-{Environment.ProcessId}.pfx");

    public string Thumbprint { get; private set; } = "";

    protected override string ListenAt => "https://127.0.0.1:0";

    protected override Dictionary<string, string?> Settings => new(base.Settings, StringComparer.Ordinal)
    {
        ["Console:Certificate"] = file,
        ["Console:CertificatePassword"] = Password,
    };

    public override async Task InitializeAsync()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=console.example", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        Thumbprint = certificate.Thumbprint;
        await File.WriteAllBytesAsync(file, certificate.Export(X509ContentType.Pfx, Password));
        await base.InitializeAsync();
    }

    public override Task DisposeAsync()
    {
        File.Delete(file);
        return base.DisposeAsync();
    }
}

public sealed class TlsTests(TlsFixture console) : IClassFixture<TlsFixture>
{
    [Fact]
    public async Task Cookies_ByTls_AreSecureAndBelongToTheHost()
    {
        bool IsTheConsoles(object sender, X509Certificate? shown, X509Chain? chain, System.Net.Security.SslPolicyErrors faults) =>
            shown?.GetCertHashString() == console.Thumbprint;

        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, SslOptions = { RemoteCertificateValidationCallback = IsTheConsoles } };
        using var client = new HttpClient(handler);

        using var answer = await client.GetAsync(new Uri(console.Address + "/account/sign-in"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.All(answer.Headers.GetValues("Set-Cookie"), set => Assert.StartsWith("__Host-", set, StringComparison.Ordinal));
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), set => set.StartsWith("__Host-form=", StringComparison.Ordinal));
        Assert.Contains("secure", cookie);
        Assert.Contains("httponly", cookie);
        Assert.Equal("max-age=31536000", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
    }
}
