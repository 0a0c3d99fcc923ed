using System.Text.RegularExpressions;
using CrimeScreeningWorker.EndToEnd.Tests.Contract;

namespace CrimeScreeningWorker.EndToEnd.Tests.Deployment;

/// <remarks>A setting that the reference lacks is one that nobody can find.</remarks>
public sealed partial class ConfigurationReferenceTests
{
    [Fact]
    public void Reference_IsWhatTheOptionsClassesSay()
    {
        using var workspace = new Workspace();

        Snapshot.Verify("docs/configuration.md", workspace.Write("configuration.md", ConfigurationReference.Write()));
    }

    [Fact]
    public void EverySetting_IsExplained()
    {
        Assert.All(ConfigurationReference.Classes, each => Assert.NotEqual("", ConfigurationReference.Summary(each.Type)));
        Assert.All(
            ConfigurationReference.Classes.SelectMany(each => ConfigurationReference.Properties(each.Type).Select(property => (each.Type, property.Name))),
            each => Assert.True(ConfigurationReference.Summary(each.Type, each.Name).Length > 0, $"{each.Type.Name}.{each.Name} has no summary."));
    }

    [Fact]
    public void EveryClassThatIsBound_IsInTheReference()
    {
        var bound = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Binding().Matches(File.ReadAllText(file)).Select(match => match.Groups["type"].Value)).ToHashSet(StringComparer.Ordinal);

        Assert.True(bound.Count > 10);
        Assert.Empty(bound.Except(ConfigurationReference.Classes.Select(each => each.Type.Name), StringComparer.Ordinal));
    }

    [GeneratedRegex(@"(AddOptionsWithValidateOnStart|\.Get|IValidateOptions)<([A-Za-z]+\.)*(?<type>[A-Za-z]+Options)>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Binding();
}
