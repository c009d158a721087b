namespace Ntt.Networks;

/// <summary>The networks of Liu &amp; Zenke (ICML 2020), by the names the field uses.</summary>
public static class Architectures
{
    private static readonly Dictionary<string, Func<NetworkArchitecture>> s_byName = new(StringComparer.Ordinal)
    {
        ["lenet-300-100"] = () => LeNet300100(),
    };

    /// <summary>The names that <see cref="Find"/> knows.</summary>
    public static IReadOnlyCollection<string> Names => s_byName.Keys;

    /// <summary>LeNet-300-100 for 28 × 28 grey images: 266,200 weights and 410 biases with 10 outputs.</summary>
    /// <param name="outputs">Number of classes, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="outputs"/> is below 1.</exception>
    public static NetworkArchitecture LeNet300100(int outputs = 10)
        => new NetworkArchitectureBuilder(28, 28, 1).Flatten().Dense(300).Relu().Dense(100).Relu().Dense(outputs).Build();

    /// <summary>The network of that name, or the architecture written out.</summary>
    /// <param name="nameOrText">A name of <see cref="Names"/>, or a text that <see cref="NetworkArchitecture.Parse"/> reads.</param>
    /// <exception cref="FormatException">It is neither.</exception>
    public static NetworkArchitecture Find(string nameOrText)
    {
        ArgumentNullException.ThrowIfNull(nameOrText);
        if (s_byName.TryGetValue(nameOrText, out var create))
        {
            return create();
        }

        return nameOrText.Contains("input", StringComparison.Ordinal)
            ? NetworkArchitecture.Parse(nameOrText)
            : throw new FormatException($"'{nameOrText}' is no network known by name ({string.Join(", ", s_byName.Keys)}) and no written architecture ('input 28x28x1, flatten, dense 10').");
    }
}
