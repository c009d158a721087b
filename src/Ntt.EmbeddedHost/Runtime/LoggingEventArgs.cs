namespace Microsoft.ML;

/// <summary>A message of <see cref="MLContext.Log"/>.</summary>
public class LoggingEventArgs : EventArgs
{
    /// <summary>A bare message.</summary>
    public LoggingEventArgs(string message) => Message = message;

    /// <summary>A message of a kind and a source.</summary>
    public LoggingEventArgs(string message, ChannelMessageKind kind, string source)
    {
        RawMessage = message;
        Kind = kind;
        Source = source;
        Message = $"[Source={source}, Kind={kind}] {message}";
    }

    /// <summary>The names of component and channel.</summary>
    public string Source { get; }

    /// <summary>The weight.</summary>
    public ChannelMessageKind Kind { get; }

    /// <summary>The text after source and kind.</summary>
    public string Message { get; }

    /// <summary>The text alone.</summary>
    public string RawMessage { get; }
}
