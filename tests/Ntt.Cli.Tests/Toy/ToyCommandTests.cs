using System.Text.Json.Nodes;
using System.Xml.Linq;
using Ntt.Cli.CommandLine;

namespace Ntt.Cli.Tests.Toy;

[TestClass]
public sealed class ToyCommandTests
{
    private static readonly string[] s_few = ["toy", "--data", "digits", "--ntt-steps", "60", "--steps", "90", "--density", "0.2", "--quiet"];

    private static readonly string[] s_small = [.. s_few, "--images", "20"];

    [TestMethod]
    public void AResult_HasTheTeacherAndItsStudentsStepByStep()
    {
        using var folder = new TemporaryFolder();
        var (json, figure) = (folder["toy.json"], folder["toy.svg"]);

        var text = CommandLineResult.Of([.. s_small, "--json", json, "--figure", figure]).Succeeded().Output;

        var result = JsonNode.Parse(File.ReadAllText(json))!;
        var steps = result["steps"]!.AsArray().GetValues<int>().ToArray();
        Assert.AreEqual((0, 90), (steps[0], steps[^1]));
        CollectionAssert.AreEqual(steps.Distinct().Order().ToArray(), steps);
        Assert.AreEqual(60, (int)result["prune"]!["steps"]!);
        Assert.AreEqual("--data digits --images 20 --density 0.2 --ntt-steps 60 --steps 90", string.Join(' ', result["arguments"]!.AsArray().GetValues<string>()));
        var networks = result["networks"]!.AsArray();
        Assert.AreEqual("teacher ntt magnitude random", string.Join(' ', networks.Select(network => (string)network!["name"]!)));
        foreach (var network in networks)
        {
            var loss = network!["loss"]!.AsArray().GetValues<double>().ToArray();
            Assert.HasCount(steps.Length, loss);
            Assert.IsLessThan(loss[0], loss[^1], "it learns");
            Assert.HasCount(6, network["paths"]!.AsArray(), "three images a class");
            Assert.Contains((string)network["name"]!, text);
        }

        Assert.AreEqual(0, (double)networks[0]!["meanDistance"]!);
        Assert.IsGreaterThan(0, (double)networks[3]!["meanDistance"]!);
        Assert.IsLessThan((double)networks[3]!["distance"]![0]!, (double)networks[1]!["distance"]![0]!, "NTT starts nearer to its teacher than random pruning does");
        var svg = XElement.Load(figure);
        Assert.HasCount((4 * 6) + 4, svg.Elements(svg.Name.Namespace + "polyline").ToArray(), "six paths a network, and the keys");
    }

    [TestMethod]
    public void ThePath_BeginsAtTheOutputsAndItsDistanceIsTheirs()
    {
        using var folder = new TemporaryFolder();
        var json = folder["toy.json"];
        CommandLineResult.Of([.. s_few, "--images", "6", "--json", json]).Succeeded();

        var networks = JsonNode.Parse(File.ReadAllText(json))!["networks"]!.AsArray();

        // With three images a class the paths are all images.
        double[][] Outputs(int network, int record) => [.. networks[network]!["paths"]!.AsArray().Select(path => path!["outputs"]![record]!.AsArray().GetValues<double>().ToArray())];
        for (var student = 1; student < networks.Count; student++)
        {
            foreach (var record in (int[])[0, 5, 20])
            {
                var expected = Outputs(0, record).Zip(Outputs(student, record), (one, two) => Math.Sqrt(Math.Pow(one[0] - two[0], 2) + Math.Pow(one[1] - two[1], 2))).Average();
                Assert.AreEqual(expected, (double)networks[student]!["distance"]![record]!, 1e-6);
            }
        }
    }

    [TestMethod]
    public void ThreadsChangeNothing()
    {
        using var folder = new TemporaryFolder();
        string Networks(int threads)
        {
            var json = folder[$"{threads}.json"];
            CommandLineResult.Of([.. s_small, "--threads", $"{threads}", "--json", json]).Succeeded();
            return JsonNode.Parse(File.ReadAllText(json))!["networks"]!.ToJsonString();
        }

        Assert.AreEqual(Networks(1), Networks(3));
    }

    [TestMethod]
    public void AtASmallLearningRate_OneStepMovesOutputsInProportionToIt()
    {
        using var folder = new TemporaryFolder();
        double Move(string rate)
        {
            var json = folder[$"{rate}.json"];
            CommandLineResult.Of("toy", "--data", "digits", "--images", "20", "--ntt-steps", "1", "--steps", "1", "--learning-rate", rate, "--quiet", "--json", json).Succeeded();
            var outputs = JsonNode.Parse(File.ReadAllText(json))!["networks"]![0]!["paths"]![0]!["outputs"]!.AsArray();
            return (double)outputs[1]![0]! - (double)outputs[0]![0]!;
        }

        var once = Move("0.0001");

        Assert.AreNotEqual(0, once);
        Assert.AreEqual(4, Move("0.0004") / once, 0.1);
    }

    [TestMethod]
    public void ResultsOfAnotherLearningRate_StandApartInTables()
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, options) in ((string, string[])[])[("a", []), ("b", ["--kernel-scope", "retained"]), ("c", ["--learning-rate", "0.005"])])
            CommandLineResult.Of(["toy", "--data", "digits", "--images", "20", "--ntt-steps", "2", "--steps", "2", "--quiet", .. options, "--json", folder[$"{name}.json"]]).Succeeded();

        string[] sections = CommandLineResult.Of("tables", folder.FullPath).Succeeded().Output.ReplaceLineEndings("\n").Split("\n## ");

        Assert.HasCount(3, sections);
        Assert.StartsWith("The toy problem, digits, lenet-300-100\n", sections[1]);
        Assert.Contains("at a learning rate of 0.01.", sections[1]);
        Assert.Contains("| ntt, all |", sections[1]);
        Assert.Contains("| ntt, retained |", sections[1]);
        Assert.StartsWith("The toy problem, digits, lenet-300-100, learning rate 0.005\n", sections[2]);
        Assert.DoesNotContain("| ntt, retained |", sections[2]);
    }

    [TestMethod]
    public void CommandInTables_CanBeRun()
    {
        using var folder = new TemporaryFolder();
        CommandLineResult.Of(
            "toy", "--data", "digits", "--images", "20", "--network", "input 28x28x1, flatten, dense 2", "--ntt-steps", "2", "--steps", "2", "--json", folder["a.json"]).Succeeded();

        Assert.Contains(
            "\nntt toy --data digits --images 20 --network \"input 28x28x1, flatten, dense 2\" --ntt-steps 2 --steps 2\n",
            CommandLineResult.Of("tables", folder.FullPath).Succeeded().Output);
    }

    [TestMethod]
    [DataRow("--images", "7", "--images is '7'; it must be an even number of at least 4.")]
    [DataRow("--images", "4000", "--images is 4000; --data digits has 2000 such images of the classes 0 and 1.")]
    [DataRow("--network", "input 28x28x1, flatten, dense 3", "has 3 outputs; the toy problem needs one for each of its 2 classes.")]
    [DataRow("--network", "conv-4", "reads images of 32x32x3; those of --data digits are 28x28x1.")]
    [DataRow("--learning-rate", "0", "--learning-rate is '0'; it must be a number greater than 0.")]
    [DataRow("--density", "0", "--density is '0'; it must be a number greater than 0 and at most 1.")]
    public void AWrongOption_IsNamedWithItsRange(string option, string value, string message)
        => CommandLineResult.Of("toy", "--data", "digits", option, value).Failed(ExitCodes.Usage, message);

    [TestMethod]
    public void TwoResultsInOneFile_AreRefused()
    {
        using var folder = new TemporaryFolder();
        var file = folder["both"];

        CommandLineResult.Of([.. s_small, "--json", file, "--figure", file]).Failed(ExitCodes.Usage, "--json and --figure both name");
        Assert.IsFalse(File.Exists(file));
    }
}
