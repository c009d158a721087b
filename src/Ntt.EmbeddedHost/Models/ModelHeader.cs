using System.Buffers.Binary;

namespace Microsoft.ML;

/// <summary>The parts of a component's stream.</summary>
internal sealed record ModelContent(string Signature, uint Written, uint Readable, string Loader, string Assembly, byte[] Model, string[] Strings);

/// <summary>
/// A component's stream in a model file: a header of 256 bytes, the component's own data, a table of the ends of its strings,
/// their characters, the name of the loader's assembly, a closing mark.
/// </summary>
internal static class ModelHeader
{
    public const int Size = 256;
    private const ulong Mark = 0x4C45444F4D004C4D;
    private const ulong TailMark = 0x4D4C004D4F44454C;
    private const uint FormatVersion = 0x00010002;
    private const int LoaderLength = 24;

    public static byte[] Write(ModelVersion version, byte[] model, IReadOnlyList<string> strings)
    {
        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(new byte[Size]);
        writer.Write(model);
        var table = stream.Position;
        long end = 0;
        foreach (var text in strings)
            writer.Write(end += 2L * text.Length);
        var chars = stream.Position;
        writer.Write(Encoding.Unicode.GetBytes(string.Concat(strings)));
        var assembly = stream.Position;
        writer.Write(Encoding.Unicode.GetBytes(version.Assembly));
        var tail = stream.Position;
        writer.Write(TailMark);

        stream.Position = 0;
        writer.Write(Mark);
        writer.Write(FormatVersion);
        writer.Write(FormatVersion);
        var hasStrings = strings.Count > 0;
        long[] places = [Size, model.Length, hasStrings ? table : 0, chars - table, hasStrings ? chars : 0, end];
        Array.ForEach(places, writer.Write);
        writer.Write(Padded(version.Signature, sizeof(ulong)));
        writer.Write(version.Version);
        writer.Write(version.Version);
        writer.Write(Padded(version.Loader, LoaderLength));
        writer.Write(Padded(version.OtherLoader, LoaderLength));
        writer.Write(tail);
        writer.Write(tail + sizeof(ulong));
        writer.Write(assembly);
        writer.Write((uint)(tail - assembly));
        return stream.ToArray();
    }

    public static ModelContent Read(byte[] bytes, string entry)
    {
        Checks.Decode(bytes.Length >= Size, $"{entry}: {bytes.Length} bytes, expected a header of {Size}");
        long Int64(long offset) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan((int)offset));
        uint Int32(long offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan((int)offset));
        string Ascii(int offset, int length) => Encoding.Latin1.GetString(bytes, offset, length).TrimEnd('\0');
        void Check(bool condition, long offset, string found) => Checks.Decode(condition, $"{entry}, offset 0x{offset:x2}: {found}");

        Check((ulong)Int64(0) == Mark, 0, $"wrong file type, found 0x{Int64(0):x16}, expected 0x{Mark:x16}");
        var (written, readable) = (Int32(0x08), Int32(0x0C));
        Check(readable <= FormatVersion && written >= FormatVersion, 0x08, $"version 0x{written:x}, readable from 0x{readable:x} on, expected 0x{FormatVersion:x}");

        // The parts follow each other without gaps; a missing one has place and size 0.
        long next = Size;
        (int Place, int Size) Part(int placeAt, long size, string name)
        {
            var place = Int64(placeAt);
            if (place == 0 && size == 0)
                return (0, 0);
            Check(place == next && size >= 0 && size <= bytes.Length - place, placeAt, $"the {name} lie at {place}, {size} bytes, expected at {next} of {bytes.Length}");
            next += size;
            return ((int)place, (int)size);
        }
        var model = Part(0x10, Int64(0x18), "data");
        var table = Part(0x20, Int64(0x28), "ends of the strings");
        var chars = Part(0x30, Int64(0x38), "strings");
        var assembly = Part(0x90, Int32(0x98), "letters of the assembly's name");
        Check(Int64(0x80) == next && next <= bytes.Length - sizeof(ulong), 0x80, $"the end mark lies at {Int64(0x80)}, expected at {next} of {bytes.Length}");
        Check((ulong)Int64(next) == TailMark, next, $"corrupt model file tail, found 0x{Int64(next):x16}, expected 0x{TailMark:x16}");

        var strings = new string[table.Size / sizeof(long)];
        long start = 0;
        for (var i = 0; i < strings.Length; i++)
        {
            var offset = table.Place + (i * sizeof(long));
            var end = Int64(offset);
            Check(start <= end && end <= chars.Size && end % 2 == 0, offset, $"string {i} ends at {end}, expected {start} to {chars.Size}");
            strings[i] = Encoding.Unicode.GetString(bytes, chars.Place + (int)start, (int)(end - start));
            start = end;
        }
        return new ModelContent(
            Ascii(0x40, sizeof(ulong)),
            Int32(0x48),
            Int32(0x4C),
            Ascii(0x50, LoaderLength),
            Encoding.Unicode.GetString(bytes, assembly.Place, assembly.Size),
            bytes.AsSpan(model.Place, model.Size).ToArray(),
            strings);
    }

    private static byte[] Padded(string text, int length) => Encoding.Latin1.GetBytes(text.PadRight(length, '\0'));
}

/// <summary>The signature of a component's format (blanks are zero bytes), the one version written and read, the names of the loader and its assembly in ML.NET.</summary>
internal sealed record ModelVersion(string Signature, uint Version, string Loader, string Assembly, string OtherLoader = "")
{
    public const string DataAssembly = "Microsoft.ML.Data, Version=1.0.0.0, Culture=neutral, PublicKeyToken=cc7b13ffcd2ddd51";
    public const string TransformsAssembly = "Microsoft.ML.Transforms, Version=1.0.0.0, Culture=neutral, PublicKeyToken=cc7b13ffcd2ddd51";
}
