using System.Globalization;
using BenchmarkDotNet.Running;
using CrimeScreeningWorker.Benchmarks;

// compare [--narratives N] [--runs R]: every contender on the same narratives, as ratios. Anything else goes to BenchmarkDotNet (--filter '*').
if (args is not ["compare", .. var settings])
{
    BenchmarkSwitcher.FromAssembly(typeof(TextParts).Assembly).Run(args);
    return 0;
}

var (narratives, runs) = (100_000, 5);
for (var i = 0; i < settings.Length; i += 2)
{
    var isNumber = int.TryParse(settings.ElementAtOrDefault(i + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0;
    if (!isNumber || settings[i] is not ("--narratives" or "--runs"))
    {
        await Console.Error.WriteLineAsync("Usage: compare [--narratives N] [--runs R]");
        return 2;
    }

    if (settings[i] == "--narratives") narratives = value;
    else runs = value;
}

var equipment = await Equipment.LoadAsync(AppContext.BaseDirectory, narratives, CancellationToken.None);
using var outside = new OutsideContenders(Path.Combine(AppContext.BaseDirectory, "outside.py"), equipment);
await Console.Out.WriteAsync(new Comparison(equipment, outside).Run(runs));
return 0;
