using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Promotion;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Triage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.ReviewConsole;

/// <summary>What the pages of the lists and of the crimes read.</summary>
internal static class CaseRegistration
{
    /// <summary>Needs the store, the review and the steps of the path.</summary>
    public static IServiceCollection AddCases(this IServiceCollection services)
    {
        services.AddSingleton(provider => new ScreenedCrimeReader(Store(provider)));
        services.AddSingleton(provider => new CaseFileReader(
            provider.GetRequiredService<ScreenedCrimeReader>(), provider.GetRequiredService<ScreeningScope>(), provider.GetRequiredService<RuleBook>(),
            cancellationToken => provider.GetRequiredService<LiveModel>().OfAsync(Store(provider), cancellationToken), provider.GetRequiredService<IOptions<TriageOptions>>().Value));
        services.AddSingleton(provider => new LinkReview(Store(provider), Clock(provider)));
        services.AddSingleton(provider => new QueueFacets(Store(provider), Clock(provider)));
        services.AddSingleton(provider => new DecidedCases(Store(provider), Clock(provider)));
        return services;
    }

    private static ScreeningDatabase Store(IServiceProvider provider) => provider.GetRequiredService<ScreeningDatabase>();

    private static TimeProvider Clock(IServiceProvider provider) => provider.GetRequiredService<TimeProvider>();
}
