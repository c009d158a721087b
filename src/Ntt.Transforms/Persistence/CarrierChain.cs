using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using Ntt.Diagnostics;
using Ntt.Networks;

namespace Ntt.Transforms.Persistence;

/// <summary>
/// The form in which a transformer is saved: a chain of ML.NET's own transformers that computes the same columns. Only those can be written
/// into a model zip on public API; the one step of our own is a custom mapping, which a zip names by assembly and contract.
/// </summary>
internal static class CarrierChain
{
    /// <summary>The chain that stands for a transformer.</summary>
    /// <exception cref="NotSupportedException">The network has more outputs than a zip can hold.</exception>
    public static TransformerChain<ITransformer> Create(Network network, SavedPipeline saved)
        => Create(CarrierDecoder.Encode(saved.WriteInto(network)), saved, network.Architecture.Input.Size, network.Architecture.OutputCount);

    /// <summary>The same, around a network's text.</summary>
    internal static TransformerChain<ITransformer> Create(string text, SavedPipeline saved, int features, int outputs)
    {
        if (outputs >= 1 << CarrierOutput.Pieces)
        {
            throw new NotSupportedException($"A network with {outputs} outputs cannot be saved in a model zip; at most {(1 << CarrierOutput.Pieces) - 1} can.");
        }

        var pieces = Enumerable.Range(0, CarrierOutput.Pieces).Reverse().Where(power => (outputs >> power & 1) != 0).Select(PieceName).ToArray();
        var ml = new MLContext();
        var steps = new List<ITransformer>();
        var data = HelperView(ml, saved.FeatureColumnName, features);
        Append(ml.Transforms.CustomMapping(new CarrierSeedMapping().GetMapping(), CarrierSeedMapping.ContractName));
        Append(ml.Transforms.Conversion.MapValue(CarrierColumns.Network, [new KeyValuePair<uint, string>(1, text)], CarrierColumns.Seed));
        Append(ml.Transforms.CopyColumns(CarrierColumns.Features, saved.FeatureColumnName));
        Append(ml.Transforms.CustomMapping(new CarrierScoreMapping().GetMapping(), CarrierScoreMapping.ContractName));
        Append(ml.Transforms.Concatenate(saved.ScoreColumnName, pieces));
        if (saved.Kind == SavedPipeline.Trained)
        {
            var labels = LabelTable(ml, saved.Labels!);
            var (number, key) = (labels.Schema[nameof(LabelRow.Number)], labels.Schema[nameof(LabelRow.Key)]);
            Append(ml.Transforms.Conversion.MapValue(saved.PredictedLabelColumnName!, labels, number, key, CarrierColumns.Predicted));
        }

        Append(ml.Transforms.DropColumns(
        [
            CarrierColumns.Seed, CarrierColumns.Network, CarrierColumns.Features, CarrierColumns.Predicted, .. Enumerable.Range(0, CarrierOutput.Pieces).Select(PieceName),
        ]));
        return new TransformerChain<ITransformer>([.. steps]);

        void Append(IEstimator<ITransformer> estimator)
        {
            var step = estimator.Fit(data);
            steps.Add(step);
            data = step.Transform(data);
        }
    }

    /// <summary>Reads the network and its transformer's description back out of a loaded chain.</summary>
    /// <returns>Whether the transformer is such a chain.</returns>
    /// <exception cref="FileContentException">It is one, but its network cannot be read.</exception>
    public static bool TryRead(ITransformer transformer, out (Network Network, SavedPipeline Saved) content)
    {
        content = default;
        if (transformer is not IEnumerable<ITransformer> chain || chain.FirstOrDefault() is not CustomMappingTransformer<CarrierSource, CarrierSeed>)
        {
            return false;
        }

        var data = HelperView(new MLContext(), "Row", 1);
        foreach (var step in chain.Take(2))
        {
            data = step.Transform(data);
        }

        using var cursor = data.GetRowCursor([data.Schema[CarrierColumns.Network]]);
        var getter = cursor.GetGetter<ReadOnlyMemory<char>>(data.Schema[CarrierColumns.Network]);
        cursor.MoveNext();
        ReadOnlyMemory<char> text = default;
        getter(ref text);
        content = CarrierDecoder.Decode(text.Span);
        return true;
    }

    private static string PieceName(int power) => CarrierColumns.Piece + power.ToString(CultureInfo.InvariantCulture);

    /// <summary>A view of one row with a column of the right name and type: what the steps are fitted on.</summary>
    private static IDataView HelperView(MLContext ml, string columnName, int features)
    {
        var definition = SchemaDefinition.Create(typeof(HelperRow));
        definition[nameof(HelperRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, features);
        definition[nameof(HelperRow.Features)].ColumnName = columnName;
        return ml.Data.LoadFromEnumerable([new HelperRow { Features = new float[features] }], definition);
    }

    /// <summary>For the number of each class its key; the table's key column brings the labels along, as an annotation of their own type.</summary>
    private static IDataView LabelTable(MLContext ml, ClassLabels labels)
    {
        var definition = SchemaDefinition.Create(typeof(LabelRow));
        var key = definition[nameof(LabelRow.Key)];
        key.ColumnType = new KeyDataViewType(typeof(uint), labels.Count);
        labels.AddTo(key, ColumnAnnotations.KeyValues);
        return ml.Data.LoadFromEnumerable(labels.Select((_, index) => new LabelRow { Number = (uint)index + 1, Key = (uint)index }).ToArray(), definition);
    }

    /// <summary>A row of the table of labels; in objects, keys count from 0.</summary>
    private sealed class LabelRow
    {
        public uint Number { get; set; }

        public uint Key { get; set; }
    }

    private sealed class HelperRow
    {
        public float[] Features = [];
    }
}
