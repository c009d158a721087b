namespace Ntt.PublicApi.Tests.Packages;

/// <summary>What is published is built against Microsoft.ML.</summary>
[TestClass]
public sealed class PackRefusalTests
{
    [TestMethod]
    public void PackingTheEmbeddedHost_IsRefusedAndSaysWhatToDo()
    {
        string folder = Directory.CreateTempSubdirectory("ntt-pack-").FullName;
        try
        {
            (int code, string output) = DotNetCommand.TryRun(
                Repository.Root, Path.Combine(folder, "packages"), "pack", Path.Combine("src", "Ntt.Transforms"), "--no-build", "--no-restore", "-p:PipelineHost=embedded", "-o", folder, "-nodeReuse:false");
            Assert.AreEqual(1, code);
            Assert.Contains("Ntt.Transforms is not packed with the embedded host", output);
            Assert.Contains("Use 'dotnet pack -p:PipelineHost=mlnet' with a NuGet feed that serves it.", output);
            Assert.IsEmpty(Directory.GetFiles(folder, "*.nupkg"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
