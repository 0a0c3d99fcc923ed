using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.Screening.Scoring;

public static class ScoringRegistration
{
    /// <summary>
    /// Reading and scoring, with their options checked at start. Needs a <see cref="Indicators.RuleBook"/>, a <see cref="Facts.FactBook"/>, a
    /// <see cref="TextModel.LoadedTextModel"/> and <see cref="Suggestions.RecordingRules"/>, which the host loads from its files.
    /// </summary>
    public static IServiceCollection AddScoring(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<ScoringOptions>().BindConfiguration(ScoringOptions.Section);
        services.AddSingleton<IValidateOptions<ScoringOptions>, ScoringOptionsValidator>();
        services.AddSingleton(provider => new NarrativeReader(
            provider.GetRequiredService<Indicators.RuleBook>(),
            provider.GetRequiredService<Facts.FactBook>(),
            provider.GetRequiredService<TextModel.LoadedTextModel>().Model,
            provider.GetRequiredService<Linkage.IdentifierExtractor>()));
        services.AddSingleton(provider => new CrimeScorer(
            provider.GetRequiredService<Indicators.RuleBook>(),
            ScoringModel.Of(provider.GetRequiredService<TextModel.LoadedTextModel>()),
            provider.GetRequiredService<Suggestions.RecordingRules>(),
            provider.GetRequiredService<IOptions<ScoringOptions>>().Value));
        return services;
    }
}

[OptionsValidator]
internal sealed partial class ScoringOptionsValidator : IValidateOptions<ScoringOptions>;
