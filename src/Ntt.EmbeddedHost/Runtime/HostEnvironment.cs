using System.Diagnostics;

namespace Microsoft.ML.Runtime;

/// <summary>The environment behind a context, and the hosts registered in it.</summary>
internal sealed class HostEnvironment : IHost
{
    private readonly HostEnvironment _root;
    private readonly HostEnvironment _parent;
    private readonly string _shortName;
    private readonly string _fullName;
    private readonly Lock _lock = new();

    public HostEnvironment(int? seed, Action<string, ChannelMessage> listener)
    {
        _root = this;
        Seed = seed;
        Listener = listener;
        Rand = seed is { } value ? new TauswortheHybrid((uint)value) : new TauswortheHybrid(new Random());
        ComponentCatalog = new ComponentCatalog();
    }

    private HostEnvironment(HostEnvironment parent, string name, int? seed)
    {
        _root = parent._root;
        _parent = parent;
        _shortName = name;

        // As in ML.NET, the name of the parent itself is left out.
        _fullName = Join(parent._parent?._fullName, name);
        lock (parent._lock)
            Rand = seed is { } value ? new TauswortheHybrid((uint)value) : new TauswortheHybrid(parent.Rand);
        ComponentCatalog = parent.ComponentCatalog;
    }

    public int? Seed { get; }

    public Random Rand { get; }

    public ComponentCatalog ComponentCatalog { get; }

    public string ContextDescription => _fullName ?? "HostEnvironment";

    private Action<string, ChannelMessage> Listener { get; }

    public IHost Register(string name, int? seed = null, bool? verbose = null)
    {
        Checks.NonEmpty(name, nameof(name));
        return new HostEnvironment(this, name, seed);
    }

    public IChannel Start(string name) => new Channel(this, name);

    public TException Process<TException>(TException ex)
        where TException : Exception
    {
        if (ex != null)
        {
            ex.Data["Throwing component"] = _shortName ?? "Environment";
            ex.Data["Parent component"] = _parent?._parent?._fullName;
        }

        return ex;
    }

    private static string Join(string parent, string name) => string.IsNullOrEmpty(parent) ? name : $"{parent}; {name}";

    private sealed class Channel : IChannel
    {
        private readonly HostEnvironment _owner;
        private readonly string _source;
        private readonly Stopwatch _watch = Stopwatch.StartNew();
        private bool _disposed;

        public Channel(HostEnvironment owner, string name)
        {
            _owner = owner;
            _source = Join(owner._fullName, name);
            Trace(MessageSensitivity.None, "Channel started");
        }

        public string ContextDescription => _source;

        public void Send(ChannelMessage msg) => _owner._root.Listener(_source, msg);

        public void Trace(MessageSensitivity sensitivity, string fmt) => Send(new(ChannelMessageKind.Trace, sensitivity, fmt));

        public void Trace(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(new(ChannelMessageKind.Trace, sensitivity, fmt, args));

        public void Error(MessageSensitivity sensitivity, string fmt) => Send(new(ChannelMessageKind.Error, sensitivity, fmt));

        public void Error(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(new(ChannelMessageKind.Error, sensitivity, fmt, args));

        public void Warning(MessageSensitivity sensitivity, string fmt) => Send(new(ChannelMessageKind.Warning, sensitivity, fmt));

        public void Warning(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(new(ChannelMessageKind.Warning, sensitivity, fmt, args));

        public void Info(MessageSensitivity sensitivity, string fmt) => Send(new(ChannelMessageKind.Info, sensitivity, fmt));

        public void Info(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(new(ChannelMessageKind.Info, sensitivity, fmt, args));

        public TException Process<TException>(TException ex)
            where TException : Exception
            => _owner.Process(ex);

        public void Dispose()
        {
            if (_disposed)
                return;
            _disposed = true;
            Trace(MessageSensitivity.None, "Channel finished. Elapsed {0:c}.", _watch.Elapsed);
            Trace(MessageSensitivity.None, "Channel disposed");
        }
    }
}
