namespace Ntt.Data;

/// <summary>The cyclic redundancy check of PNG and zip files (ISO 3309): polynomial 0xEDB88320, reflected, inverted at both ends.</summary>
internal static class Crc32
{
    private static readonly uint[] s_table = [.. Enumerable.Range(0, 256).Select(Remainder)];

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint check = uint.MaxValue;
        foreach (byte value in bytes)
            check = s_table[(byte)check ^ value] ^ (check >> 8);
        return ~check;
    }

    private static uint Remainder(int value)
    {
        uint remainder = (uint)value;
        for (int bit = 0; bit < 8; bit++)
            remainder = (remainder & 1) == 0 ? remainder >> 1 : (remainder >> 1) ^ 0xEDB88320;
        return remainder;
    }
}
