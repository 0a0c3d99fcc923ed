using System.Globalization;
using BenchmarkDotNet.Running;
using CrimeScreeningWorker.Benchmarks;

// compare [--narratives N] [--runs R]: every contender on the same narratives, as ratios. throughput [--crimes N] [--store postgresql://...]: the whole
// path, stage by stage. history [--times N]: what a record costs over a history N times as long. Anything else goes to BenchmarkDotNet (--filter '*').
if (args is ["throughput", .. var path])
{
    var (crimes, store) = (20_000, (string?)null);
    for (var i = 0; i < path.Length; i += 2)
    {
        if (path[i] == "--store" && i + 1 < path.Length) store = path[i + 1];
        else if (path[i] != "--crimes" || !int.TryParse(path.ElementAtOrDefault(i + 1), NumberStyles.None, CultureInfo.InvariantCulture, out crimes) || crimes < 1)
        {
            await Console.Error.WriteLineAsync("Usage: throughput [--crimes N] [--store postgresql://USER@HOST:PORT/DATABASE]");
            return 2;
        }
    }

    using var throughput = new Throughput(crimes, store);
    await Console.Out.WriteAsync(await throughput.RunAsync());
    return 0;
}

if (args is ["history", .. var longer])
{
    var times = 100;
    if (longer is not [] && (longer is not ["--times", var given] || !int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out times) || times < 2))
    {
        await Console.Error.WriteLineAsync("Usage: history [--times N]");
        return 2;
    }

    using var history = new History(times);
    await Console.Out.WriteAsync(await history.RunAsync(5));
    return 0;
}

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
