using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.Screening.Review;

public static class ReviewRegistration
{
    /// <summary>The review of what the runs found, with its options checked at start. The store and <see cref="ScopeOptions"/> are registered by the caller.</summary>
    public static IServiceCollection AddReview(this IServiceCollection services)
    {
        services.AddReviewOptions();
        services.AddSingleton(provider => new AccessLog(Store(provider)));
        services.AddSingleton(provider => new ReviewList(
            Store(provider), provider.GetRequiredService<IOptions<ScopeOptions>>().Value, Options(provider)));
        services.AddSingleton(provider => new ReviewItems(Store(provider), Options(provider)));
        services.AddSingleton(provider => new Claims(Store(provider), Options(provider)));
        services.AddSingleton(provider => new Decisions(Store(provider), Options(provider)));
        services.AddSingleton(provider => new BulkReview(Store(provider), Options(provider)));
        services.AddSingleton(provider => new CdiDesk(Store(provider), Options(provider)));
        services.AddSingleton(provider => new SavedViews(Store(provider)));
        services.AddSingleton(provider => new PeopleSearch(Store(provider), provider.GetRequiredService<IdentifierExtractor>()));
        services.AddSingleton(provider => new RepeatPeople(Store(provider)));
        services.AddSingleton(provider => new RunLedger(Store(provider)));
        return services;
    }

    /// <summary>The options alone: what a run needs, which does the reviewers' part at its end.</summary>
    public static IServiceCollection AddReviewOptions(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<ReviewOptions>().BindConfiguration(ReviewOptions.Section);
        services.AddSingleton<IValidateOptions<ReviewOptions>, ReviewOptionsValidator>();
        return services;
    }

    private static ScreeningDatabase Store(IServiceProvider provider) => provider.GetRequiredService<ScreeningDatabase>();

    private static ReviewOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<ReviewOptions>>().Value;
}

[OptionsValidator]
internal sealed partial class ReviewOptionsValidator : IValidateOptions<ReviewOptions>;
