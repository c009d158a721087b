using System.Collections;
using System.Globalization;
using Microsoft.ML.Data;

namespace Ntt.PipelineHost.Tests;

/// <summary>What a call gives, as text: its value, or the type and the parameter of its exception. Expected texts are read off ML.NET 5.0.0.</summary>
internal static class Outcome
{
    public static void Is(string expected, Func<object?> call) => Assert.AreEqual(expected, Of(call));

    private static string Of(Func<object?> call)
    {
        try
        {
            return Text(call());
        }
        catch (Exception error) when (error is not UnitTestAssertException)
        {
            return error is ArgumentException argument ? $"{error.GetType().Name}({argument.ParamName})" : error.GetType().Name;
        }
    }

    private static string Text(object? value) => value switch
    {
        null => "null",
        string text => text,
        ReadOnlyMemory<char> text => $"'{text}'",
        VBuffer<float> vector => Text(vector),
        VBuffer<uint> vector => Text(vector),
        VBuffer<bool> vector => Text(vector),
        VBuffer<ReadOnlyMemory<char>> vector => Text(vector),
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Text))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>A dense vector as its items, a sparse one as those held, with their places.</summary>
    private static string Text<T>(VBuffer<T> vector) => vector.IsDense
        ? $"({string.Join(' ', vector.DenseValues().Select(value => Text(value)))})"
        : $"({string.Join(' ', vector.Items().Select(item => $"{item.Key}:{Text(item.Value)}"))} of {vector.Length})";
}
