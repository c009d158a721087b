using System.Text.Json;
using Ntt.Cli.CommandLine;
using Ntt.Cli.Grids;
using Ntt.Cli.Results;

namespace Ntt.Cli.Toy;

/// <summary>A cell that is one run of <c>ntt toy</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arguments">What stands behind <c>ntt toy</c>.</param>
/// <param name="Budget">The budget that the result will bear.</param>
internal sealed record ToyCell(string Name, IReadOnlyList<string> Arguments, string Budget) : Cell(Name)
{
    public override string Cost => Name;

    public override (CellOutcome Outcome, byte[] Content) Run(CellContext context)
    {
        var settings = ToyCommand.Read(context.Complete(Arguments), context.Terminal);
        var result = new ToyRun(settings, context.Terminal).Execute(context.Display) with { Budget = Budget };
        return (Of(result), JsonSerializer.SerializeToUtf8Bytes(result, ResultJson.OneLine.ToyResult));
    }

    public override CellOutcome Read(string file, Terminal terminal)
    {
        var result = ToyResultFile.Read(file);
        ThrowIfOther(file, "ntt toy", result.Arguments, ToyCommand.Read(Arguments, terminal).Arguments);
        return Of(result);
    }

    private static CellOutcome Of(ToyResult result)
    {
        var (ntt, random) = (result.Networks[1], result.Networks[^1]);
        return new CellOutcome(
            $"mean distance from the teacher's outputs {ntt.MeanDistance:0.000} of {ntt.Name}, {random.MeanDistance:0.000} of {random.Name}",
            $"prune {result.Prune.Seconds:0.0} s, train {result.TrainSeconds:0.0} s",
            result.Prune.Seconds + result.TrainSeconds);
    }
}
