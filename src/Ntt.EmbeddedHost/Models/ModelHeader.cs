using System.Buffers.Binary;
using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

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
    private const uint OldestFormat = 0x00010001;
    private const int LoaderLength = 24;

    public static byte[] Write(ModelVersion version, ReadOnlySpan<byte> model, IReadOnlyList<string> strings)
    {
        var ends = new long[strings.Count];
        long end = 0;
        for (var i = 0; i < ends.Length; i++)
            ends[i] = end += 2L * strings[i].Length;
        var body = new MemoryStream();
        body.Write(new byte[Size]);
        body.Write(model);
        var table = body.Length;
        using (var writer = new BinaryWriter(body, Encoding.Unicode, leaveOpen: true))
        {
            foreach (var value in ends)
                writer.Write(value);
            foreach (var text in strings)
                writer.Write(Encoding.Unicode.GetBytes(text));
        }

        var assembly = body.Length;
        body.Write(Encoding.Unicode.GetBytes(version.Assembly));
        var tail = body.Length;
        var bytes = new byte[tail + sizeof(ulong)];
        body.Position = 0;
        body.ReadExactly(bytes, 0, (int)tail);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan((int)tail), TailMark);

        var hasStrings = ends.Length > 0;
        var header = new Fields(bytes);
        header.Put64(0x00, (long)Mark);
        header.Put32(0x08, FormatVersion);
        header.Put32(0x0C, FormatVersion);
        header.Put64(0x10, Size);
        header.Put64(0x18, model.Length);
        header.Put64(0x20, hasStrings ? table : 0);
        header.Put64(0x28, ends.Length * sizeof(long));
        header.Put64(0x30, hasStrings ? table + (ends.Length * sizeof(long)) : 0);
        header.Put64(0x38, end);
        header.PutText(0x40, 8, version.Signature);
        header.Put32(0x48, version.Written);
        header.Put32(0x4C, version.Readable);
        header.PutText(0x50, LoaderLength, version.Loader);
        header.PutText(0x68, LoaderLength, version.OtherLoader);
        header.Put64(0x80, tail);
        header.Put64(0x88, tail + sizeof(ulong));
        header.Put64(0x90, assembly);
        header.Put32(0x98, (uint)(tail - assembly));
        return bytes;
    }

    /// <summary>Splits a stream into its parts.</summary>
    /// <exception cref="FormatException">The stream is damaged; the message names the entry, the place, what was found and what was expected.</exception>
    public static ModelContent Read(byte[] bytes, string entry)
    {
        Checks.Decode(bytes.Length >= Size, $"{entry}: {bytes.Length} bytes, expected a header of {Size}");
        var header = new Fields(bytes);
        void Check(bool condition, int offset, string found) => Checks.Decode(condition, $"{entry}, offset 0x{offset:x2}: {found}");

        Check((ulong)header.Get64(0) == Mark, 0, $"wrong file type, found 0x{header.Get64(0):x16}, expected 0x{Mark:x16}");
        var (written, readable) = (header.Get32(0x08), header.Get32(0x0C));
        Check(readable <= written, 0x0C, $"readable version 0x{readable:x} is above the written one, 0x{written:x}");
        Check(readable <= FormatVersion, 0x0C, $"file is too new, version 0x{readable:x}, expected at most 0x{FormatVersion:x}");
        Check(written >= OldestFormat, 0x08, $"file is too old, version 0x{written:x}, expected at least 0x{OldestFormat:x}");

        var (model, modelSize) = (header.Get64(0x10), header.Get64(0x18));
        Check(model == Size && modelSize >= 0 && modelSize <= bytes.Length - Size, 0x10, $"the data lie at {model}, {modelSize} bytes, in a stream of {bytes.Length}");
        var next = model + modelSize;
        var (table, tableSize) = (header.Get64(0x20), header.Get64(0x28));
        var (chars, charsSize) = (header.Get64(0x30), header.Get64(0x38));
        var strings = Array.Empty<string>();
        if (table != 0)
        {
            Check(table == next && tableSize > 0 && tableSize % sizeof(long) == 0 && tableSize <= bytes.Length - table, 0x20, $"the string table lies at {table}, {tableSize} bytes, expected at {next}");
            next += tableSize;
            Check(chars == next && charsSize >= 0 && charsSize <= bytes.Length - chars, 0x30, $"the strings lie at {chars}, {charsSize} bytes, expected at {next}");
            next += charsSize;
            strings = ReadStrings(header, entry, (int)table, (int)(tableSize / sizeof(long)), (int)chars, charsSize);
        }

        var (assembly, assemblySize) = (header.Get64(0x90), header.Get32(0x98));
        var assemblyName = "";
        if (assembly != 0 && written >= FormatVersion)
        {
            Check(assembly == next && assemblySize % 2 == 0 && assemblySize <= bytes.Length - assembly, 0x90, $"the assembly name lies at {assembly}, {assemblySize} bytes, expected at {next}");
            next += assemblySize;
            assemblyName = Encoding.Unicode.GetString(bytes, (int)assembly, (int)assemblySize);
        }

        var (tail, end) = (header.Get64(0x80), header.Get64(0x88));
        Check(tail == next, 0x80, $"the end mark lies at {tail}, expected at {next}");
        Check(end == tail + sizeof(ulong) && end <= bytes.Length, 0x88, $"the stream ends at {bytes.Length}, expected {end}");
        var tailMark = (ulong)header.Get64((int)tail);
        Checks.Decode(tailMark == TailMark, $"{entry}, offset 0x{tail:x}: corrupt model file tail, found 0x{tailMark:x16}, expected 0x{TailMark:x16}");

        return new ModelContent(
            header.GetText(0x40, 8),
            header.Get32(0x48),
            header.Get32(0x4C),
            header.GetText(0x50, LoaderLength),
            header.GetText(0x68, LoaderLength),
            assemblyName,
            bytes.AsSpan(Size, (int)modelSize).ToArray(),
            strings);
    }

    private static string[] ReadStrings(Fields header, string entry, int table, int count, int chars, long charsSize)
    {
        var strings = new string[count];
        long start = 0;
        for (var i = 0; i < count; i++)
        {
            var offset = table + (i * sizeof(long));
            var end = header.Get64(offset);
            var last = i == count - 1;
            Checks.Decode(
                end >= start && end <= charsSize && end % 2 == 0 && (!last || end == charsSize),
                $"{entry}, offset 0x{offset:x}: string {i} ends at {end}, expected {start} to {charsSize}");
            strings[i] = header.GetUnicode(chars + (int)start, (int)(end - start));
            start = end;
        }

        return strings;
    }

    private readonly struct Fields(byte[] bytes)
    {
        public long Get64(int offset) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(offset));

        public uint Get32(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(offset));

        public string GetText(int offset, int length) => Encoding.Latin1.GetString(bytes, offset, length).TrimEnd('\0');

        public string GetUnicode(int offset, int length) => Encoding.Unicode.GetString(bytes, offset, length);

        public void Put64(int offset, long value) => BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(offset), value);

        public void Put32(int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(offset), value);

        public void PutText(int offset, int length, string text) => Encoding.Latin1.GetBytes(text).AsSpan(0, Math.Min(text.Length, length)).CopyTo(bytes.AsSpan(offset));
    }
}

/// <summary>The parts of a component's stream.</summary>
internal sealed record ModelContent(
    string Signature,
    uint Written,
    uint Readable,
    string Loader,
    string OtherLoader,
    string Assembly,
    byte[] Model,
    string[] Strings);
