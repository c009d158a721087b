namespace Ntt.Cli.Results;

/// <summary>What <c>ntt inspect</c> writes.</summary>
/// <param name="File">The file.</param>
/// <param name="Network">The architecture, written out.</param>
/// <param name="Density">Kept fraction of the weights.</param>
/// <param name="Layers">The layers with weights.</param>
/// <param name="TheoreticalSpeedup">Multiply-adds of the dense network divided by those of this one; null when no weight is left.</param>
/// <param name="Bytes">How much is stored.</param>
/// <param name="Facts">What the network was made with, as its makers noted it: data, seed, method and more.</param>
internal sealed record InspectResult(
    string File,
    string Network,
    double Density,
    IReadOnlyList<LayerFacts> Layers,
    double TheoreticalSpeedup,
    SizeFacts Bytes,
    IReadOnlyDictionary<string, string> Facts);

/// <summary>Sizes in bytes.</summary>
/// <param name="File">Of the file.</param>
/// <param name="Network">Of the network alone, as it is written.</param>
/// <param name="Dense">Of all weights and biases of the dense network, 4 bytes each.</param>
internal sealed record SizeFacts(long File, int Network, long Dense);
