using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Ntt.PipelineHost.Tests;

/// <summary>Rows and mappings the tests share.</summary>
internal static class SampleRows
{
    public static readonly string[] Colors = ["red", "green", "blue"];

    public static IDataView View(MLContext ml, int count = 6) => ml.Data.LoadFromEnumerable(
        Enumerable.Range(0, count).Select(i => new ColorRow { Features = [i, -i], Color = Colors[i % 3], Number = i % 4, Weight = i * 0.5f, Group = (uint)(i % 4) }).ToArray());

    public static T[] Column<T>(IDataView view, string name)
    {
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema[name]]);
        ValueGetter<T> getter = cursor.GetGetter<T>(view.Schema[name]);
        List<T> values = [];
        while (cursor.MoveNext())
        {
            T value = default!;
            getter(ref value);
            values.Add(value);
        }

        return [.. values];
    }

    public static T[][] Vectors<T>(IDataView view, string name) => Array.ConvertAll(Column<VBuffer<T>>(view, name), vector => vector.DenseValues().ToArray());

    public static string[] Texts(IDataView view, string name) => Array.ConvertAll(Column<ReadOnlyMemory<char>>(view, name), text => text.ToString());

    public static string[] KeyNames(IDataView view, string column)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        view.Schema[column].Annotations.GetValue("KeyValues", ref names);
        return names.DenseValues().Select(name => name.ToString()).ToArray();
    }

    public static string[] SlotNames(IDataView view, string column)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        view.Schema[column].Annotations.GetValue("SlotNames", ref names);
        return names.DenseValues().Select(name => name.ToString()).ToArray();
    }
}

public sealed class ColorRow
{
    [VectorType(2)]
    public float[] Features { get; set; } = [];

    public string Color { get; set; } = "";

    public int Number { get; set; }

    public float Weight { get; set; }

    [KeyType(3)]
    public uint Group { get; set; }
}

/// <summary>A letter for a color: a key whose names are in an annotation.</summary>
public sealed class ColorLetter
{
    public static SchemaDefinition Definition
    {
        get
        {
            SchemaDefinition definition = SchemaDefinition.Create(typeof(ColorLetter));
            definition["Letter"].ColumnType = new KeyDataViewType(typeof(uint), 2);
            definition["Letter"].AddAnnotation("KeyValues", new[] { "R", "G" }, new VectorDataViewType(TextDataViewType.Instance, 2));
            return definition;
        }
    }

    public string Color { get; set; } = "";

    public uint Letter { get; set; }
}

public sealed class WeightRow
{
    public float Weight { get; set; }
}

public sealed class DoubledRow
{
    public float Doubled { get; set; }

    public float Calls { get; set; }
}

[CustomMappingFactoryAttribute("Ntt.PipelineHost.Tests.Double")]
public sealed class DoubleFactory : CustomMappingFactory<WeightRow, DoubledRow>
{
    public static int Calls { get; set; }

    public override Action<WeightRow, DoubledRow> GetMapping() => (input, output) =>
    {
        output.Doubled = 2 * input.Weight;
        output.Calls = ++Calls;
    };
}
