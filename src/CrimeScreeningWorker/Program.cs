using CrimeScreeningWorker.Commands;

// Exit codes: 0 done, 1 failed, 2 bad arguments, 3 finished with quarantined rows.
return await CommandLine.RunAsync(args);
