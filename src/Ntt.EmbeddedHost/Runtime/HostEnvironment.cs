using System.Diagnostics;

namespace Microsoft.ML.Runtime;

/// <summary>The environment behind a context, and the hosts registered in it.</summary>
internal sealed class HostEnvironment(int? seed, Action<string, ChannelMessage> listener) : IHost
{
    private HostEnvironment _parent;
    private string _name;

    public int? Seed => seed;

    public ComponentCatalog ComponentCatalog { get; private init; } = new();

    public IHost Register(string name, int? seed = null, bool? verbose = null)
    {
        Checks.NonEmpty(name, nameof(name));

        // As in ML.NET, the name of the parent itself is left out.
        return new HostEnvironment(seed, listener) { _parent = this, _name = Join(_parent?._name, name), ComponentCatalog = ComponentCatalog };
    }

    public IChannel Start(string name) => new Channel(Join(_name, name), listener);

    private static string Join(string parent, string name) => string.IsNullOrEmpty(parent) ? name : $"{parent}; {name}";

    private sealed class Channel : IChannel
    {
        private readonly string _source;
        private readonly Action<string, ChannelMessage> _listener;
        private readonly Stopwatch _watch = Stopwatch.StartNew();
        private bool _disposed;

        public Channel(string source, Action<string, ChannelMessage> listener)
        {
            (_source, _listener) = (source, listener);
            Send(new(ChannelMessageKind.Trace, MessageSensitivity.None, "Channel started"));
        }

        public void Send(ChannelMessage msg) => _listener(_source, msg);

        public void Trace(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(new(ChannelMessageKind.Trace, sensitivity, fmt, args));

        public void Error(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(new(ChannelMessageKind.Error, sensitivity, fmt, args));

        public void Warning(MessageSensitivity sensitivity, string fmt) => Send(new(ChannelMessageKind.Warning, sensitivity, fmt));

        public void Warning(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(new(ChannelMessageKind.Warning, sensitivity, fmt, args));

        public void Info(MessageSensitivity sensitivity, string fmt) => Send(new(ChannelMessageKind.Info, sensitivity, fmt));

        public void Info(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(new(ChannelMessageKind.Info, sensitivity, fmt, args));

        public void Dispose()
        {
            if (_disposed)
                return;
            _disposed = true;
            Send(new(ChannelMessageKind.Trace, MessageSensitivity.None, "Channel finished. Elapsed {0:c}.", [_watch.Elapsed]));
            Send(new(ChannelMessageKind.Trace, MessageSensitivity.None, "Channel disposed"));
        }
    }
}
