namespace Ntt.Cli.Tests;

[TestClass]
public sealed class RunCommandFailureTests
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
    [DataRow("--method is 'sniff'; it must be one of ntt, output-transfer, logit-snip, px, ntk-sap, synflow, synflow-l2, magnitude, random, scaled-random, snip, iterative-snip, force, grasp, dense.", "--method", "sniff")]
    [DataRow("--data is 'mnits'; it must be one of mnist, fashion-mnist, cifar10, cifar100, svhn, digits.", "--data", "mnits")]
    [DataRow("'vgg' is no network known by name (lenet-300-100, lenet-5-caffe, conv-4)", "--network", "vgg")]
    [DataRow("'dens 10' at character", "--network", "input 28x28x1, flatten, dens 10")]
    [DataRow("--allocation is 'fair'; it must be one of layerwise, uniform-plus, er, erk, global.", "--allocation", "fair")]
    [DataRow("--control is 'both'; it must be one of none, shuffle-mask, reinitialize, random-mask.", "--control", "both")]
    [DataRow("--scoring-rounds is '0'; it must be a whole number of at least 1.", "--scoring-rounds", "0")]
    [DataRow("--scoring-samples is '0'; it must be a whole number of at least 1.", "--scoring-samples", "0")]
    [DataRow("--kernel-scope is 'some'; it must be one of all, retained.", "--kernel-scope", "some")]
    [DataRow("--pairing is 'none'; it must be one of halves, full.", "--pairing", "none")]
    [DataRow("--density is '0'; it must be a number greater than 0 and at most 1.", "--density", "0")]
    [DataRow("--density is '3%'; it must be", "--density", "3%")]
    [DataRow("--density is 'NaN'; it must be", "--density", "NaN")]
    [DataRow("--density is '1.5'; it must be", "--density", "1.5")]
    [DataRow("--steps is '-1'; it must be a whole number of at least 0.", "--steps", "-1")]
    [DataRow("--epochs is '0'; it must be a whole number of at least 1.", "--epochs", "0")]
    [DataRow("--ntt-batch-size is '1'; it must be a whole number of at least 2.", "--ntt-batch-size", "1")]
    [DataRow("--threads is '0'; it must be a whole number from 1 to 1024.", "--threads", "0")]
    [DataRow("--learning-rate is '0'; it must be a number greater than 0.", "--learning-rate", "0")]
    [DataRow("--kernel-weight is '-1'; it must be a number of at least 0.", "--kernel-weight", "-1")]
    [DataRow("--kernel-weight does not go with --method output-transfer, which computes no kernel.", "--method", "output-transfer", "--kernel-weight", "0.1")]
    [DataRow("--kernel-scope does not go with --method output-transfer", "--method", "output-transfer", "--kernel-scope", "all")]
    [DataRow("--pairing does not go with --method output-transfer", "--method", "output-transfer", "--pairing", "full")]
    [DataRow("--seed is 'x'; it must be a whole number.", "--seed", "x")]
    [DataRow("'--frobnicate'", "--frobnicate")]
    [DataRow("--seed", "--seed")]
    [DataRow("--json and --model both name 'a'", "--json", "a", "--model", "./a")]
    [DataRow("reads images of 5x5x1; those of --data digits are 28x28x1.", "--network", "input 5x5x1, flatten, dense 10")]
    [DataRow("has 3 outputs; --data digits has 10 classes.", "--network", "input 28x28x1, flatten, dense 3")]
    public void WrongUsage_IsExplainedInOneLine(string explanation, params string[] options)
    {
        var result = CommandLineResult.Of(["run", .. options]);

        result.Failed(2, explanation, "See 'ntt run --help'.");
        Assert.AreEqual("", result.Output);
    }

    [TestMethod]
    public void UnknownOrMissingCommand_ListsTheCommands()
    {
        CommandLineResult.Of("prune").Failed(2, "'prune' is no command; the commands are run, ", ", data.");
        CommandLineResult.Of().Failed(2, "A command is needed: run, ", ", data.");
    }

    [TestMethod]
    public void Help_ListsMethodsAndDefaults()
    {
        var result = CommandLineResult.Of("run", "--help").Succeeded();

        Assert.Contains("ntt, output-transfer, logit-snip", result.Output);
        Assert.Contains("(default 50)", result.Output);
    }

    [TestMethod]
    public void MissingData_ListsTheFoldersTried()
    {
        using var folder = new TemporaryFolder();

        var result = CommandLineResult.Of("run", "--data", "fashion-mnist", "--data-dir", folder.FullPath);

        result.Failed(
            1, folder["fashion-mnist"], Path.Combine(Environment.CurrentDirectory, "data", "fashion-mnist"), "train-images-idx3-ubyte.gz", "NTT_DATA");
    }

    [TestMethod]
    public void DamagedData_NamesFileAndOffset()
    {
        using var folder = new TemporaryFolder();
        SmallMnist.Write(folder.FullPath);
        var labels = folder[Path.Combine("mnist", "t10k-labels-idx1-ubyte")];
        File.WriteAllBytes(labels, File.ReadAllBytes(labels)[..50]);

        CommandLineResult.Of("run", "--data", "mnist", "--data-dir", folder.FullPath).Failed(1, labels, "offset");
    }

    [TestMethod]
    [DataRow("Training diverged: the loss is", "run", "--method", "random", "--steps", "20", "--learning-rate", "1E+20")]
    [DataRow("Pruning diverged: the objective is", "run", "--ntt-steps", "20", "--ntt-learning-rate", "1E+20")]
    [DataRow("Training diverged: the loss is", "toy", "--images", "20", "--ntt-steps", "1", "--steps", "20", "--learning-rate", "1E+20")]
    public void Divergence_IsToldWithTheLearningRate(string message, params string[] arguments)
    {
        var result = CommandLineResult.Of([.. arguments, "--data", "mnist", "--data-dir", s_data.FullPath]);

        result.Failed(1, $"ntt: {message}", "The learning rate is 1E+20; try a smaller one.");
        Assert.DoesNotContain("report it", result.Error);
    }

    [TestMethod]
    [DataRow("--json")]
    [DataRow("--model")]
    public void UnwritablePath_IsFoundBeforeTheWork(string option)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["taken"]);
        var other = option == "--json" ? "--model" : "--json";

        foreach (var path in (string[])[folder[Path.Combine("missing", "file")], folder["taken"], ""])
        {
            var result = CommandLineResult.Of("run", option, path, other, folder["other"]);

            result.Failed(1, $"{option} '{path}' cannot be written", "Name a file in a folder that exists and may be written to.");
            Assert.AreEqual("", result.Output);
            Assert.HasCount(1, folder.Content);
        }
    }

    [TestMethod]
    public void Cancellation_LeavesOldFilesAlone()
    {
        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        File.WriteAllText(folder["r.json"], "old");
        using var output = new CancellingWriter(cancellation, "train 0/");

        var result = CommandLineResult.Of(
            ["run", "--data", "mnist", "--data-dir", s_data.FullPath, "--method", "random", "--json", folder["r.json"], "--model", folder["m.zip"]],
            output,
            cancellation.Token);

        result.Failed(1, "Cancelled; nothing was written.");
        Assert.HasCount(1, folder.Content);
        Assert.AreEqual("old", File.ReadAllText(folder["r.json"]));
    }

    [TestMethod]
    public void Cancellation_EndsPruningToo()
    {
        using var cancellation = new CancellationTokenSource();
        using var output = new CancellingWriter(cancellation, "prune 0/");

        var result = CommandLineResult.Of(["run", "--data", "mnist", "--data-dir", s_data.FullPath], output, cancellation.Token);

        result.Failed(1, "Cancelled");
        Assert.DoesNotContain("train", result.Output);
    }

    /// <summary>Cancels once it is given a line that begins so.</summary>
    private sealed class CancellingWriter(CancellationTokenSource cancellation, string start) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.StartsWith(start, StringComparison.Ordinal) == true)
                cancellation.Cancel();
        }
    }
}
