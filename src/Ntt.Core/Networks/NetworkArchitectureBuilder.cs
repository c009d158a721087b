namespace Ntt.Networks;

/// <summary>Writes down an architecture layer by layer. Every call adds one layer and returns the builder.</summary>
/// <param name="input">The shape of one sample.</param>
public sealed class NetworkArchitectureBuilder(TensorShape input)
{
    private readonly List<Layer> _layers = [];

    /// <summary>For flat samples of <paramref name="features"/> values.</summary>
    public NetworkArchitectureBuilder(int features)
        : this(TensorShape.Flat(features))
    {
    }

    /// <summary>For images of height × width × channels.</summary>
    public NetworkArchitectureBuilder(int height, int width, int channels)
        : this(new TensorShape(channels, height, width))
    {
    }

    /// <summary>Adds a dense layer with <paramref name="units"/> outputs (at least 1).</summary>
    public NetworkArchitectureBuilder Dense(int units) => Add(new DenseLayer(units));

    /// <summary>Adds a convolution with square kernels; the arguments are those of <see cref="Conv2DLayer"/>.</summary>
    public NetworkArchitectureBuilder Conv2D(int filters, int kernelSize, int stride = 1, ConvolutionPadding padding = ConvolutionPadding.Valid)
        => Add(new Conv2DLayer(filters, kernelSize, kernelSize, stride, padding));

    /// <summary>Adds max-pooling; the arguments are those of <see cref="MaxPoolLayer"/>.</summary>
    public NetworkArchitectureBuilder MaxPool(int size, int? stride = null) => Add(new MaxPoolLayer(size, stride));

    /// <summary>Adds average-pooling; the arguments are those of <see cref="AveragePoolLayer"/>.</summary>
    public NetworkArchitectureBuilder AveragePool(int size, int? stride = null) => Add(new AveragePoolLayer(size, stride));

    /// <summary>Adds dropout, which works in training alone; the rate is the probability of a value to be set to zero.</summary>
    public NetworkArchitectureBuilder Dropout(double rate) => Add(new DropoutLayer(rate));

    /// <summary>Adds a rectifier.</summary>
    public NetworkArchitectureBuilder Relu() => Add(new ReluLayer());

    /// <summary>Adds a flattening of [channels, height, width] to a vector.</summary>
    public NetworkArchitectureBuilder Flatten() => Add(new FlattenLayer());

    /// <summary>Adds any layer.</summary>
    public NetworkArchitectureBuilder Add(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        _layers.Add(layer);
        return this;
    }

    /// <summary>The architecture of the layers so far.</summary>
    /// <exception cref="ArgumentException">The layers do not fit together; the message names the layer.</exception>
    public NetworkArchitecture Build() => new(input, _layers);
}
