using System.Diagnostics;

namespace Microsoft.ML.Runtime;

/// <summary>A source of message channels.</summary>
public interface IChannelProvider
{
    /// <summary>Opens a channel for messages.</summary>
    IChannel Start(string name);
}

/// <summary>What components run in.</summary>
public interface IHostEnvironment : IChannelProvider
{
    /// <summary>The environment of one component.</summary>
    IHost Register(string name, int? seed = null, bool? verbose = null);
}

/// <summary>The environment of one component.</summary>
public interface IHost : IHostEnvironment { }

/// <summary>A channel of messages.</summary>
public interface IChannel : IDisposable
{
    /// <summary>Sends a warning.</summary>
    void Warning(MessageSensitivity sensitivity, string fmt, params object[] args);
    /// <summary>Sends news.</summary>
    void Info(MessageSensitivity sensitivity, string fmt);
    /// <summary>Sends news.</summary>
    void Info(MessageSensitivity sensitivity, string fmt, params object[] args);
}

/// <summary>The weight of a message.</summary>
public enum ChannelMessageKind
{
    /// <summary>A detail.</summary>
    Trace = 0,
    /// <summary>News for the user.</summary>
    Info = 1,
    /// <summary>Something odd.</summary>
    Warning = 2,
}

/// <summary>What a message may give away.</summary>
public enum MessageSensitivity
{
    /// <summary>Nothing.</summary>
    None = 0,
}

/// <summary>The environment behind a context, and the hosts registered in it.</summary>
internal sealed class HostEnvironment(Action<LoggingEventArgs> listener) : IHost
{
    private HostEnvironment _parent;
    private string _name;

    public IHost Register(string name, int? seed = null, bool? verbose = null)
    {
        Checks.NonEmpty(name, nameof(name));

        // As in ML.NET, the name of the parent itself is left out.
        return new HostEnvironment(listener) { _parent = this, _name = Join(_parent?._name, name) };
    }

    public IChannel Start(string name) => new Channel(Join(_name, name), listener);

    private static string Join(string parent, string name) => string.IsNullOrEmpty(parent) ? name : $"{parent}; {name}";

    private sealed class Channel : IChannel
    {
        private readonly string _source;
        private readonly Action<LoggingEventArgs> _listener;
        private readonly long _start = Stopwatch.GetTimestamp();
        private bool _disposed;

        public Channel(string source, Action<LoggingEventArgs> listener)
        {
            (_source, _listener) = (source, listener);
            Send(ChannelMessageKind.Trace, "Channel started");
        }

        public void Warning(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(ChannelMessageKind.Warning, fmt, args);
        public void Info(MessageSensitivity sensitivity, string fmt) => Send(ChannelMessageKind.Info, fmt);
        public void Info(MessageSensitivity sensitivity, string fmt, params object[] args) => Send(ChannelMessageKind.Info, fmt, args);

        public void Dispose()
        {
            if (_disposed)
                return;
            _disposed = true;
            Send(ChannelMessageKind.Trace, "Channel finished. Elapsed {0:c}.", Stopwatch.GetElapsedTime(_start));
            Send(ChannelMessageKind.Trace, "Channel disposed");
        }

        private void Send(ChannelMessageKind kind, string format, params object[] args)
        {
            Checks.NonEmpty(format, nameof(format));
            _listener(new LoggingEventArgs(args.Length == 0 ? format : string.Format(CultureInfo.CurrentCulture, format, args), kind, _source));
        }
    }
}
