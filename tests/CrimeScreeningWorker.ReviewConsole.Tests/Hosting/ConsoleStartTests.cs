using CrimeScreeningWorker.Commands;
using CrimeScreeningWorker.Screening.Storage;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.ReviewConsole.Tests.Hosting;

public sealed class ConsoleStartTests
{
    [Theory]
    [InlineData("SignIn:Authority", "Console:Urls=http://127.0.0.1:0")]
    [InlineData("SignIn:Local lets anyone in", "Console:Urls=http://0.0.0.0:0", "SignIn:Local=true", "Console:Proxies:0=10.0.0.1")]
    [InlineData("SignIn:Local lets anyone in", "Console:Urls=http://*:0", "SignIn:Local=true", "Console:Proxies:0=10.0.0.1")]
    [InlineData("without TLS", "Console:Urls=http://0.0.0.0:0", "SignIn:Authority=https://login.example/", "SignIn:ClientId=c")]
    [InlineData("Console:Certificate", "Console:Urls=https://0.0.0.0:0", "SignIn:Authority=https://login.example/", "SignIn:ClientId=c")]
    [InlineData("Console:Proxies: proxy.example is no IP address", "Console:Urls=http://127.0.0.1:0", "SignIn:Local=true", "Console:Proxies:0=proxy.example")]
    [InlineData("is no address", "Console:Urls=somewhere", "SignIn:Local=true")]
    [InlineData("SignIn:ClientId is missing", "SignIn:Authority=https://login.example/")]
    [InlineData("has no TLS", "SignIn:Authority=http://login.example/", "SignIn:ClientId=c")]
    [InlineData("both set", "SignIn:Authority=https://login.example/", "SignIn:ClientId=c", "SignIn:Local=true")]
    [InlineData("SignIn:Roles: chief is no role", "SignIn:Local=true", "SignIn:Roles:chief=chiefs")]
    [InlineData("SignIn:IdleExpiry", "SignIn:Local=true", "SignIn:IdleExpiry=05:00:00", "SignIn:AbsoluteExpiry=01:00:00")]
    [InlineData("there is no file", "SignIn:Local=true", "Console:Certificate=no-such.pfx")]
    public void Build_OfAConsoleThatIsNotSafe_IsRefusedByTheNameOfTheSetting(string expected, params string[] settings)
    {
        var fault = Assert.Throws<OptionsValidationException>(() => ReviewCommand.Build(Store, Settings(settings)));

        Assert.Contains(expected, fault.Message);
    }

    [Theory]
    [InlineData("Console:Urls=http://127.0.0.1:0", "SignIn:Local=true")]
    [InlineData("Console:Urls=http://[::1]:0", "SignIn:Local=true")]
    [InlineData("Console:Urls=http://localhost:8780", "SignIn:Authority=http://127.0.0.1:9/", "SignIn:ClientId=c")]
    [InlineData("Console:Urls=http://0.0.0.0:0", "SignIn:Authority=https://login.example/", "SignIn:ClientId=c", "Console:Proxies:0=10.0.0.1")]
    public async Task Build_OfASafeConsole_Succeeds(params string[] settings)
    {
        await using var app = ReviewCommand.Build(Store, Settings(settings));

        Assert.NotEmpty(app.Urls);
    }

    private static StoreLocation Store => StoreLocation.Parse("sqlite:" + Path.Combine(Path.GetTempPath(), "never-made.db"));

    private static Dictionary<string, string?> Settings(string[] settings) =>
        settings.Select(setting => setting.Split('=', 2)).ToDictionary(pair => pair[0], pair => (string?)pair[1], StringComparer.OrdinalIgnoreCase);
}
