using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ntt.PipelineHost.Tests;

/// <summary>A row of every kind of column that pipelines feed to a network, with missing, repeated, sparse and empty values.</summary>
public sealed class MixedRow
{
    public float Number { get; set; }

    public bool Flag { get; set; }

    public string? Text { get; set; }

    public double Real { get; set; }

    public long Whole { get; set; }

    public byte Small { get; set; }

    [VectorType(3)]
    public VBuffer<float> Vector { get; set; }

    [VectorType(3)]
    public float[]? Array { get; set; }

    public float[]? Free { get; set; }

    public string[]? Words { get; set; }

    [KeyType(4)]
    public byte SmallKey { get; set; }

    public static MixedRow[] Five =>
    [
        new() { Number = 2.5f, Flag = true, Text = "b", Real = 1.25, Whole = 3, Small = 7, Vector = new(3, 1, [4f], [1]), Array = [1, 0, 2], Free = [1], Words = ["x", "y"], SmallKey = 0 },
        new() { Number = float.NaN, Flag = false, Text = "", Real = double.NaN, Whole = -1, Small = 2, Vector = new(3, [1, 2, 3f]), Array = [0, 0, 0], Free = [], Words = ["y"], SmallKey = 3 },
        new() { Number = -1, Flag = true, Text = null, Real = -3, Whole = 3, Small = 7, Vector = new(3, 0, null, null), Array = [5, 6, 7], Free = [2, 3], Words = ["z", ""], SmallKey = 4 },
        new() { Number = 2.5f, Flag = true, Text = "B", Real = 0.1, Whole = 9, Small = 1, Vector = new(3, [0, 0, 0f]), Array = [1, 1, 1], Free = [4], Words = [], SmallKey = 1 },
        new() { Number = 0.1f, Flag = false, Text = "ä", Real = 1e30, Whole = 3, Small = 0, Vector = new(3, 2, [1f, 2f], [0, 2]), Array = [9, 9, 9], Free = [1, 1], Words = ["b", "a"], SmallKey = 2 },
    ];

    public static IDataView View(MLContext ml) => ml.Data.LoadFromEnumerable(Five);

    /// <summary>The names of columns; a hidden one has a star.</summary>
    public static string Names(DataViewSchema schema) => string.Join(',', schema.Select(column => column.IsHidden ? column.Name + "*" : column.Name));
}

public sealed class TextRow
{
    public string? Text { get; set; }
}

public sealed class NumberRow
{
    public float Number { get; set; }
}

public sealed class TotalRow
{
    public float Total { get; set; }
}

public sealed class EmptyRow;
