using BenchmarkDotNet.Running;
using CrimeScreeningWorker.Benchmarks;

// compare [NARRATIVES] [ROUNDS] [NAME]   ours beside others, ratios in one run; NAME: this one of ours alone, for a profiler
// anything else                          BenchmarkDotNet: --filter '*'
if (args is ["compare", ..])
{
    var count = args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 100_000;
    var rounds = args.Length > 2 ? int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture) : 5;
    await new Comparison(await Narratives.ReadAsync(count, seed: 1), new Parts(), count, rounds, args.Length > 3 ? args[3] : null, Console.Out).RunAsync();
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(Narratives).Assembly).Run(args);
}
