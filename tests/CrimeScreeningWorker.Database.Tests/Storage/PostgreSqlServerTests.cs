using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CrimeScreeningWorker.Database.Tests.Storage;

public sealed class PostgreSqlServerTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("screening-password-");

    [Theory]
    [InlineData("Host=warehouse.force.example;Database=crime", SslMode.VerifyFull)]
    [InlineData("Host=10.0.0.7;Database=crime", SslMode.VerifyFull)]
    [InlineData("Host=127.0.0.1;Database=crime", SslMode.Prefer)]
    [InlineData("Host=localhost;Database=crime", SslMode.Prefer)]
    [InlineData("Host=/var/run/postgresql;Database=crime", SslMode.Prefer)]
    [InlineData("Host=warehouse.force.example;Database=crime;SSL Mode=Require", SslMode.Require)]
    [InlineData("Host=localhost;Database=crime;SslMode=VerifyCA", SslMode.VerifyCA)]
    public void Settings_OfAHost_AsksForTheCertificateUnlessItIsThisMachine(string connection, SslMode expected) =>
        Assert.Equal(expected, PostgreSqlServer.Settings(new PostgreSqlSourceOptions { ConnectionString = connection }, "test").SslMode);

    [Fact]
    public void Settings_PasswordFileOfItsOwner_IsReadWithoutItsLineEnd()
    {
        var path = PasswordFile(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        Assert.Equal("made up ", PostgreSqlServer.Settings(Options(path), "test").Password);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    public void Settings_PasswordFileThatOthersMayRead_IsRefused(UnixFileMode more)
    {
        var path = PasswordFile(UnixFileMode.UserRead | more);

        var refused = Assert.Throws<PostgreSqlServerException>(() => PostgreSqlServer.Settings(Options(path), "test"));

        Assert.Contains("chmod 600", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("made up", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_NoPasswordFile_IsRefused() =>
        Assert.Contains("missing", Assert.Throws<PostgreSqlServerException>(() => PostgreSqlServer.Settings(Options("/nowhere/at/all"), "test")).Message, StringComparison.Ordinal);

    [Fact]
    public void Find_SourceWithFaults_ListsEachWithItsKeyAndNoPassword()
    {
        var refused = Assert.Throws<OptionsValidationException>(() => Sources(
            ("ConnectionString", "Host=warehouse;Password=secret-of-the-test"), ("Overlap", "-01:00:00"), ("Columns:victim_name", "x")).Find("night"));

        Assert.Contains("Sources:night:ConnectionString: names no Database.", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Sources:night:ConnectionString: holds a password", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Sources:night:Columns: victim_name is no column of the crime extract.", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Overlap", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-of-the-test", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_ConfiguredName_IsTheViewAndAnythingElseAFile()
    {
        var sources = Sources(("ConnectionString", "Host=warehouse;Database=crime"), ("Columns:team", "squad"));

        using var view = sources.Find("night");
        using var file = sources.Find("night.csv");

        Assert.IsType<PostgreSqlSourceReader>(view);
        Assert.Equal("night", view.Name);
        Assert.IsType<CsvSourceReader>(file);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static ConfiguredSources Sources(params (string Key, string Value)[] settings) => new(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"Sources:night:{s.Key}", (string?)s.Value))).Build(),
        Options<SourceOptions>(), Options<RetryOptions>(), TimeProvider.System, NullLogger<ConfiguredSources>.Instance);

    private static IOptions<T> Options<T>() where T : class, new() => Microsoft.Extensions.Options.Options.Create(new T());

    private static PostgreSqlSourceOptions Options(string passwordFile) =>
        new() { ConnectionString = "Host=localhost;Database=crime", PasswordFile = passwordFile };

    private string PasswordFile(UnixFileMode mode)
    {
        var path = Path.Combine(folder.FullName, "password");
        File.WriteAllText(path, "made up \n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, mode);
        return path;
    }
}
