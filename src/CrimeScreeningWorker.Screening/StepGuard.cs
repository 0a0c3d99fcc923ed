using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Suggestions;

namespace CrimeScreeningWorker.Screening;

/// <summary>A step of the path that a crime made throw.</summary>
/// <param name="Step">What the step does: <c>reading</c>, <c>linkage</c>, <c>scoring</c>.</param>
/// <param name="Error">Type of what was thrown; its message may quote the record and is not kept.</param>
internal sealed record StepFault(CrimeKey Crime, string Step, string Error)
{
    public const string Reading = "reading", Linkage = "linkage", Scoring = "scoring";
}

/// <summary>What a step gave, or why it gave nothing.</summary>
internal readonly record struct Guarded<T>(T? Value, StepFault? Fault);

/// <summary>
/// Calls the steps so that one crime that a step cannot bear does not end a run. The steps are plain functions: what they throw comes from
/// their input, or from a fault of the machine, which ends the run as it always did.
/// </summary>
internal sealed class StepGuard(ScreeningSteps steps)
{
    private readonly Lock gate = new();
    private readonly Dictionary<CrimeKey, string> alone = [];
    private readonly List<(CrimeKey One, CrimeKey Other, string Error)> pairs = [];

    public Guarded<CrimeReading> Read(Crime crime) => Call(crime.Key, StepFault.Reading, () =>
    {
        var reading = steps.Read(crime);
        return double.IsFinite(reading.TextLogit) ? reading : throw new NotFiniteNumberException();
    });

    public Guarded<(Score Score, Suggestion? Suggestion)> Score(Crime crime, CrimeReading reading, CourseOfConduct history, DateTimeOffset asOf) =>
        Call(crime.Key, StepFault.Scoring, () =>
        {
            var scored = steps.Score(crime, reading, history, asOf);
            return double.IsFinite(scored.Score.Probability) ? scored : throw new NotFiniteNumberException();
        });

    /// <summary>Links of a crime; what it cannot be linked with is left out and kept for <see cref="TakeLinkFaults"/>. By as many threads as there are.</summary>
    public IReadOnlyList<Link> Link(LinkableCrime crime, IReadOnlyList<LinkableCrime> candidates)
    {
        var together = Call(crime.Key, StepFault.Linkage, () => steps.Link(crime, candidates));
        if (together.Fault is null) return together.Value!;
        if (Call(crime.Key, StepFault.Linkage, () => steps.Link(crime, [])) is { Fault: { } fault })
        {
            lock (gate) alone.TryAdd(crime.Key, fault.Error);
            return [];
        }

        // A pair is judged by its two crimes alone, so asking about one after another gives the same links.
        var links = new List<Link>();
        foreach (var other in candidates)
        {
            var pair = Call(crime.Key, StepFault.Linkage, () => steps.Link(crime, [other]));
            if (pair.Fault is { } cause)
            {
                lock (gate) pairs.Add((crime.Key, other.Key, cause.Error));
            }
            else
            {
                links.AddRange(pair.Value!);
            }
        }

        return links;
    }

    /// <summary>
    /// The crimes that could not be linked since the last call. A pair does not show which of its two is at fault: it is the one that fails
    /// by itself, or else the one that has just come, or else the one that fails with more others, or else the later in the batch.
    /// </summary>
    /// <param name="batch">The crimes of the batch and their places in it.</param>
    public IReadOnlyList<StepFault> TakeLinkFaults(IReadOnlyDictionary<CrimeKey, int> batch)
    {
        var faults = alone.Select(crime => new StepFault(crime.Key, StepFault.Linkage, crime.Value)).ToList();
        pairs.RemoveAll(pair => alone.ContainsKey(pair.One) || alone.ContainsKey(pair.Other));
        while (pairs.Count > 0)
        {
            var worst = pairs.Select(pair => pair.One).Concat(pairs.Select(pair => pair.Other)).CountBy(crime => crime)
                .Select(crime => (Place: batch.GetValueOrDefault(crime.Key, -1), Failed: crime.Value, crime.Key))
                .MaxBy(crime => (crime.Place >= 0, crime.Failed, crime.Place, crime.Key)).Key;
            faults.Add(new StepFault(worst, StepFault.Linkage, pairs.First(pair => pair.One == worst || pair.Other == worst).Error));
            pairs.RemoveAll(pair => pair.One == worst || pair.Other == worst);
        }

        alone.Clear();
        return faults;
    }

    private static Guarded<T> Call<T>(CrimeKey crime, string step, Func<T> call)
    {
        try
        {
            return new Guarded<T>(call(), null);
        }
        catch (SystemException e) when (IsOfTheCrime(e))
        {
            return new Guarded<T>(default, new StepFault(crime, step, e.GetType().Name));
        }
    }

    // What a function over text and numbers may throw when it meets something its author did not think of. Everything else (memory, disk,
    // database, a request to stop, a program that is not whole) says nothing about the crime: to set it aside would hide the real fault.
    private static bool IsOfTheCrime(SystemException e) => e
        is ArgumentException or ArithmeticException or ArrayTypeMismatchException or FormatException or IndexOutOfRangeException
        or InsufficientExecutionStackException or InvalidCastException or InvalidOperationException or KeyNotFoundException
        or NotImplementedException or NotSupportedException or NullReferenceException or TimeoutException;
}
