namespace Ntt.Core.Tests.Compute;

/// <summary>Checks that an argument is refused by its name.</summary>
internal static class Refusal
{
    public static void Of<TException>(string argument, Action action)
        where TException : ArgumentException
    {
        TException error = Assert.ThrowsExactly<TException>(action);
        Assert.AreEqual(argument, error.ParamName, error.Message);
    }
}
