using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Suggestions;
using CrimeScreeningWorker.Screening.TextModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.Screening.Scoring;

public static class ScoringRegistration
{
    /// <summary>
    /// Reading and scoring, with their options checked at start. Needs a <see cref="RuleBook"/>, a <see cref="FactBook"/>, a
    /// <see cref="LoadedTextModel"/> (the configured one, which a store's live model takes the place of) and <see cref="RecordingRules"/>, which the
    /// host loads from its files.
    /// </summary>
    public static IServiceCollection AddScoring(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<ScoringOptions>().BindConfiguration(ScoringOptions.Section);
        services.AddSingleton<IValidateOptions<ScoringOptions>, ScoringOptionsValidator>();
        services.AddSingleton(provider => new ScoringPaths(
            provider.GetRequiredService<RuleBook>(), provider.GetRequiredService<FactBook>(), provider.GetRequiredService<IdentifierExtractor>(),
            provider.GetRequiredService<RecordingRules>(), provider.GetRequiredService<IOptions<ScoringOptions>>().Value));
        services.AddSingleton(provider => new Promotion.LiveModel(
            provider.GetRequiredService<ScoringPaths>(), provider.GetRequiredService<LoadedTextModel>));
        services.AddOptionsWithValidateOnStart<Promotion.GateOptions>().BindConfiguration(Promotion.GateOptions.Section);
        services.AddSingleton<IValidateOptions<Promotion.GateOptions>, GateOptionsValidator>();
        return services;
    }
}

[OptionsValidator]
internal sealed partial class ScoringOptionsValidator : IValidateOptions<ScoringOptions>;

[OptionsValidator]
internal sealed partial class GateOptionsValidator : IValidateOptions<Promotion.GateOptions>;
