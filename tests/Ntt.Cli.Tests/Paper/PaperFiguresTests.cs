using Ntt.Cli.CommandLine;
using Ntt.Cli.Grids;
using Ntt.Cli.Paper;

namespace Ntt.Cli.Tests.Paper;

[TestClass]
public sealed class PaperFiguresTests
{
    [TestMethod]
    public void EveryCellOfEveryBudget_IsARunThatIsUnderstood()
    {
        using var output = new StringWriter();
        var terminal = new Terminal(output, CancellationToken.None);
        var understood = new HashSet<string>();

        foreach (var figure in PaperFigures.All)
        {
            foreach (var budget in Budget.All)
            {
                var cells = figure.Plan(budget.Name, null).Cells.Cast<RunCell>().ToArray();
                Assert.IsNotEmpty(cells);
                Assert.HasCount(cells.Length, cells.Select(cell => cell.Name).Distinct().ToArray(), figure.Name);
                foreach (var cell in cells.Where(cell => understood.Add(string.Join(' ', cell.Arguments))))
                    Assert.AreEqual(cell.Arguments.Count, RunCommand.Read(cell.Arguments, terminal).Arguments.Count, cell.Name);
            }
        }
    }

    [TestMethod]
    [DataRow("fig4", "paper", 5 * 6)]
    [DataRow("fig5", "paper", 5 * ((7 * 5) + 1))]
    [DataRow("fig5", "short", 3 * ((7 * 5) + 1))]
    [DataRow("fig5", "smoke", (2 * 5) + 1)]
    [DataRow("fig7", "short", 2 * ((3 * 5) + 1))]
    [DataRow("fig10", "paper", 5 * 6)]
    [DataRow("table1", "paper", 2 * 5 * 3 * 5)]
    [DataRow("table2", "short", 3 * 3)]
    public void Cells_AreMethodsByDensitiesBySeeds(string name, string budget, int count)
    {
        var plan = Figure(name).Plan(budget, null);

        Assert.HasCount(count, plan.Cells);
        Assert.AreEqual(budget, plan.Budget);
        Assert.IsTrue(plan.Cells.Cast<RunCell>().All(cell => cell.Budget == budget));
    }

    [TestMethod]
    public void PaperBudget_IsThePapersSettings()
    {
        Assert.AreEqual(
            "--data mnist --network lenet-300-100 --method ntt --density 0.03 --allocation layerwise --ntt-epochs 20 --epochs 50 --seed 1",
            string.Join(' ', Cells("fig4", "paper")[0].Arguments));
        Assert.AreEqual(
            "--data svhn --network conv-4 --method logit-snip --density 0.01 --allocation layerwise --ntt-epochs 20 --epochs 600 --seed 5",
            string.Join(' ', Cells("table1", "paper")[^1].Arguments));
        Assert.IsTrue(Budget.Paper.Lengths.Values.All(length => length.Deviations is null));
        Assert.IsTrue(Budget.Short.Lengths.Values.All(length => length.Deviations is not null));
    }

    [TestMethod]
    public void SharedRuns_HaveOneNameAndTheSameArguments()
    {
        var all = PaperFigures.All.SelectMany(figure => figure.Plan("paper", null).Cells.Cast<RunCell>())
            .GroupBy(cell => cell.Name).ToDictionary(group => group.Key, group => group.Select(cell => string.Join(' ', cell.Arguments)).Distinct().ToArray());

        Assert.IsTrue(all.Values.All(arguments => arguments.Length == 1));
        Assert.IsTrue(Cells("fig4", "paper").All(cell => Cells("fig5", "paper").Any(other => other.Name == cell.Name)));
        Assert.AreEqual("mnist-lenet-300-100-ntt-layerwise-0.03-1", Cells("fig4", "paper")[0].Name);
        Assert.AreEqual("mnist-lenet-300-100-dense-1", Cells("fig4", "paper")[5].Name);
    }

    [TestMethod]
    public void Data_ChoosesAPartOrTheGeneratedDigits()
    {
        Assert.HasCount(75, Figure("table1").Plan("paper", "cifar10").Cells);
        Assert.IsTrue(Cells("table1", "paper", "svhn").All(cell => cell.Name.StartsWith("svhn-conv-4-", StringComparison.Ordinal)));
        Assert.IsTrue(Cells("table1", "smoke", "digits").All(cell => cell.Name.StartsWith("digits-lenet-5-caffe-", StringComparison.Ordinal)), "Conv-4 reads colours");
        Assert.HasCount(5 * 2, Cells("table1", "smoke", "digits"));
        Assert.IsTrue(PaperFigures.All.All(figure => figure.Plan("smoke", "digits").Cells.Count > 0));
        Assert.AreEqual("short", Figure("fig4").Plan(null, null).Budget, "the preset");
    }

    private static PaperFigure Figure(string name) => PaperFigures.All.Single(figure => figure.Name == name);

    private static RunCell[] Cells(string name, string budget, string? data = null) => [.. Figure(name).Plan(budget, data).Cells.Cast<RunCell>()];
}
