using System.Text.RegularExpressions;
using Ntt.Cli.DataSources;
using Ntt.Data;
using Ntt.Networks;

namespace Ntt.Cli.Tests;

[TestClass]
public sealed class DataCommandTests
{
    [TestMethod]
    public void List_TellsWhichSetsAreFoundAndWhere()
    {
        using var folder = new TemporaryFolder();
        SmallMnist.Write(folder.FullPath);

        var result = CommandLineResult.Of("data", "list", "--data-dir", folder.FullPath).Succeeded();

        foreach (var name in DataSets.Names)
            Assert.Contains($" {name} ", result.Output);
        Assert.MatchesRegex($@"\smnist\s+{Regex.Escape(folder["mnist"])}\s", result.Output);
        Assert.MatchesRegex(@"\sdigits\s+made by the program\s", result.Output);
        Assert.MatchesRegex(@"\scifar100\s+not found\s", result.Output);
    }

    [TestMethod]
    public void Check_CountsAndTellsApartWhatIsNotThePublishedSet()
    {
        using var folder = new TemporaryFolder();
        SmallMnist.Write(folder.FullPath);

        var result = CommandLineResult.Of("data", "check", "mnist", "--data-dir", folder.FullPath);

        Assert.AreEqual(1, result.ExitCode);
        Assert.MatchesRegex(@"training\s+210\s+28x28x1\s+10\s+21\s+differs from the published one", result.Output);
        Assert.MatchesRegex(@"test\s+90\s+28x28x1\s+10\s+9\s+differs", result.Output);
        Assert.Contains($"Found in {folder["mnist"]}.", result.Output);
    }

    [TestMethod]
    public void Check_OfASetWithoutDigests_Succeeds()
        => Assert.MatchesRegex(@"training\s+10,000\s.*no digest known", CommandLineResult.Of("data", "check", "digits").Succeeded().Output);

    [TestMethod]
    public void Digest_IsOfPixelsThenLabels()
    {
        var images = new LabeledImages(new TensorShape(1, 1, 2), [1, 2, 3, 4], [1, 0], ["a", "b"]);

        // printf '\1\2\3\4\1\0' | sha256sum
        Assert.AreEqual("3898caae35d906aba311d866471911e5265b24594fa1c35a9be71cbe8158b333", PublishedData.Digest(images));
    }

    [TestMethod]
    public void UnknownOrMissingSet_IsExplained()
    {
        using var folder = new TemporaryFolder();
        CommandLineResult.Of("data", "check", "mnits").Failed(2, "'mnits' is no data set; the data sets are mnist, fashion-mnist", "See 'ntt data check --help'.");
        CommandLineResult.Of("data", "list", "all").Failed(2, "See 'ntt data list --help'.");
        CommandLineResult.Of("data", "check", "cifar100", "--data-dir", folder.FullPath).Failed(1, "\"cifar100\" was not found", folder.FullPath, "train.bin");
    }
}
