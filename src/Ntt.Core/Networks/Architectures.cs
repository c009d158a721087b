namespace Ntt.Networks;

/// <summary>The networks of Liu &amp; Zenke (ICML 2020), by the names the field uses.</summary>
public static class Architectures
{
    private static readonly Dictionary<string, Func<int, NetworkArchitecture>> s_byName = new(StringComparer.Ordinal)
    {
        ["lenet-300-100"] = LeNet300100,
        ["lenet-5-caffe"] = LeNet5Caffe,
        ["conv-4"] = Conv4,
    };

    /// <summary>The names that <see cref="Find"/> knows.</summary>
    public static IReadOnlyCollection<string> Names => s_byName.Keys;

    /// <summary>LeNet-300-100 for 28 × 28 grey images: 266,200 weights and 410 biases with 10 outputs.</summary>
    /// <param name="outputs">Number of classes, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="outputs"/> is below 1.</exception>
    public static NetworkArchitecture LeNet300100(int outputs = 10)
        => new NetworkArchitectureBuilder(28, 28, 1).Flatten().Dense(300).Relu().Dense(100).Relu().Dense(outputs).Build();

    /// <summary>LeNet-5-Caffe for 28 × 28 grey images: 430,500 weights and 580 biases with 10 outputs. No padding anywhere.</summary>
    /// <param name="outputs">Number of classes, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="outputs"/> is below 1.</exception>
    public static NetworkArchitecture LeNet5Caffe(int outputs = 10)
        => new NetworkArchitectureBuilder(28, 28, 1)
            .Conv2D(20, 5).Relu().MaxPool(2)
            .Conv2D(50, 5).Relu().MaxPool(2)
            .Flatten().Dense(500).Relu().Dense(outputs).Build();

    /// <summary>
    /// Conv-4 for 32 × 32 colour images as the authors' code has it: 1,903,296 weights and 906 biases with 10 outputs. No padding anywhere.
    /// Dropout, in training alone: 0.25 behind each pooling and 0.5 behind the hidden dense layer.
    /// </summary>
    /// <param name="outputs">Number of classes, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="outputs"/> is below 1.</exception>
    public static NetworkArchitecture Conv4(int outputs = 10)
        => new NetworkArchitectureBuilder(32, 32, 3)
            .Conv2D(64, 3).Relu().Conv2D(64, 3).Relu().MaxPool(2).Dropout(0.25)
            .Conv2D(128, 3).Relu().Conv2D(128, 3).Relu().MaxPool(2).Dropout(0.25)
            .Flatten().Dense(512).Dropout(0.5).Relu().Dense(outputs).Build();

    /// <summary>The network of that name, or the architecture written out.</summary>
    /// <param name="nameOrText">A name of <see cref="Names"/>, or a text that <see cref="NetworkArchitecture.Parse"/> reads.</param>
    /// <param name="outputs">Number of outputs of a network that is asked for by name, at least 1; a text has its own.</param>
    /// <exception cref="FormatException">It is neither.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="outputs"/> is below 1.</exception>
    public static NetworkArchitecture Find(string nameOrText, int outputs = 10)
    {
        ArgumentNullException.ThrowIfNull(nameOrText);
        if (s_byName.TryGetValue(nameOrText, out var create))
        {
            return create(outputs);
        }

        return nameOrText.Contains("input", StringComparison.Ordinal)
            ? NetworkArchitecture.Parse(nameOrText)
            : throw new FormatException($"'{nameOrText}' is no network known by name ({string.Join(", ", s_byName.Keys)}) and no written architecture ('input 28x28x1, flatten, dense 10').");
    }
}
