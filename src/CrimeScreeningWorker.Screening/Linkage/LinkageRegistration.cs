using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.Screening.Linkage;

public static class LinkageRegistration
{
    /// <summary>Identifiers and links, with their options checked at start.</summary>
    public static IServiceCollection AddLinkage(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<LinkageOptions>().BindConfiguration(LinkageOptions.Section);
        services.AddSingleton<IValidateOptions<LinkageOptions>, LinkageOptionsValidator>();
        services.AddSingleton(provider => new IdentifierExtractor(provider.GetRequiredService<IOptions<LinkageOptions>>().Value));
        services.AddSingleton(provider => new Linker(provider.GetRequiredService<IOptions<LinkageOptions>>().Value));
        return services;
    }
}

[OptionsValidator]
internal sealed partial class LinkageOptionsValidator : IValidateOptions<LinkageOptions>;
