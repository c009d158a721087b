using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>The transforms; each is an extension method.</summary>
public sealed class TransformsCatalog
{
    internal TransformsCatalog(IHostEnvironment environment)
    {
        Environment = environment;
        Conversion = new ConversionTransforms();
    }

    /// <summary>Conversions between types.</summary>
    public ConversionTransforms Conversion { get; }

    internal IHostEnvironment Environment { get; }

    /// <summary>Conversions between types; each is an extension method.</summary>
    public sealed class ConversionTransforms
    {
        internal ConversionTransforms()
        {
        }
    }
}

/// <summary>The names of a column made and of the column it is made from.</summary>
public sealed class InputOutputColumnPair
{
    /// <summary>A pair; without an input column, the output column takes its place.</summary>
    public InputOutputColumnPair(string outputColumnName, string inputColumnName = null)
    {
        Checks.NonEmpty(outputColumnName, nameof(outputColumnName));
        OutputColumnName = outputColumnName;
        InputColumnName = inputColumnName ?? outputColumnName;
    }

    /// <summary>The column read.</summary>
    public string InputColumnName { get; }

    /// <summary>The column made.</summary>
    public string OutputColumnName { get; }
}
