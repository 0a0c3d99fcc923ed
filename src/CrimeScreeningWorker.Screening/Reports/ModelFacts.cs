using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Monitoring;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.TextModel;

namespace CrimeScreeningWorker.Screening.Reports;

/// <summary>What is known of the worker as it is set up: what its card and its transparency record are written from.</summary>
/// <param name="Measured">The report of <c>evaluate --corpus</c>; null when none is given, and then its figures are said to be missing.</param>
/// <param name="Watched">The report on the force's own store; null likewise.</param>
public sealed record ModelFacts(
    TextModelManifest Manifest, ScoringThresholds Thresholds, RuleBook Book, ScopeOptions Scope, ReviewOptions Review, MonitoringOptions Monitoring,
    ReportData? Measured, ReportData? Watched);
