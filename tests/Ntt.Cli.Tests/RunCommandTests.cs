using System.Text.Json.Nodes;
using Microsoft.ML;
using Ntt.Data;
using Ntt.Files;
using Ntt.Transforms;

namespace Ntt.Cli.Tests;

[TestClass]
public sealed class RunCommandTests
{
    private static TemporaryFolder s_data = null!;

    [ClassInitialize]
    public static void WriteData(TestContext context)
    {
        s_data = new TemporaryFolder();
        SmallMnist.Write(s_data.FullPath);
    }

    [ClassCleanup]
    public static void RemoveData() => s_data.Dispose();

    [TestMethod]
    public void GeneratedDigits_ArePrunedTrainedTestedAndSaved()
    {
        using var folder = new TemporaryFolder();
        var (json, zip) = (folder["result.json"], folder["model.zip"]);

        var result = CommandLineResult.Of(
            "run", "--data", "digits", "--network", "lenet-300-100", "--method", "ntt", "--density", "0.03", "--allocation", "layerwise",
            "--ntt-steps", "4", "--steps", "130", "--seed", "7", "--threads", "2", "--json", json, "--model", zip).Succeeded();

        Assert.Contains("prune 4/4: kernel distance", result.Output);
        Assert.Contains("train 130/130: loss", result.Output);
        Assert.HasCount(2, folder.Content);
        var root = JsonNode.Parse(File.ReadAllText(json))!.AsObject();
        AssertFields(root, "version arguments host data network method allocation control seed threads density layers theoreticalSpeedup prune train test model machine");
        Assert.AreEqual(typeof(MLContext).Assembly.GetName().Name == "Microsoft.ML.Data" ? "mlnet" : "embedded", (string?)root["host"]);
        Assert.StartsWith("0.1.0", (string)root["version"]!);
        Assert.AreEqual(
            "--data digits --network lenet-300-100 --method ntt --density 0.03 --allocation layerwise --ntt-steps 4 --steps 130 --seed 7",
            string.Join(' ', root["arguments"]!.AsArray()));
        AssertFields(root["data"], "name train test");
        Assert.AreEqual("digits 10000 2000", $"{root["data"]!["name"]} {(int)root["data"]!["train"]!} {(int)root["data"]!["test"]!}");
        Assert.AreEqual("lenet-300-100 ntt layerwise", $"{root["network"]} {root["method"]} {root["allocation"]}");
        Assert.AreEqual(7, (int)root["seed"]!);
        Assert.AreEqual(2, (int)root["threads"]!);
        AssertFields(root["density"], "requested kept");
        Assert.AreEqual(0.03, (double)root["density"]!["requested"]!);
        Assert.AreEqual(0.03, (double)root["density"]!["kept"]!);
        AssertFields(root["layers"]![0], "name weights kept units deadUnits denseMultiplyAdds sparseMultiplyAdds");
        Assert.AreEqual(
            "fc1 235200 7056, fc2 30000 900, fc3 1000 30",
            string.Join(", ", root["layers"]!.AsArray().Select(layer => $"{layer!["name"]} {(int)layer["weights"]!} {(int)layer["kept"]!}")));
        Assert.AreEqual(100 / 3.0, (double)root["theoreticalSpeedup"]!, 1e-9);

        AssertFields(root["prune"], "steps seconds history");
        Assert.AreEqual(4, (int)root["prune"]!["steps"]!);
        Assert.IsGreaterThan(0, (double)root["prune"]!["seconds"]!);
        AssertFields(root["prune"]!["history"]![0], "step total kernelDistance targetDistance l2");
        Assert.AreEqual("0 4", Steps(root["prune"]));
        Assert.IsInRange(80, 86, (double)root["prune"]!["history"]![0]!["l2"]!);

        AssertFields(root["train"], "steps seconds history");
        Assert.AreEqual(130, (int)root["train"]!["steps"]!);
        Assert.IsGreaterThan(0, (double)root["train"]!["seconds"]!);
        AssertFields(root["train"]!["history"]![0], "step loss testAccuracy");
        Assert.AreEqual("0 100 130", Steps(root["train"]));

        AssertFields(root["test"], "accuracy logLoss count");
        Assert.AreEqual(2000, (int)root["test"]!["count"]!);
        Assert.AreEqual((double)root["train"]!["history"]![2]!["testAccuracy"]!, (double)root["test"]!["accuracy"]!, 1e-9);
        Assert.IsGreaterThan(0, (double)root["test"]!["logLoss"]!);
        AssertFields(root["machine"], "processor processors framework");
        AssertFields(root["model"], "path bytes");
        Assert.AreEqual(zip, (string?)root["model"]!["path"]);
        Assert.AreEqual(new FileInfo(zip).Length, (long)root["model"]!["bytes"]!);
        AssertModelTestsTheSame(zip, (double)root["test"]!["accuracy"]!, (double)root["test"]!["logLoss"]!);
    }

    [TestMethod]
    [DataRow("dense", 266_200)]
    [DataRow("random", 13_310)]
    [DataRow("magnitude", 13_310)]
    [DataRow("scaled-random", 13_310)]
    [DataRow("snip", 13_310)]
    [DataRow("grasp", 13_310)]
    public void OneShotMethods_HaveNoHistory(string method, int kept)
    {
        using var folder = new TemporaryFolder();

        Run("--method", method, "--steps", "3", "--json", folder["r.json"]).Succeeded();

        var root = JsonNode.Parse(File.ReadAllText(folder["r.json"]))!;
        Assert.AreEqual(method, (string?)root["method"]);
        Assert.AreEqual(method == "dense" ? 1 : 0.05, (double)root["density"]!["requested"]!);
        Assert.AreEqual(kept, root["layers"]!.AsArray().Sum(layer => (int)layer!["kept"]!));
        Assert.AreEqual(0, (int)root["prune"]!["steps"]!);
        Assert.IsEmpty(root["prune"]!["history"]!.AsArray());
        Assert.AreEqual("0 3", Steps(root["train"]));
        Assert.IsNull(root["model"]!["path"]);
        Assert.IsGreaterThan(1_000, (int)root["model"]!["bytes"]!);
        Assert.HasCount(1, folder.Content);
    }

    [TestMethod]
    [DataRow("synflow")]
    [DataRow("iterative-snip")]
    public void IterativeMethods_CountRoundsAsSteps(string method)
    {
        var root = Result("--method", method, "--scoring-rounds", "4", "--steps", "1");

        Assert.AreEqual(4, (int)root["prune"]!["steps"]!);
        Assert.IsEmpty(root["prune"]!["history"]!.AsArray());
    }

    [TestMethod]
    public void OutputTransfer_HasNoKernelDistance()
    {
        var root = Result("--method", "output-transfer", "--ntt-steps", "3", "--steps", "1");

        Assert.AreEqual("0 3", Steps(root["prune"]));
        foreach (var record in root["prune"]!["history"]!.AsArray())
        {
            Assert.IsTrue(record!.AsObject().ContainsKey("kernelDistance"));
            Assert.IsNull(record["kernelDistance"]);
        }
    }

    [TestMethod]
    public void Allocations_KeepAsManyWeightsEachInItsWay()
    {
        string Kept(string allocation)
        {
            var root = Result("--method", "snip", "--allocation", allocation, "--density", "0.03", "--steps", "0");
            Assert.AreEqual(allocation, (string?)root["allocation"]);
            var kept = root["layers"]!.AsArray().Select(layer => (int)layer!["kept"]!).ToArray();
            Assert.AreEqual(7_986, kept.Sum());
            return string.Join(' ', kept);
        }

        // Without convolutions the two forms of Erdős–Rényi are the same.
        Assert.AreEqual("7056 900 30", Kept("layerwise"));
        Assert.AreEqual(Kept("er"), Kept("erk"));
        string[] ways = [Kept("layerwise"), Kept("uniform-plus"), Kept("er"), Kept("global")];
        Assert.HasCount(ways.Length, ways.Distinct().ToArray(), string.Join(", ", ways));
    }

    [TestMethod]
    public void ScoringSamplesAndControls_ReachTheEngine()
    {
        (string? Control, string LogLoss) Of(params string[] options)
        {
            var root = Result(["--method", "logit-snip", "--steps", "3", .. options]);
            return ((string?)root["control"], root["test"]!["logLoss"]!.ToJsonString());
        }

        (string? Control, string LogLoss)[] results =
        [
            Of(), Of("--scoring-samples", "5"), Of("--control", "shuffle-mask"), Of("--control", "reinitialize"), Of("--control", "random-mask"),
        ];

        Assert.HasCount(results.Length, results.Select(result => result.LogLoss).Distinct().ToArray(), string.Join(' ', results));
        Assert.AreEqual("none,none,shuffle-mask,reinitialize,random-mask", string.Join(',', results.Select(result => result.Control)));
    }

    [TestMethod]
    public void DeadUnitsAndWork_AreReported()
    {
        using var folder = new TemporaryFolder();

        var result = Run("--method", "magnitude", "--density", "0.0001", "--steps", "0", "--json", folder["r.json"]).Succeeded();

        var layers = JsonNode.Parse(File.ReadAllText(folder["r.json"]))!["layers"]!.AsArray();
        Assert.AreEqual("300 100 10", string.Join(' ', layers.Select(layer => (int)layer!["units"]!)));
        Assert.AreEqual(10, (int)layers[2]!["deadUnits"]!);
        Assert.AreEqual(266_200, layers.Sum(layer => (long)layer!["denseMultiplyAdds"]!));
        Assert.AreEqual(layers.Sum(layer => (int)layer!["kept"]!), layers.Sum(layer => (long)layer!["sparseMultiplyAdds"]!));
        Assert.Contains($"{layers.Sum(layer => (int)layer!["deadUnits"]!)} of 410 dead", result.Output);
        Assert.Contains("theoretical speed-up", result.Output);
    }

    [TestMethod]
    public void Epochs_AreCountedAsInTheAuthorsCode()
    {
        using var folder = new TemporaryFolder();

        var result = Run("--ntt-epochs", "1", "--epochs", "2", "--ntt-batch-size", "100", "--batch-size", "50", "--json", folder["r.json"]).Succeeded();

        var root = JsonNode.Parse(File.ReadAllText(folder["r.json"]))!;
        Assert.AreEqual(3, (int)root["prune"]!["steps"]!, "210 samples in batches of 100");
        Assert.AreEqual(8, (int)root["train"]!["steps"]!, "two epochs of the 189 samples that are not held out, in batches of 50");
        Assert.Contains("prune 3/3:", result.Output);
        Assert.Contains("train 8/8:", result.Output);
    }

    [TestMethod]
    public void ResultsDependOnTheSeed_NotOnTheThreads()
    {
        using var folder = new TemporaryFolder();
        (string Json, byte[] Model) ResultOf(string threads, string seed)
        {
            Run("--density", "0.03", "--ntt-steps", "5", "--steps", "20", "--threads", threads, "--seed", seed, "--json", folder["r.json"], "--model", folder["m.zip"])
                .Succeeded();
            var root = JsonNode.Parse(File.ReadAllText(folder["r.json"]))!.AsObject();
            root.Remove("threads");
            root.Remove("seed");
            root["prune"]!.AsObject().Remove("seconds");
            root["train"]!.AsObject().Remove("seconds");
            root.Remove("model");
            return (root.ToJsonString(), NetworkOf(folder["m.zip"]));
        }

        var one = ResultOf("1", "1");
        var two = ResultOf("2", "1");
        var other = ResultOf("1", "2");

        Assert.AreEqual(one.Json, two.Json);
        CollectionAssert.AreEqual(one.Model, two.Model);
        Assert.AreNotEqual(one.Json, other.Json);
        CollectionAssert.AreNotEqual(one.Model, other.Model);
    }

    [TestMethod]
    public void NttOptions_ReachTheEngine()
    {
        string Total(params string[] options)
        {
            using var folder = new TemporaryFolder();
            Run(["--ntt-steps", "3", "--steps", "0", "--json", folder["r.json"], .. options]).Succeeded();
            return JsonNode.Parse(File.ReadAllText(folder["r.json"]))!["prune"]!["history"]![1]!["total"]!.ToJsonString();
        }

        string[] totals =
        [
            Total(),
            Total("--kernel-scope", "retained"),
            Total("--pairing", "full"),
            Total("--kernel-weight", "0.01"),
            Total("--weight-decay", "0.01"),
            Total("--ntt-learning-rate", "0.01"),
            Total("--ntt-batch-size", "32"),
            Total("--mask-update-interval", "1"),
            Total("--cache-teacher", "--ntt-batch-size", "99"),
            Total("--allocation", "global"),
            Total("--density", "0.5"),
        ];

        Assert.HasCount(totals.Length, totals.Distinct().ToArray(), string.Join(' ', totals));
    }

    [TestMethod]
    public void TrainingOptions_ReachTheEngine()
    {
        string LogLoss(params string[] options)
        {
            using var folder = new TemporaryFolder();
            Run(["--method", "random", "--steps", "3", "--json", folder["r.json"], .. options]).Succeeded();
            return JsonNode.Parse(File.ReadAllText(folder["r.json"]))!["test"]!["logLoss"]!.ToJsonString();
        }

        string[] losses = [LogLoss(), LogLoss("--learning-rate", "0.02"), LogLoss("--batch-size", "16")];

        Assert.HasCount(losses.Length, losses.Distinct().ToArray(), string.Join(' ', losses));
    }

    [TestMethod]
    public void Quiet_ShowsTheSummaryAlone()
    {
        var result = Run("--method", "random", "--steps", "2", "--quiet").Succeeded();

        Assert.DoesNotContain("train 0/2", result.Output);
        Assert.Contains("accuracy", result.Output);
    }

    [TestMethod]
    public void LayerWithoutWeights_IsAWarning()
    {
        using var folder = new TemporaryFolder();

        var result = Run("--method", "magnitude", "--density", "0.0001", "--steps", "2", "--json", folder["r.json"]).Succeeded();

        Assert.Contains("warning", result.Output);
        Assert.Contains("Layer fc3 keeps none of its 1000 weights", result.Output);
        Assert.AreEqual(0, (int)JsonNode.Parse(File.ReadAllText(folder["r.json"]))!["layers"]![2]!["kept"]!);
    }

    private static CommandLineResult Run(params string[] options)
        => CommandLineResult.Of(["run", "--data", "mnist", "--data-dir", s_data.FullPath, .. options]);

    private static JsonNode Result(params string[] options)
    {
        using var folder = new TemporaryFolder();
        Run([.. options, "--json", folder["r.json"]]).Succeeded();
        return JsonNode.Parse(File.ReadAllText(folder["r.json"]))!;
    }

    private static void AssertFields(JsonNode? node, string names)
    {
        Assert.AreEqual(names, string.Join(' ', node!.AsObject().Select(field => field.Key)));
        foreach (var (name, value) in node.AsObject())
            Assert.IsNotNull(value, name);
    }

    private static string Steps(JsonNode? stage) => string.Join(' ', stage!["history"]!.AsArray().Select(record => (int)record!["step"]!));

    /// <summary>The bytes of the network in a zip. Those of the zip itself are another second's elsewhere: ML.NET writes the time into it.</summary>
    private static byte[] NetworkOf(string zip)
    {
        Assert.IsTrue(new MLContext().Model.Load(zip, out _).TryGetSparseNetwork(out var network));
        return NetworkFile.Serialize(network);
    }

    private static void AssertModelTestsTheSame(string zip, double accuracy, double logLoss)
    {
        var ml = new MLContext();
        var model = ml.Model.Load(zip, out _);
        var test = ml.Data.LoadFromImages(DataSets.Load(DataSets.Digits).Test);
        var metrics = ml.MulticlassClassification.Evaluate(model.Transform(test));
        Assert.AreEqual(accuracy, metrics.MicroAccuracy);
        Assert.AreEqual(logLoss, metrics.LogLoss);
        Assert.IsTrue(model.TryGetSparseNetwork(out var network));
        Assert.AreEqual(7_986, network.KeptCount);
    }
}
