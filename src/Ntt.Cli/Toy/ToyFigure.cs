using System.Xml.Linq;
using Ntt.Cli.CommandLine;
using Ntt.Cli.Grids;
using Ntt.Cli.Paper;
using Ntt.Cli.Tables;
using Ntt.Data;

namespace Ntt.Cli.Toy;

/// <summary>
/// A figure of the paper that is made of the toy problem: known is that figures 2, 3 and 11 are, that it has two classes, two outputs, 500 images in one
/// batch, 10 % of the weights and 5,000 steps, with LeNet-300-100 and LeNet-5-Caffe. Which figure shows what is an assignment made here:
/// docs/reproduce.md tells more. NTT is run with the kernel of all weights (the released code) and with that of the kept ones (the paper's equations).
/// </summary>
/// <param name="Name">The name it is asked for by.</param>
/// <param name="Title">Its name in the paper.</param>
/// <param name="Network">The network.</param>
/// <param name="ShowsPaths">Whether it shows the paths of outputs; otherwise how far they are from the teacher's.</param>
internal sealed record ToyFigure(string Name, string Title, string Network, bool ShowsPaths) : IStudy
{
    private const string Data = "mnist";
    private const int Seed = 1;

    private static readonly string[] s_scopes = ["all", "retained"];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ToyFigure> All { get; } =
    [
        new("fig2", "Fig. 2", PaperFigures.Mlp, ShowsPaths: true),
        new("fig3", "Fig. 3", PaperFigures.Mlp, ShowsPaths: false),
        new("fig11", "Fig. 11", PaperFigures.LeNet5, ShowsPaths: true),
    ];

    /// <inheritdoc/>
    public string Description => DescriptionOf(Data);

    /// <inheritdoc/>
    public StudyPlan Plan(string? budget, string? data)
    {
        var asked = Budget.Choose(budget, data);
        if (data is not (null or Data or DataSets.Digits))
            throw new UsageException($"--data is '{data}'; {Name} is of {Data}, or of {DataSets.Digits} with --budget {Budget.Smoke.Name}.");
        return new StudyPlan(asked.Name, [.. s_scopes.Select(scope => CellOf(asked, data ?? Data, scope))]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Publish(string folder)
        => Write(ResultFolder.ReadToys(folder).Where(item => item.Folder == ".").Select(item => item.Result), folder);

    /// <summary>Writes the files of the figure, for each data set and budget of which no result is missing.</summary>
    /// <param name="results">The results of the folder.</param>
    /// <param name="folder">The folder.</param>
    /// <returns>Their paths.</returns>
    public IReadOnlyList<string> Write(IEnumerable<ToyResult> results, string folder)
    {
        var files = new WrittenFiles(folder);
        foreach (var complete in Complete(results))
        {
            foreach (var picture in Pictures(complete))
                files.Add(FileOf(complete, picture.Name), picture.Draw());
            files.Add($"{Name}-{complete[0].Data}-{complete[0].Budget}.md", $"# {Title}: {DescriptionOf(complete[0].Data)}\n\n{ToySection.Text(complete)}");
        }

        return files.Paths;
    }

    /// <summary>The pictures that the figure has of results: their files, and what they show.</summary>
    public IEnumerable<(string File, string Text)> PicturesOf(IEnumerable<ToyResult> results) =>
        from complete in Complete(results)
        from picture in Pictures(complete)
        select (FileOf(complete, picture.Name), $"{Title}, {picture.Name}: {DescriptionOf(complete[0].Data)}");

    private string FileOf(ToyResult[] results, string picture) => $"{Name}-{results[0].Data}-{picture}-{results[0].Budget}.svg";

    private string DescriptionOf(string data) => ShowsPaths
        ? $"How the outputs of a teacher and its students move while training, two classes of {data} with {Network}."
        : $"How far the outputs of students are from their teacher's while training, two classes of {data} with {Network}.";

    /// <summary>The figure's results, those that can stand beside each other together, in the order of the scopes. Without those of which one is missing.</summary>
    private IEnumerable<ToyResult[]> Complete(IEnumerable<ToyResult> results) =>
        from result in results
        where result.Seed == Seed && result.Problem is { Budget: not null, LearningRate: ToySettings.PaperLearningRate } problem && problem.Network == Network
        group result by result.Problem into alike
        let found = s_scopes.Select(scope => alike.FirstOrDefault(result => result.KernelScope == scope)).OfType<ToyResult>().ToArray()
        where found.Length == s_scopes.Length
        select found;

    private IEnumerable<(string Name, Func<XElement> Draw)> Pictures(ToyResult[] results) => ShowsPaths
        ? results.Select(result => (result.KernelScope, (Func<XElement>)(() => ToyCharts.Paths(result).ToSvg())))
        : [("distance", () => ToyCharts.Distances(results).ToSvg()), ("loss", () => ToyCharts.Losses(results).ToSvg())];

    private ToyCell CellOf(Budget budget, string data, string scope)
    {
        string[] cut = budget switch
        {
            _ when budget == Budget.Smoke => ["--images", "20", "--ntt-steps", "20", "--steps", "40"],
            _ when budget == Budget.Short && Network == PaperFigures.Mlp => ["--ntt-steps", "1000"],
            _ when budget == Budget.Short => ["--ntt-steps", "100", "--steps", "1000"],
            _ => [],
        };
        return new ToyCell(
            $"toy-{data}-{Network}-{scope}-{Seed}", ["--data", data, "--network", Network, .. cut, "--kernel-scope", scope, "--seed", $"{Seed}"], budget.Name);
    }
}
