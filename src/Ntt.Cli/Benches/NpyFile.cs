using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Ntt.Files;

namespace Ntt.Cli.Benches;

/// <summary>Writes arrays in NumPy's format NPY 1.0: a line of text about type and shape, then the values, row by row.</summary>
internal static class NpyFile
{
    private const int Alignment = 64;
    private const int LengthBytes = 2;

    private static readonly byte[] s_magic = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0];

    /// <summary>Writes single-precision numbers.</summary>
    public static void Write(string path, ReadOnlySpan<float> values, params int[] shape) => Write(path, "<f4", MemoryMarshal.AsBytes(values), shape);

    /// <summary>Writes whole numbers.</summary>
    public static void Write(string path, ReadOnlySpan<int> values, params int[] shape) => Write(path, "<i4", MemoryMarshal.AsBytes(values), shape);

    private static void Write(string path, string type, ReadOnlySpan<byte> values, int[] shape)
    {
        var sizes = string.Concat(shape.Select(size => string.Create(CultureInfo.InvariantCulture, $"{size}, ")));
        var text = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({sizes}), }}";
        var unpadded = s_magic.Length + LengthBytes + text.Length + 1;
        text = text.PadRight(text.Length + ((Alignment - (unpadded % Alignment)) % Alignment)) + "\n";
        byte[] content =
        [
            .. s_magic, (byte)text.Length, (byte)(text.Length >> 8), .. Encoding.ASCII.GetBytes(text), .. values,
        ];
        AtomicFile.Write(path, content);
    }
}
