using System.Globalization;

namespace Ntt.Networks;

/// <summary>The short text form of an architecture.</summary>
internal static class ArchitectureText
{
    private static readonly Dictionary<string, Func<string[], Layer>> s_layerKinds = new(StringComparer.Ordinal)
    {
        ["dense"] = arguments => new DenseLayer(Number(Single(arguments, "dense 300"))),
        ["conv"] = Convolution,
        ["maxpool"] = arguments => Pooling(arguments, "maxpool 2", (size, stride) => new MaxPoolLayer(size, stride)),
        ["avgpool"] = arguments => Pooling(arguments, "avgpool 2", (size, stride) => new AveragePoolLayer(size, stride)),
        ["dropout"] = arguments => new DropoutLayer(Fraction(Single(arguments, "dropout 0.25"))),
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
                throw new FormatException($"'{part.Trim()}' at character {position} of '{text}': {Explain(problem)}", problem);
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

    /// <summary>The message without what .NET adds to it behind the argument's name.</summary>
    private static string Explain(Exception problem) => problem is ArgumentOutOfRangeException { ParamName: { } name, ActualValue: { } value }
        ? string.Create(CultureInfo.InvariantCulture, $"{problem.Message.Split(" (Parameter")[0].TrimEnd('.')}; '{name}' is {value}")
        : problem.Message;

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

    private static Conv2DLayer Convolution(string[] arguments)
    {
        const string Example = "'conv 20 5x5', 'conv 20 5x5 stride 2' or 'conv 20 5x5 stride 2 same'";
        if (arguments.Length < 2 || arguments[1].Split('x') is not [var height, var width])
        {
            throw new FormatException($"a convolution is written {Example}");
        }

        var (stride, padding) = arguments[2..] switch
        {
            [] => (1, ConvolutionPadding.Valid),
            ["same"] => (1, ConvolutionPadding.Same),
            ["stride", var step] => (Number(step), ConvolutionPadding.Valid),
            ["stride", var step, "same"] => (Number(step), ConvolutionPadding.Same),
            _ => throw new FormatException($"'{string.Join(' ', arguments[2..])}' is not understood; a convolution is written {Example}"),
        };
        return new Conv2DLayer(Number(arguments[0]), Number(height), Number(width), stride, padding);
    }

    private static Layer Pooling(string[] arguments, string example, Func<int, int?, Layer> create) => arguments switch
    {
        [var size] => create(Number(size), null),
        [var size, "stride", var stride] => create(Number(size), Number(stride)),
        _ => throw new FormatException($"'{example}' or '{example} stride 2' is expected"),
    };

    private static Layer None(string[] arguments, Layer layer) => arguments.Length == 0
        ? layer
        : throw new FormatException($"'{layer.Keyword}' takes no argument");

    private static string Single(string[] arguments, string example) => arguments is [var argument]
        ? argument
        : throw new FormatException($"one argument is expected, as in '{example}'");

    private static int Size(string word) => Number(word) is var size and >= 1
        ? size
        : throw new FormatException($"'{word}' must be at least 1");

    private static double Fraction(string word) => double.TryParse(word, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new FormatException($"'{word}' is not a number such as 0.25");

    private static int Number(string word) => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new FormatException($"'{word}' is not a whole number from 0 to {int.MaxValue}");
}
