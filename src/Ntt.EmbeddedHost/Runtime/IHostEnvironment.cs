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
    /// <summary>The classes that saved models may name.</summary>
    ComponentCatalog ComponentCatalog { get; }

    /// <summary>The environment of one component.</summary>
    IHost Register(string name, int? seed = null, bool? verbose = null);
}

/// <summary>The environment of one component.</summary>
public interface IHost : IHostEnvironment
{
}

/// <summary>A channel of messages of one type.</summary>
public interface IPipe<TMessage> : IDisposable
{
    /// <summary>Hands a message to the listeners.</summary>
    void Send(TMessage msg);
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

    /// <summary>Something wrong.</summary>
    Error = 3,
}

/// <summary>What a message may give away.</summary>
[Flags]
public enum MessageSensitivity
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Values of the data.</summary>
    UserData = 0x1,

    /// <summary>Names of columns.</summary>
    Schema = 0x2,

    /// <summary>Anything.</summary>
    Unknown = ~None,

    /// <summary>Anything.</summary>
    All = Unknown,
}

/// <summary>A message of a channel.</summary>
public readonly struct ChannelMessage
{
    private readonly string _format;
    private readonly object[] _args;

    /// <summary>The weight.</summary>
    public readonly ChannelMessageKind Kind;

    /// <summary>What the message may give away.</summary>
    public readonly MessageSensitivity Sensitivity;

    internal ChannelMessage(ChannelMessageKind kind, MessageSensitivity sensitivity, string format, object[] args = null)
    {
        Checks.NonEmpty(format, nameof(format));
        (Kind, Sensitivity, _format, _args) = (kind, sensitivity, format, args);
    }

    /// <summary>The text.</summary>
    public string Message => _args == null ? _format : string.Format(CultureInfo.CurrentCulture, _format, _args);
}

/// <summary>A channel of messages.</summary>
public interface IChannel : IPipe<ChannelMessage>
{
    /// <summary>Sends a detail.</summary>
    void Trace(MessageSensitivity sensitivity, string fmt, params object[] args);

    /// <summary>Sends an error.</summary>
    void Error(MessageSensitivity sensitivity, string fmt, params object[] args);

    /// <summary>Sends a warning.</summary>
    void Warning(MessageSensitivity sensitivity, string fmt);

    /// <summary>Sends a warning.</summary>
    void Warning(MessageSensitivity sensitivity, string fmt, params object[] args);

    /// <summary>Sends news.</summary>
    void Info(MessageSensitivity sensitivity, string fmt);

    /// <summary>Sends news.</summary>
    void Info(MessageSensitivity sensitivity, string fmt, params object[] args);
}
