using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ntt.Pipeline.Tests.Persistence;

/// <summary>What a model makes of rows, as text: bits of the scores, predicted keys, the keys' values and their type.</summary>
internal static class ModelReport
{
    public static string Of(ITransformer model, float[] rows, int features)
    {
        var ml = new MLContext();
        var scored = model.Transform(View(ml, rows, features));
        var lines = new List<string>();
        foreach (var name in new[] { "Logits", "Score" }.Where(name => scored.Schema.GetColumnOrNull(name) is not null))
        {
            lines.Add($"{name}: {scored.Schema[name].Type}");
            lines.AddRange(scored.Vectors<float>(name).Select(row => string.Join(' ', row.Select(value => BitConverter.SingleToUInt32Bits(value).ToString("x8", CultureInfo.InvariantCulture)))));
        }

        if (scored.Schema.GetColumnOrNull("PredictedLabel") is { } label)
        {
            lines.Add($"{label.Name}: {label.Type}, {label.Annotations.Schema["KeyValues"].Type}");
            var values = ml.Transforms.Conversion.MapKeyToValue("Value", label.Name).Fit(scored).Transform(scored);
            lines.AddRange(scored.Scalars<uint>(label.Name).Zip(Texts(values), (key, value) => $"{key}: {value}"));
        }

        return string.Concat(lines.Select(line => line + "\n"));
    }

    /// <summary>The rows as a column Features, and cut in two as Left and Right.</summary>
    public static IDataView View(MLContext ml, float[] rows, int features)
    {
        const int LeftFeatures = 2;
        var definition = SchemaDefinition.Create(typeof(Row));
        definition[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, features);
        definition[nameof(Row.Left)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, LeftFeatures);
        definition[nameof(Row.Right)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, features - LeftFeatures);
        return ml.Data.LoadFromEnumerable(rows.Chunk(features).Select(row => new Row { Features = row, Left = row[..LeftFeatures], Right = row[LeftFeatures..] }).ToArray(), definition);
    }

    private static string[] Texts(IDataView view)
    {
        var type = view.Schema["Value"].Type;
        return type is TextDataViewType ? Array.ConvertAll(view.Scalars<ReadOnlyMemory<char>>("Value"), value => value.ToString())
            : type is BooleanDataViewType ? Array.ConvertAll(view.Scalars<bool>("Value"), value => value.ToString())
            : Array.ConvertAll(view.Scalars<float>("Value"), value => value.ToString(CultureInfo.InvariantCulture));
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];

        public float[] Left { get; set; } = [];

        public float[] Right { get; set; } = [];
    }
}
