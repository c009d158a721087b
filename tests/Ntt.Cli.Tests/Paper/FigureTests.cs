using System.Xml.Linq;
using Ntt.Cli.Paper;
using Ntt.Cli.Results;

namespace Ntt.Cli.Tests.Paper;

[TestClass]
public sealed class FigureTests
{
    private static readonly FigurePanel s_conv4 = new("cifar10", "conv-4");

    [TestMethod]
    public void Table_HasThePublishedNumbersBesideOurs()
    {
        var results = Results("table2", "paper", s_conv4, (method, density, seed) => density == 0.05 ? 0.78 + (seed / 1_000.0) : 0.5);

        var table = FigureTable.Of(results, results.Panels.Single());

        Assert.AreEqual(
            """
            | method | runs | 5% | 5%, published | 3% | 3%, published | 1% | 1%, published |
            |---|---:|---:|---:|---:|---:|---:|---:|
            | ntt | 5 | 78.30 ± 0.16 | 78.85 ± 0.36 | 50.00 ± 0.00 | 76.28 ± 0.32 | 50.00 ± 0.00 | 68.81 ± 0.28 |
            | snip | 5 | 78.30 ± 0.16 | 78.28 ± 0.33 | 50.00 ± 0.00 | 76.00 ± 0.48 | 50.00 ± 0.00 | 67.12 ± 0.46 |
            | logit-snip | 5 | 78.30 ± 0.16 | 77.27 ± 0.36 | 50.00 ± 0.00 | 75.13 ± 0.66 | 50.00 ± 0.00 | 65.90 ± 0.48 |

            """.ReplaceLineEndings(),
            table.ToMarkdown());
        Assert.IsTrue(results.IsComplete);
        Assert.AreEqual("45 cells", results.Count);
        Assert.StartsWith("Budget paper, 45 cells. Test accuracy in percent", FigurePage.Notes(results));
        Assert.IsNull(FigureCharts.Of(results, results.Panels[0]), "tables have no picture");
    }

    [TestMethod]
    [DataRow("table2", "cifar10", "conv-4", "ntt reproduce table2 --budget smoke --out FOLDER")]
    [DataRow("table1", "cifar10", "conv-4", "ntt reproduce table1 --budget smoke --data cifar10 --out FOLDER")]
    [DataRow("fig5", "digits", "lenet-300-100", "ntt reproduce fig5 --budget smoke --data digits --out FOLDER")]
    public void Command_NamesTheDataSetWhereTheFigureIsOfOthersToo(string figure, string data, string network, string command)
        => Assert.AreEqual(command, Results(figure, "smoke", new(data, network), (_, _, _) => 0.5).Command);

    [TestMethod]
    public void WhileTraining_StandsBesideTheAuthorsNotebooks()
    {
        var results = Results("fig4", "short", new("mnist", "lenet-300-100"), (method, _, seed) => 0.9 + (seed / 100.0));

        var markdown = FigureTable.Of(results, results.Panels[0]).ToMarkdown();

        Assert.Contains("| method | from | runs | end | step 100 |", markdown);
        Assert.Contains("| ntt | here | 3 | 92.00 (91.00 to 93.00) | 50.00 (50.00 to 50.00) |", markdown);
        Assert.Contains("| random | authors' notebook | 2 | 93.60, 93.13 | 44.69, 38.64 |", markdown);
        var notes = FigurePage.Notes(results);
        Assert.Contains("Budget short, 18 cells.", notes);
        Assert.Contains("Not as in the paper: 15 of 50 epochs of training, 3 of 5 seeds.", notes);
        var picture = FigureCharts.Of(results, results.Panels[0])!;
        string[] texts = [.. picture.Descendants().Select(element => element.Value)];
        Assert.Contains("Fig. 4: test accuracy while training at 3 %", texts);
        Assert.Contains("mnist, lenet-300-100; mean, least and greatest of 3 seeds; budget short", texts);
        Assert.HasCount(2 * 6, picture.Elements(picture.Name.Namespace + "polyline").ToArray(), "six methods and their keys");
    }

    [TestMethod]
    public void AgainstDensity_HasNotebooksAtTheirDensityAlone()
    {
        var results = Results("fig7", "short", new("mnist", "lenet-5-caffe"), (_, density, _) => density);

        var markdown = FigureTable.Of(results, results.Panels[0]).ToMarkdown();

        Assert.Contains("| method | runs | 1% | 3% | 3%, published | 10% |", markdown);
        Assert.Contains("| ntt | 2 | 1.00 (1.00 to 1.00) | 3.00 (3.00 to 3.00) | 98.34, 98.35 | 10.00 (10.00 to 10.00) |", markdown);
        Assert.Contains("| dense | 2 | 100.00 (100.00 to 100.00) | 100.00 (100.00 to 100.00) |  | 100.00 (100.00 to 100.00) |", markdown);
    }

    [TestMethod]
    public void Layers_HaveMeansOfKeptWeightsAndTheSpeedup()
    {
        var results = Results("fig10", "short", s_conv4, (_, _, _) => 0.5);

        var markdown = FigureTable.Of(results, results.Panels[0]).ToMarkdown();

        Assert.Contains("| method, allocation | runs | fc1 | theoretical speed-up |", markdown);
        Assert.Contains("| ntt, global | 1 | 3 | 33.0 |", markdown);
        Assert.Contains("snip, layerwise", FigureCharts.Of(results, results.Panels[0])!.Descendants().Select(element => element.Value));
    }

    [TestMethod]
    public void Folder_ShowsCompleteFigures_AndIncompleteOnesWithMoreThanThose()
    {
        var panel = new FigurePanel("mnist", "lenet-300-100");
        RunResult[] fig4 = [.. Runs("fig4", "smoke", panel, (_, _, _) => 0.5)];
        RunResult[] fig5 = [.. Runs("fig5", "smoke", panel, (_, _, _) => 0.5)];

        Assert.AreEqual("fig4", Names(fig4));
        Assert.AreEqual("fig4 fig5", Names(fig5));
        Assert.AreEqual("fig4 fig5", Names([.. fig4, .. fig5.Where(run => run.Density.Requested == 0.1 && run.Method == "ntt")]));
        Assert.AreEqual("fig4 fig5", Names([fig4[0]]));
        Assert.AreEqual("", Names([.. fig5.Select(run => run with { Budget = null })]), "runs of 'ntt run'");
        Assert.AreEqual("", Names([.. fig5.Select(run => run with { Budget = "of another version" })]));
        var part = FigureResults.Of([fig4[0]])[0];
        Assert.AreEqual("1 of 6 cells", part.Count);
        Assert.Contains("budget smoke, 1 of 6 cells", FigureCharts.Of(part, part.Panels[0])!.ToString());
    }

    [TestMethod]
    public void Files_AreAPictureAndATable()
    {
        using var folder = new TemporaryFolder();
        foreach (var run in Runs("fig4", "smoke", new("digits", "lenet-300-100"), (_, _, _) => 0.5))
            MadeUpRuns.Write(folder[$"{PaperFigure.NameOf(run)}.json"], run);

        var files = FigureFiles.Write(PaperFigures.All.Single(figure => figure.Name == "fig4"), folder.FullPath);

        CollectionAssert.AreEqual((string[])[folder["fig4-digits-smoke.svg"], folder["fig4-smoke.md"]], files.ToArray());
        Assert.AreEqual("svg", XDocument.Load(files[0]).Root!.Name.LocalName);
        Assert.StartsWith("## Fig. 4: Test accuracy while training at 3 %\n\nBudget smoke, 6 cells. Not as in the paper: 10 steps of NTT", File.ReadAllText(files[1]));
        Assert.IsEmpty(FigureFiles.Write(PaperFigures.All.Single(figure => figure.Name == "table1"), folder.FullPath));
    }

    private static string Names(IEnumerable<RunResult> runs) => string.Join(' ', FigureResults.Of(runs).Select(results => results.Figure.Name));

    [TestMethod]
    public void ASeedThatIsPartlyThere_ShowsInTheNumberOfRuns()
    {
        var runs = Runs("fig5", "short", new("mnist", "lenet-300-100"), (_, density, _) => density)
            .Where(run => run.Seed < 3 || (run is { Seed: 3, Density.Requested: 0.01 } && run.Method == "ntt"));
        var results = FigureResults.Of(runs).Single(each => each.Figure.Name == "fig5");

        var markdown = FigureTable.Of(results, results.Panels[0]).ToMarkdown();

        Assert.Contains("| ntt | 2 to 3 |", markdown);
        Assert.Contains("| random | 2 |", markdown);
        Assert.IsTrue(FigureCharts.Of(results, results.Panels[0])!.Descendants()
            .Any(element => element.Value.StartsWith("mnist, lenet-300-100; mean, least and greatest of 2 to 3 seeds", StringComparison.Ordinal)));
    }

    private static FigureResults Results(string name, string budget, FigurePanel panel, Func<string, double, int, double> accuracy)
        => FigureResults.Of(Runs(name, budget, panel, accuracy)).Single(results => results.Figure.Name == name);

    /// <summary>Every cell of a panel with an accuracy made up.</summary>
    private static IEnumerable<RunResult> Runs(string name, string budget, FigurePanel panel, Func<string, double, int, double> accuracy)
    {
        var figure = PaperFigures.All.Single(each => each.Name == name);
        foreach (var cell in figure.Cells(Budget.Find(budget), panel))
        {
            string Option(string option, string preset) => cell.Arguments.SkipWhile(text => text != option).Skip(1).FirstOrDefault(preset);
            var density = double.Parse(Option("--density", "1"), System.Globalization.CultureInfo.InvariantCulture);
            var seed = int.Parse(Option("--seed", ""), System.Globalization.CultureInfo.InvariantCulture);
            var end = accuracy(cell.Method, density, seed);
            var run = MadeUpRuns.Run(cell.Method, Option("--allocation", "layerwise"), seed, end);
            yield return run with
            {
                Arguments = cell.Arguments,
                Data = new DataFacts(panel.Data, 60_000, 10_000),
                Network = panel.Network,
                Density = new DensityFacts(density, density),
                Budget = budget,
                Train = run.Train with { History = [new(0, 2.3, 0.1), new(100, 1, 0.5), .. Enumerable.Range(0, 10).Select(index => new TrainPoint(190 + index, 0.1, end))] },
            };
        }
    }
}
