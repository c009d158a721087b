namespace Ntt.Core.Tests.Oracle;

/// <summary>Hands every report on at once, on the thread that makes it.</summary>
internal sealed class Synchronous<T>(Action<T> receive) : IProgress<T>
{
    public void Report(T value) => receive(value);
}
