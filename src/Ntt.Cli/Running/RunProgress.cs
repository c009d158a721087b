using Ntt.Cli.CommandLine;

namespace Ntt.Cli.Running;

/// <summary>Shows how far a single run is: bars on a terminal, now and then a line where the output is redirected.</summary>
internal sealed class RunProgress(Terminal terminal) : IRunDisplay
{
    private static readonly TimeSpan s_lineInterval = TimeSpan.FromSeconds(5);

    public T Show<T>(int pruningSteps, int trainingSteps, Func<RunListeners, T> work) => terminal.IsInteractive
        ? StageBars.Create(terminal, isPassing: false).Start(context => work(StageBars.Add(context, pruningSteps, trainingSteps)))
        : new RunLines(terminal.Output, "", s_lineInterval, withEnds: true, TimeProvider.System).Show(pruningSteps, trainingSteps, work);
}
