using System.Text.Json;
using Ntt.Cli.CommandLine;
using Ntt.Cli.Results;
using Ntt.Cli.Running;

namespace Ntt.Cli.Grids;

/// <summary>A cell that is one run of <c>ntt run</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Method">The pruning method.</param>
/// <param name="Arguments">What stands behind <c>ntt run</c>.</param>
/// <param name="Budget">The budget that the result will bear; null for none.</param>
internal sealed record RunCell(string Name, string Method, IReadOnlyList<string> Arguments, string? Budget) : Cell(Name)
{
    public override string Cost => Method;

    public override (CellOutcome Outcome, byte[] Content) Run(CellContext context)
    {
        var run = RunCommand.Read(context.Complete(Arguments), context.Terminal);
        var shared = run with { Pruning = run.Pruning with { TeacherCache = context.Teacher } };
        var result = new PipelineRun(shared, context.Terminal).Execute(context.Display, context.Check).Result with { Budget = Budget };
        return (Of(result), JsonSerializer.SerializeToUtf8Bytes(result, ResultJson.OneLine.RunResult));
    }

    public override CellOutcome Read(string file, Terminal terminal)
    {
        var result = RunResultFile.Read(file);
        ThrowIfOther(file, "ntt run", result.Arguments, RunCommand.Read(Arguments, terminal).Arguments);
        return Of(result);
    }

    private static CellOutcome Of(RunResult result) => new(
        $"accuracy {result.Test.Accuracy:0.00%}",
        $"prune {result.Prune.Seconds:0.0} s, train {result.Train.Seconds:0.0} s",
        result.Prune.Seconds + result.Train.Seconds);
}
