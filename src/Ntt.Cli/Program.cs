using System.Runtime.InteropServices;
using Ntt.Cli.CommandLine;

// The first interrupt lets the work end by itself and clean up; a second one ends the process.
using var interrupt = new CancellationTokenSource();

void Interrupt(PosixSignalContext context)
{
    context.Cancel = !interrupt.IsCancellationRequested;
    interrupt.Cancel();
}

using var keyboard = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using var termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);

return NttCommand.Run(args, Console.Out, Console.Error, interrupt.Token);
