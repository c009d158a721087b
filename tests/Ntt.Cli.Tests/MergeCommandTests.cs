using Ntt.Cli.Results;

namespace Ntt.Cli.Tests;

[TestClass]
public sealed class MergeCommandTests
{
    private static readonly RunResult s_run = MadeUpRuns.Run("random", "layerwise", 1, 0.9);

    [TestMethod]
    public void Folders_AreJoinedWithTheFoldersInThem()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "one/a.json", s_run);
        Write(folder, "one/inner/b.json", s_run);
        Write(folder, "two/c.json", s_run with { Seed = 2 });

        var result = Merge(folder, "one", "two").Succeeded();

        Assert.Contains("3 results of 2 folders", result.Output);
        CollectionAssert.AreEqual(
            (string[])["a.json", "c.json", "inner", Path.Combine("inner", "b.json")],
            Directory.GetFileSystemEntries(folder["all"], "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder["all"], path)).Order(StringComparer.Ordinal).ToArray());
        Assert.AreEqual(File.ReadAllText(folder["two/c.json"]), File.ReadAllText(folder["all/c.json"]));
        Assert.HasCount(3, Directory.GetFileSystemEntries(folder.FullPath), "nothing is left beside the folders");
    }

    [TestMethod]
    public void CellComputedTwice_IsTheSameButForTimeAndPlace()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "one/a.json", s_run);
        Write(folder, "two/a.json", s_run with
        {
            Threads = 7,
            Prune = s_run.Prune with { Seconds = 99 },
            Train = s_run.Train with { Seconds = 98 },
            Model = new ModelFacts("elsewhere.zip", 2),
            Machine = new MachineFacts("another", 8, ".NET"),
        });

        Assert.Contains("1 results of 2 folders", Merge(folder, "one", "two").Succeeded().Output);

        Assert.AreEqual(File.ReadAllText(folder["one/a.json"]), File.ReadAllText(folder["all/a.json"]), "that of the first");
    }

    [TestMethod]
    public void DifferentResultsOfOneCell_AreRefusedByFileAndField()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "one/a.json", s_run);

        Write(folder, "two/a.json", s_run with { Test = s_run.Test with { Accuracy = 0.5 } });
        Refused("are different results of one cell: test.accuracy is 0.9 in the first and 0.5 in the second.");

        Write(folder, "two/a.json", s_run with { Train = s_run.Train with { History = [s_run.Train.History[0], s_run.Train.History[1] with { Loss = 7 }] } });
        Refused("train.history[1].loss is 0.1 in the first and 7 in the second");

        Write(folder, "two/a.json", s_run with { Train = s_run.Train with { History = [] } });
        Refused("train.history has 2 elements in the first and 0 in the second");

        Write(folder, "two/a.json", s_run);
        File.WriteAllText(folder["one/a.json"], File.ReadAllText(folder["one/a.json"]).Replace("{\"version\"", "{\"more\":1,\"version\"", StringComparison.Ordinal));
        Refused("more is in the first alone");

        void Refused(string difference)
        {
            Merge(folder, "one", "two").Failed(1, folder["one/a.json"], folder["two/a.json"], difference);
            Assert.HasCount(2, Directory.GetFileSystemEntries(folder.FullPath), "nothing is written");
        }
    }

    [TestMethod]
    public void BudgetsAreNotMixed()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "one/a.json", s_run with { Budget = "short" });
        Write(folder, "two/b.json", s_run with { Budget = "paper" });
        Write(folder, "three/c.json", s_run);

        Merge(folder, "one", "two").Failed(1, folder["one/a.json"], folder["two/b.json"], "different budgets (short and paper)");
        Merge(folder, "one", "three").Failed(1, "different budgets (short and none)");
    }

    [TestMethod]
    public void ImagesAreNotMixed()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "one/a.json", s_run);
        Write(folder, "one/inner/a.json", s_run with { Data = new DataFacts("mnist", 210, 90) });
        Write(folder, "one/b.json", s_run with { Data = new DataFacts("cifar10", 50_000, 10_000) });
        Write(folder, "two/c.json", s_run with { Data = new DataFacts("mnist", 210, 90) });

        Merge(folder, "one", "two").Failed(
            1, $"'{folder["one/a.json"]}' is on 60,000 training and 10,000 test images of mnist, '{folder["two/c.json"]}' on 210 and 90;", "Name another folder");
        Merge(folder, "one").Succeeded();
    }

    [TestMethod]
    public void WhatAnEarlierProcessLeft_IsNoPartOfIt()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "one/a.json", s_run);
        Write(folder, $"all.{Environment.ProcessId}.part/old.json", s_run);

        Merge(folder, "one").Succeeded();

        CollectionAssert.AreEqual((string[])[folder["all/a.json"]], Directory.GetFiles(folder["all"]));
    }

    [TestMethod]
    public void TargetMustBeNewOrEmpty()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "one/a.json", s_run);
        Directory.CreateDirectory(folder["all"]);
        Merge(folder, "one").Succeeded();

        Merge(folder, "one").Failed(1, $"--out '{folder["all"]}' is there and holds something. Name a new folder.");
        CommandLineResult.Of("merge", folder["one"], "--out", folder["one"]).Failed(1, "Name a new folder.");
    }

    [TestMethod]
    public void WhatIsNotThereOrNoResult_IsNamed()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["empty"]);
        Write(folder, "one/a.json", s_run);
        Write(folder, "list/a.json", s_run);
        File.WriteAllText(folder["list/a.json"], "[1]");

        Merge(folder, "one", "none").Failed(1, "There is no folder", folder["none"]);
        Merge(folder, "one", "empty").Failed(1, "There is no file *.json", folder["empty"]);
        Merge(folder, "list").Failed(1, $"'{folder["list/a.json"]}' is no result of 'ntt run': The JSON value could not be converted");
        File.WriteAllText(folder["list/a.json"], "{");
        Merge(folder, "list").Failed(1, $"'{folder["list/a.json"]}' is no result of 'ntt run':", "LineNumber: 0");
        File.WriteAllText(folder["list/a.json"], """{ "methods": [] }""");
        Merge(folder, "list").Failed(1, $"'{folder["list/a.json"]}' is no result of 'ntt run':", "'data'");
        File.WriteAllText(folder["list/a.json"], """{ "networks": 3 }""");
        Merge(folder, "list").Failed(1, $"'{folder["list/a.json"]}' is no result of 'ntt toy':");
        MadeUpRuns.Write(folder["list/a.json"], s_run);
        File.WriteAllText(folder["list/a.json"], File.ReadAllText(folder["list/a.json"]).Replace("{\"version\"", "{\"budget\":5,\"version\"", StringComparison.Ordinal));
        Merge(folder, "list").Failed(1, $"'{folder["list/a.json"]}' is no result of 'ntt run':", "budget");
        CommandLineResult.Of("merge", folder["one"]).Failed(2, "'--out' is required");
        CommandLineResult.Of("merge", "--out", folder["all"]).Failed(2, "See 'ntt merge --help'.");
        Assert.IsFalse(Directory.Exists(folder["all"]));
    }

    private static CommandLineResult Merge(TemporaryFolder folder, params string[] sources)
        => CommandLineResult.Of(["merge", .. sources.Select(name => folder[name]), "--out", folder["all"]]);

    private static void Write(TemporaryFolder folder, string name, RunResult result)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
        MadeUpRuns.Write(folder[name], result);
    }
}
