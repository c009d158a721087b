using Ntt.Cli.CommandLine;

namespace Ntt.Cli.Tests.CommandLine;

[TestClass]
public sealed class ShellLineTests
{
    [TestMethod]
    [DataRow("ntt run")]
    [DataRow("ntt run --data mnist --density 0.03 --seed -1", "--data", "mnist", "--density", "0.03", "--seed", "-1")]
    [DataRow("ntt run --network \"input 5x5x1, flatten, dense 10\"", "--network", "input 5x5x1, flatten, dense 10")]
    [DataRow("ntt run \"\" \"a;b\" \"it's\" \"*\"", "", "a;b", "it's", "*")]
    [DataRow("ntt run \"\\\"\" \"\\$x\" \"\\`\" \"a\\\\b\"", "\"", "$x", "`", "a\\b")]
    public void Arguments_AreQuotedWhereAShellWouldNotTakeThemAsTheyAre(string line, params string[] arguments)
        => Assert.AreEqual(line, ShellLine.Of("ntt run", arguments));
}
