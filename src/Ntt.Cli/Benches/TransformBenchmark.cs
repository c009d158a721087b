using Microsoft.ML;
using Microsoft.ML.Data;
using Ntt.Cli.Results;
using Ntt.Compute;
using Ntt.Data;
using Ntt.Networks;
using Ntt.Transforms;

namespace Ntt.Cli.Benches;

/// <summary>
/// Scoring in a pipeline: Transform and reading Score row by row, on as many cursors as threads, by the typed transformer and by the chain that a saved
/// model is loaded as; beside the engine alone, which is given all rows at once.
/// </summary>
internal static class TransformBenchmark
{
    public const string Name = "transform";

    private const int Rows = 2_048;
    private const string Score = "Score";

    private static readonly string[] s_networks = ["lenet-300-100", "lenet-5-caffe"];

    public static IEnumerable<BenchRow> Run(BenchSettings settings)
    {
        var ml = new MLContext();
        using var team = new WorkerTeam(settings.Threads);
        foreach (var network in s_networks.Select(name => new BenchNetwork(name, Architectures.Find(name))))
        {
            var samples = network.Samples(Rows).Samples;
            var rows = samples.Values.Chunk(samples.FeatureCount).Select(row => new ImageRow { Features = row }).ToArray();
            var view = ml.Data.LoadFromEnumerable(rows, Definition(samples.FeatureCount));
            var scored = network.Create(BenchNetwork.Density, samples, settings.Threads);
            var typed = new SparseNetworkTransformer(scored, nameof(ImageRow.Features), GeneratedDigits.ClassNames);
            var loaded = Reload(ml, typed, view.Schema);
            var logits = new float[Rows * network.Architecture.OutputCount];

            double? engine = null;
            yield return Measure("engine alone", () => scored.ComputeLogits(samples.Values, logits, team));
            yield return Measure("typed transformer", () => Read(typed.Transform(view), settings.Threads));
            yield return Measure("loaded chain", () => Read(loaded.Transform(view), settings.Threads));

            BenchRow Measure(string kind, Action operation)
            {
                var row = Timings.Of(operation, settings).ToRow(Name, $"{network.Describe(Rows, BenchNetwork.Density)}, {kind}", Work.OfScoring(scored, Rows), settings);
                engine ??= row.MedianMs;
                return row with { RowsPerSecond = Rows / row.MedianMs * 1e3, TimesEngine = row.MedianMs / engine };
            }
        }
    }

    private static void Read(IDataView scored, int threads)
    {
        var column = scored.Schema[Score];
        var cursors = scored.GetRowCursorSet([column], threads);
        if (cursors.Length == 1)
            Read(cursors[0], column);
        else
            Parallel.ForEach(cursors, new ParallelOptions { MaxDegreeOfParallelism = cursors.Length }, cursor => Read(cursor, column));
    }

    private static void Read(DataViewRowCursor cursor, DataViewSchema.Column column)
    {
        using (cursor)
        {
            var getter = cursor.GetGetter<VBuffer<float>>(column);
            VBuffer<float> score = default;
            while (cursor.MoveNext())
                getter(ref score);
        }
    }

    private static ITransformer Reload(MLContext ml, ITransformer model, DataViewSchema schema)
    {
        using var zip = new MemoryStream();
        ml.Model.Save(model, schema, zip);
        zip.Position = 0;
        return ml.Model.Load(zip, out _);
    }

    private static SchemaDefinition Definition(int features)
    {
        var definition = SchemaDefinition.Create(typeof(ImageRow));
        definition[nameof(ImageRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, features);
        return definition;
    }

    private sealed class ImageRow
    {
        public float[] Features { get; set; } = [];
    }
}
