using CrimeScreeningWorker.Commands;
using System.CommandLine;
var r=new RootCommand("x"){EvaluateCommand.Create(),RulesCommand.Create()};
return await r.Parse(args).InvokeAsync();
