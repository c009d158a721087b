using System.Buffers.Binary;
using System.IO.Compression;
using Ntt.Diagnostics;

namespace Ntt.Data;

/// <summary>
/// Walks over the variables of a MAT file of version 5 (MATLAB's "MAT-File Format", versions 5 to 7.2: plain or
/// zlib-compressed elements, both byte orders).
/// </summary>
internal sealed class MatFileReader : IDisposable
{
    private const int HeaderLength = 128;
    private const uint Hdf5Signature = 0x89484446;

    private readonly Stream _stream;
    private readonly string _source;
    private readonly bool _isBigEndian;
    private ZLibStream? _compressed;
    private long _next = HeaderLength;

    public MatFileReader(Stream stream, string source)
    {
        _stream = stream;
        _source = source;
        _stream.Position = 0;
        var reader = new DataFileReader(_stream, source);
        Span<byte> header = stackalloc byte[HeaderLength];
        reader.ReadExactly(header, "the header of a MAT file");
        if (BinaryPrimitives.ReadUInt32BigEndian(header) == Hdf5Signature)
            throw new FileContentException(source, 0, "a MAT file of version 5", "an HDF5 file, as version 7.3 is; save it with MATLAB's option -v7");
        _isBigEndian = (header[126], header[127]) switch
        {
            ((byte)'I', (byte)'M') => false,
            ((byte)'M', (byte)'I') => true,
            _ => throw new FileContentException(source, 126, "the byte order of a MAT file of version 5, \"IM\" or \"MI\"", $"the bytes 0x{header[126]:X2} 0x{header[127]:X2}"),
        };
        int version = _isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(header[124..]) : BinaryPrimitives.ReadUInt16LittleEndian(header[124..]);
        if (version != 0x0100)
        {
            throw new FileContentException(source, 124, "version 0x0100 of a MAT file (MATLAB 5 to 7.2)",
                version == 0x0200 ? "version 0x0200 (MATLAB 7.3, HDF5); save it with MATLAB's option -v7" : $"version 0x{version:X4}");
        }
    }

    /// <summary>Reads the head of the next variable; null at the end of the file. The one before can be read no more.</summary>
    public MatVariable? NextVariable()
    {
        while (_next < _stream.Length)
        {
            long start = _next;
            _stream.Position = start;
            var elements = new MatElementReader(new DataFileReader(_stream, _source, start), _isBigEndian);
            MatElement element = elements.ReadTag("the tag of an element");
            long available = _stream.Length - elements.Reader.Offset;
            if (element.Length > available)
                throw elements.Reader.Error($"an element of {element.Length} bytes", $"the end of the file after {available} bytes");
            // A compressed element is not padded: its length is exact.
            _next = elements.Reader.Offset + element.Length + (element.Type == MatElement.Compressed ? 0 : element.Padding);
            if (element.Type == MatElement.Matrix)
                return new MatVariable(elements, element.Length, isCompressed: false);
            if (element.Type == MatElement.Compressed)
            {
                _compressed?.Dispose();
                _compressed = new ZLibStream(_stream, CompressionMode.Decompress, leaveOpen: true);
                var inside = new MatElementReader(new DataFileReader(_compressed, $"{_source} (in the compressed element at offset {start})"), _isBigEndian);
                MatElement matrix = inside.ReadTag("the tag of a compressed element");
                if (matrix.Type == MatElement.Matrix)
                    return new MatVariable(inside, matrix.Length, isCompressed: true);
            }
        }
        return null;
    }

    public void Dispose() => _compressed?.Dispose();
}
