using Microsoft.ML.Runtime;

namespace Ntt.Estimators;

/// <summary>
/// Tells of a fit as it goes: hands each record on to the user's own listener and writes a line of it into a channel of ML.NET, which shows it
/// to whoever listens to the context's log. Without an environment there is no channel.
/// </summary>
/// <typeparam name="TRecord">What is known at a step.</typeparam>
internal abstract class FitLog<TRecord>(IHostEnvironment? environment, string component, string channel, IProgress<TRecord>? progress) : IProgress<TRecord>, IDisposable
{
    private readonly IChannel? _channel = environment?.Register(component).Start(channel);

    public void Report(TRecord value)
    {
        if (_channel is not null)
        {
            Info(Describe(value));
        }

        progress?.Report(value);
    }

    public void Dispose() => _channel?.Dispose();

    protected abstract string Describe(TRecord record);

    protected void Info(string text) => _channel?.Info(MessageSensitivity.None, text);

    protected void Warn(string text) => _channel?.Warning(MessageSensitivity.None, text);
}
