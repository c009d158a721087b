using Microsoft.ML.Data;

namespace Ntt.Transforms.Persistence;

/// <summary>Reads no column.</summary>
internal sealed class CarrierSource
{
}

/// <summary>A one in every row, to look the network up by.</summary>
internal sealed class CarrierSeed
{
    [ColumnName(CarrierColumns.Seed)]
    public uint Seed;
}

/// <summary>What the scoring step reads.</summary>
internal sealed class CarrierInput
{
    [ColumnName(CarrierColumns.Network)]
    public ReadOnlyMemory<char> Network { get; set; }

    [ColumnName(CarrierColumns.Features)]
    public VBuffer<float> Features { get; set; }
}

/// <summary>
/// What the scoring step writes. The shape of a row's columns is fixed when this is compiled, the number of outputs is not: the scores are
/// written in pieces whose lengths are powers of two, of which those that add up to the outputs are put together again.
/// </summary>
internal sealed class CarrierOutput
{
    /// <summary>Number of pieces; up to 2^Pieces − 1 outputs can be saved.</summary>
    public const int Pieces = 14;

    [ColumnName(CarrierColumns.Predicted)]
    public uint Predicted;

    [ColumnName(CarrierColumns.Piece + "0"), VectorType(1)]
    public VBuffer<float> Piece0;

    [ColumnName(CarrierColumns.Piece + "1"), VectorType(2)]
    public VBuffer<float> Piece1;

    [ColumnName(CarrierColumns.Piece + "2"), VectorType(4)]
    public VBuffer<float> Piece2;

    [ColumnName(CarrierColumns.Piece + "3"), VectorType(8)]
    public VBuffer<float> Piece3;

    [ColumnName(CarrierColumns.Piece + "4"), VectorType(16)]
    public VBuffer<float> Piece4;

    [ColumnName(CarrierColumns.Piece + "5"), VectorType(32)]
    public VBuffer<float> Piece5;

    [ColumnName(CarrierColumns.Piece + "6"), VectorType(64)]
    public VBuffer<float> Piece6;

    [ColumnName(CarrierColumns.Piece + "7"), VectorType(128)]
    public VBuffer<float> Piece7;

    [ColumnName(CarrierColumns.Piece + "8"), VectorType(256)]
    public VBuffer<float> Piece8;

    [ColumnName(CarrierColumns.Piece + "9"), VectorType(512)]
    public VBuffer<float> Piece9;

    [ColumnName(CarrierColumns.Piece + "10"), VectorType(1024)]
    public VBuffer<float> Piece10;

    [ColumnName(CarrierColumns.Piece + "11"), VectorType(2048)]
    public VBuffer<float> Piece11;

    [ColumnName(CarrierColumns.Piece + "12"), VectorType(4096)]
    public VBuffer<float> Piece12;

    [ColumnName(CarrierColumns.Piece + "13"), VectorType(8192)]
    public VBuffer<float> Piece13;

    /// <summary>The piece of length 2^<paramref name="power"/>.</summary>
    public ref VBuffer<float> GetPiece(int power)
    {
        switch (power)
        {
            case 0: return ref Piece0;
            case 1: return ref Piece1;
            case 2: return ref Piece2;
            case 3: return ref Piece3;
            case 4: return ref Piece4;
            case 5: return ref Piece5;
            case 6: return ref Piece6;
            case 7: return ref Piece7;
            case 8: return ref Piece8;
            case 9: return ref Piece9;
            case 10: return ref Piece10;
            case 11: return ref Piece11;
            case 12: return ref Piece12;
            case 13: return ref Piece13;
            default: throw new ArgumentOutOfRangeException(nameof(power), power, $"The pieces are 0 to {Pieces - 1}.");
        }
    }
}

/// <summary>The helper columns of a saved transformer. Saved models name them: they stay as they are.</summary>
internal static class CarrierColumns
{
    public const string Seed = "Ntt.Seed";
    public const string Network = "Ntt.Network";
    public const string Features = "Ntt.Features";
    public const string Predicted = "Ntt.Predicted";
    public const string Piece = "Ntt.Piece";
}
