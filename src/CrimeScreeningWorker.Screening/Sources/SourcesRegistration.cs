using CrimeScreeningWorker.Screening.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.Screening.Sources;

public static class SourcesRegistration
{
    /// <summary>How sources are read and which crimes are in scope, with the options checked at start.</summary>
    public static IServiceCollection AddSources(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<SourceOptions>().BindConfiguration(SourceOptions.Section);
        services.AddSingleton<IValidateOptions<SourceOptions>, SourceOptionsValidator>();
        services.AddOptionsWithValidateOnStart<ScopeOptions>().BindConfiguration(ScopeOptions.Section);
        services.AddSingleton<IValidateOptions<ScopeOptions>, ScopeOptionsValidator>();
        services.AddOptionsWithValidateOnStart<RetryOptions>().BindConfiguration(RetryOptions.Section);
        services.AddSingleton<IValidateOptions<RetryOptions>, RetryOptionsValidator>();
        services.AddSingleton<ConfiguredSources>();
        services.AddSingleton<ConfiguredStores>();
        services.AddSingleton(provider => new ScreeningScope(provider.GetRequiredService<IOptions<ScopeOptions>>().Value));
        return services;
    }
}

[OptionsValidator]
internal sealed partial class SourceOptionsValidator : IValidateOptions<SourceOptions>;

[OptionsValidator]
internal sealed partial class ScopeOptionsValidator : IValidateOptions<ScopeOptions>;
