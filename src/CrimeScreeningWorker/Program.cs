using CrimeScreeningWorker.Commands;

return await CommandLine.RunAsync(args);
