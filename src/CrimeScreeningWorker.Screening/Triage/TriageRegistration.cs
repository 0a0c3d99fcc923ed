using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.Screening.Triage;

public static class TriageRegistration
{
    /// <summary>The output files and the morning page, with their options checked at start.</summary>
    public static IServiceCollection AddTriage(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<TriageOptions>().BindConfiguration(TriageOptions.Section);
        services.AddSingleton<IValidateOptions<TriageOptions>, TriageOptionsValidator>();
        services.AddSingleton(provider => new OutputWriter(provider.GetRequiredService<IOptions<TriageOptions>>().Value));
        return services;
    }
}

[OptionsValidator]
internal sealed partial class TriageOptionsValidator : IValidateOptions<TriageOptions>;
