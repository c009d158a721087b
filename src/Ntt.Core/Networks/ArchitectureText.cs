using System.Globalization;

namespace Ntt.Networks;

/// <summary>The short text form of an architecture.</summary>
internal static class ArchitectureText
{
    private static readonly Dictionary<string, Func<string[], Layer>> s_layerKinds = new(StringComparer.Ordinal)
    {
        ["dense"] = arguments => new DenseLayer(Number(Single(arguments, "dense 300"))),
        ["relu"] = arguments => None(arguments, new ReluLayer()),
        ["flatten"] = arguments => None(arguments, new FlattenLayer()),
    };

    public static NetworkArchitecture Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var input = default(TensorShape);
        var layers = new List<Layer>();
        var position = 0;
        foreach (var part in text.Split(','))
        {
            var words = part.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            try
            {
                if (position == 0)
                {
                    input = Input(words);
                }
                else
                {
                    layers.Add(Layer(words));
                }
            }
            catch (Exception problem) when (problem is FormatException or ArgumentException)
            {
                throw new FormatException($"'{part.Trim()}' at character {position} of '{text}': {problem.Message}", problem);
            }

            position += part.Length + 1;
        }

        try
        {
            return new NetworkArchitecture(input, layers);
        }
        catch (ArgumentException problem)
        {
            throw new FormatException($"'{text}' is not a network: {problem.Message}", problem);
        }
    }

    private static TensorShape Input(string[] words)
    {
        if (words is not ["input", var sizes])
        {
            throw new FormatException("an architecture begins with 'input HEIGHTxWIDTHxCHANNELS' or 'input FEATURES'");
        }

        return sizes.Split('x') switch
        {
            [var features] => TensorShape.Flat(Size(features)),
            [var height, var width, var channels] => new TensorShape(Size(channels), Size(height), Size(width)),
            _ => throw new FormatException($"'{sizes}' is neither HEIGHTxWIDTHxCHANNELS nor FEATURES"),
        };
    }

    private static Layer Layer(string[] words)
    {
        if (words.Length == 0)
        {
            throw new FormatException("a layer is missing between the commas");
        }

        return s_layerKinds.TryGetValue(words[0], out var create)
            ? create(words[1..])
            : throw new FormatException($"'{words[0]}' is no kind of layer; the kinds are {string.Join(", ", s_layerKinds.Keys.Order(StringComparer.Ordinal))}");
    }

    private static Layer None(string[] arguments, Layer layer) => arguments.Length == 0
        ? layer
        : throw new FormatException($"'{layer.Keyword}' takes no argument");

    private static string Single(string[] arguments, string example) => arguments is [var argument]
        ? argument
        : throw new FormatException($"one argument is expected, as in '{example}'");

    private static int Size(string word) => Number(word) is var size and >= 1
        ? size
        : throw new FormatException($"'{word}' must be at least 1");

    private static int Number(string word) => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new FormatException($"'{word}' is not a whole number from 0 to {int.MaxValue}");
}
