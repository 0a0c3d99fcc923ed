using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace CrimeScreeningWorker.EndToEnd.Tests.Deployment;

/// <remarks>Read, not run: what a container engine or systemd makes of them is in docs/deployment.md.</remarks>
public sealed partial class DeploymentDefinitionTests
{
    private static readonly string[] OneShot = ["migrate", "night"];

    private static readonly string[] Hardening =
    [
        "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes", "PrivateDevices=yes", "ProtectKernelTunables=yes",
        "ProtectKernelModules=yes", "ProtectKernelLogs=yes", "ProtectControlGroups=yes", "ProtectClock=yes", "ProtectHostname=yes", "ProtectProc=invisible",
        "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6", "RestrictNamespaces=yes", "RestrictRealtime=yes", "RestrictSUIDSGID=yes", "LockPersonality=yes",
        "SystemCallArchitectures=native", "CapabilityBoundingSet=", "LimitCORE=0", "UMask=0077", "User=crime-screening", "MemoryMax=1G",
        "ReadWritePaths=/var/lib/crime-screening", "Environment=DOTNET_DbgEnableMiniDump=0 DOTNET_EnableDiagnostics=0",
    ];

    [Fact]
    public void Compose_EveryServiceOfOurs_CanWriteOnlyItsVolumeAndHasNoRights()
    {
        var ours = Services().Where(service => service.Value.ContainsKey("build")).ToList();

        Assert.Equal(["console", "migrate", "night", "worker"], ours.Select(service => service.Key).Order(StringComparer.Ordinal));
        Assert.All(ours, service =>
        {
            Assert.Equal("true", service.Value["read_only"]);
            Assert.Equal(["ALL"], List(service.Value["cap_drop"]));
            Assert.Equal(["no-new-privileges:true"], List(service.Value["security_opt"]));
            Assert.Equal("0", Map(service.Value["ulimits"])["core"]);
            // The user is the image's: the Dockerfile test says that it is not root.
            Assert.False(service.Value.ContainsKey("user"));
            Assert.False(service.Value.ContainsKey("privileged"));
        });
    }

    [Fact]
    public void Compose_ImagesOfOthers_ArePinnedAndListenOnThisMachineAlone()
    {
        var others = Services().Values.Where(service => !service.ContainsKey("build")).ToList();

        Assert.NotEmpty(others);
        Assert.All(others, service => Assert.Matches(PinnedImage(), (string)service["image"]));
        Assert.All(others.SelectMany(service => List(service["ports"])), port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));
    }

    [Fact]
    public void Compose_Secrets_ComeFromOutside()
    {
        var secrets = Services().Values.SelectMany(service => Map(service["environment"])).Where(setting => SecretName().IsMatch(setting.Key)).ToList();

        Assert.NotEmpty(secrets);
        Assert.All(secrets, secret => Assert.StartsWith("${", (string)secret.Value, StringComparison.Ordinal));
        Assert.DoesNotContain(Services().Values.SelectMany(service => Map(service["environment"])), setting => ((string)setting.Value).Contains("Password=", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Compose_WhatKeepsRunning_IsWatched()
    {
        var lasting = Services().Where(service => !OneShot.Contains(service.Key, StringComparer.Ordinal)).ToList();

        Assert.Contains("HEALTHCHECK", File.ReadAllText(PathOf("Dockerfile")), StringComparison.Ordinal);
        // The image's own check asks the service; whatever else runs needs one of its own.
        Assert.All(lasting.Where(service => !string.Equals(service.Key, "worker", StringComparison.Ordinal)), service => Assert.True(service.Value.ContainsKey("healthcheck"), service.Key));
    }

    [Fact]
    public async Task Compose_CommandsAndHealthChecks_Exist()
    {
        using var workspace = new Workspace();
        var commands = Services().Values.Where(service => service.ContainsKey("command")).Select(service => List(service["command"])[0]).Append("health").ToHashSet(StringComparer.Ordinal);

        Assert.Equal(["health", "migrate", "review", "run", "screen"], commands.Order(StringComparer.Ordinal));
        foreach (var command in commands)
        {
            var help = await workspace.RunAsync(command, "--help");
            help.Ends(0);
            Assert.Contains($"CrimeScreeningWorker {command}", help.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Dockerfile_IsPinnedAndEndsAsAUserWithoutRights()
    {
        var lines = File.ReadAllLines(PathOf("Dockerfile"));
        var images = lines.Where(line => line.StartsWith("FROM ", StringComparison.Ordinal)).ToList();

        Assert.Equal(2, images.Count);
        Assert.All(images, image => Assert.Matches(PinnedImage(), image.Split(' ')[1]));
        Assert.Equal("USER $APP_UID", lines.Last(line => line.StartsWith("USER ", StringComparison.Ordinal)));
        Assert.DoesNotContain(lines, line => (line.StartsWith("ENV ", StringComparison.Ordinal) || line.StartsWith("ARG ", StringComparison.Ordinal)) && SecretName().IsMatch(line));
        Assert.Contains("ENV DOTNET_DbgEnableMiniDump=0 DOTNET_EnableDiagnostics=0", lines);
    }

    [Theory]
    [InlineData("crime-screening-worker.service", "run")]
    [InlineData("crime-screening-console.service", "review")]
    public async Task Unit_IsHardenedHoldsNoSecretAndStartsACommandThatExists(string unit, string command)
    {
        var lines = File.ReadAllLines(PathOf(Path.Combine("deploy", unit))).Where(line => !line.StartsWith('#')).ToList();

        Assert.Empty(Hardening.Except(lines, StringComparer.Ordinal));
        Assert.DoesNotContain(lines, line => line.StartsWith("Environment=", StringComparison.Ordinal) && SecretName().IsMatch(line));
        Assert.Contains($"ExecStart=/opt/crime-screening-worker/CrimeScreeningWorker {command}", lines);
        Assert.Contains("EnvironmentFile=-/etc/crime-screening/secrets", lines);
        using var workspace = new Workspace();
        (await workspace.RunAsync(command, "--help")).Ends(0);
    }

    private static string PathOf(string file) => Path.Combine(Repository.Root, file);

    private static Dictionary<string, Dictionary<string, object>> Services()
    {
        using var reader = new StreamReader(PathOf("compose.yaml"));
        var file = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(new MergingParser(new Parser(reader)));
        return Map(file["services"]).ToDictionary(service => service.Key, service => Map(service.Value), StringComparer.Ordinal);
    }

    private static Dictionary<string, object> Map(object node) =>
        ((Dictionary<object, object>)node).ToDictionary(each => (string)each.Key, each => each.Value, StringComparer.Ordinal);

    private static List<string> List(object node) => [.. ((List<object>)node).Cast<string>()];

    [GeneratedRegex(@":\d+\.\d+[^ ]*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PinnedImage();

    [GeneratedRegex("password|secret|key|token", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex SecretName();
}
