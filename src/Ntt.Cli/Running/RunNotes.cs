using System.Globalization;
using Ntt.Cli.CommandLine;
using Ntt.Transforms;

namespace Ntt.Cli.Running;

/// <summary>Notes in a model what made it, for <c>ntt inspect</c>.</summary>
internal static class RunNotes
{
    /// <summary>The same model with the notes among its network's metadata.</summary>
    public static SparseNetworkTransformer WriteInto(SparseNetworkTransformer model, RunSettings settings)
    {
        var network = model.Network;
        var metadata = new Dictionary<string, string>(network.Metadata)
        {
            ["data"] = settings.Data,
            ["seed"] = settings.Training.Seed.ToString(CultureInfo.InvariantCulture),
            ["command"] = ShellLine.Of("ntt run", settings.Arguments),
            ["version"] = PipelineRun.Version,
        };
        return new SparseNetworkTransformer(
            network.With(network.Layers, metadata), model.FeatureColumnName, model.ClassNames, model.ScoreColumnName, model.PredictedLabelColumnName);
    }
}
