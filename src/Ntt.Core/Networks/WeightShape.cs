namespace Ntt.Networks;

/// <summary>The weights of one layer as a matrix [<paramref name="Rows"/> × <paramref name="Columns"/>]: a row per output unit or filter.</summary>
/// <param name="Name">The layer's name: its kind and its number among the layers of that kind, such as <c>fc1</c>.</param>
/// <param name="Rows">Output units of a dense layer, filters of a convolution.</param>
/// <param name="Columns">Inputs of one output: features of a dense layer, channels · kernel height · kernel width of a convolution.</param>
/// <param name="FanIn">Inputs that reach one output value.</param>
/// <param name="FanOut">Outputs that one input value reaches.</param>
/// <param name="Positions">How often a sample uses each weight: 1 in a dense layer, the output positions of a convolution.</param>
/// <param name="KernelHeight">Rows of a convolution's kernel; 0 for a dense layer.</param>
/// <param name="KernelWidth">Columns of a convolution's kernel; 0 for a dense layer.</param>
public sealed record WeightShape(
    string Name, int Rows, int Columns, int FanIn, int FanOut, int Positions = 1, int KernelHeight = 0, int KernelWidth = 0)
{
    /// <summary>Number of weights: rows · columns.</summary>
    public int Count => Rows * Columns;
}
