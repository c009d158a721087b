namespace Ntt.PublicApi.Tests;

/// <summary>As <see cref="PublicApiTests"/>, where TorchSharp restores.</summary>
[TestClass]
public sealed class TorchSharpApiTests
{
    [TestMethod]
    public void PublicApi_IsTheGoldenFile() => PublicApiTests.CompareWithGoldenFile("Ntt.TorchSharp");
}
