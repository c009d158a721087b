using Ntt.Cli.Paper;

namespace Ntt.Cli.Tests.Paper;

[TestClass]
public sealed class PublishedNumbersTests
{
    [TestMethod]
    public void Tables_HaveANumberForEveryCell()
    {
        foreach (var table in PaperFigures.All.Where(figure => figure.Kind == FigureKind.Table))
        {
            foreach (var panel in table.Panels)
            {
                foreach (var method in table.Methods)
                {
                    foreach (var density in table.Densities)
                    {
                        Assert.HasCount(1, PublishedNumbers.Accuracies.Where(number
                            => number.Panel == panel && number.Method == method.Name && number.Allocation == method.Allocations[0] && number.Density == density).ToArray());
                    }
                }
            }
        }
    }

    [TestMethod]
    public void Ntt_IsTheBestOfEveryColumn_AsThePaperSays()
    {
        foreach (var column in PublishedNumbers.Accuracies.GroupBy(number => (number.Panel, number.Allocation, number.Density)))
            Assert.AreEqual("ntt", column.MaxBy(number => number.Mean)!.Method, $"{column.Key}");
        foreach (var panel in PublishedNumbers.Courses.GroupBy(course => course.Panel))
        {
            var (ntt, random) = (panel.Single(course => course.Method == "ntt"), panel.Single(course => course.Method == "random"));
            Assert.IsTrue(ntt.Steps.All(at => Math.Min(at.Value.First, at.Value.Second) > Math.Max(random.Steps[at.Key].First, random.Steps[at.Key].Second)));
        }
    }
}
