namespace Microsoft.ML;

/// <summary>A place in a model file that a component is loaded from.</summary>
internal sealed class ModelLoadContext
{
    /// <summary>The loaders, by the name in the header.</summary>
    private static readonly Dictionary<string, Func<ModelLoadContext, ITransformer>> s_loaders = new()
    {
        [TransformerChainFormat.Version.Loader] = TransformerChainFormat.Load,
        [CustomMappingFormat.Version.Loader] = CustomMappingFormat.Load,
        [ColumnCopyingTransformer.Version.Loader] = ColumnCopyingTransformer.Load,
        [ColumnConcatenatingTransformer.Version.Loader] = ColumnConcatenatingTransformer.Load,
        [ColumnSelectingTransformer.Version.Loader] = ColumnSelectingTransformer.Load,
        [ValueMappingTransformer.Version.Loader] = ValueMappingTransformer.Load,
        [ValueToKeyMappingTransformer.Version.Loader] = ValueToKeyMappingTransformer.Load,
        [KeyToValueMappingTransformer.Version.Loader] = KeyToValueMappingTransformer.Load,
    };

    private readonly ZipArchive _archive;
    private readonly string _directory;
    private ModelLoadContext(ComponentCatalog components, ZipArchive archive, string directory)
    {
        (Components, _archive, _directory) = (components, archive, directory);
        Content = ModelHeader.Read(ReadStream(ModelSaveContext.StreamName), EntryName);
        Reader = new BinaryReader(new MemoryStream(Content.Model), Encoding.UTF8);
    }

    public ComponentCatalog Components { get; }
    public ModelContent Content { get; }
    public BinaryReader Reader { get; }
    public string EntryName => NameOf(ModelSaveContext.StreamName);

    public static ITransformer LoadComponent(ComponentCatalog components, ZipArchive archive, string directory)
    {
        var context = new ModelLoadContext(components, archive, directory);
        if (!s_loaders.TryGetValue(context.Content.Loader, out var load))
            throw new FormatException($"Couldn't load model: '{directory}' needs the component '{context.Content.Loader}' of {context.Content.Assembly}, which only ML.NET itself has");
        try
        {
            return load(context);
        }
        catch (Exception error) when (error is EndOfStreamException or ArgumentException or OverflowException)
        {
            throw new FormatException($"{context.EntryName}: corrupt data of '{context.Content.Loader}': {error.Message}", error);
        }
    }

    public static byte[] ReadEntry(ZipArchive archive, string name)
    {
        var entry = archive.GetEntry(name) ?? archive.GetEntry(name.Replace('/', '\\'));
        if (entry == null)
            return null;
        using var stream = entry.Open();
        var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        return buffer.ToArray();
    }

    public void CheckVersion(ModelVersion version)
    {
        Checks.Decode(Content.Signature == version.Signature, $"{EntryName}: unknown file type '{Content.Signature}', expected '{version.Signature}'");
        Checks.Decode(Content.Readable <= version.Version, $"{EntryName}: '{version.Loader}' is too new, version 0x{Content.Readable:x}, expected at most 0x{version.Version:x}");
        Checks.Decode(Content.Written >= version.Version, $"{EntryName}: '{version.Loader}' is too old, version 0x{Content.Written:x}, expected at least 0x{version.Version:x}");
    }

    public string ReadString()
    {
        var id = Reader.ReadInt32();
        Checks.Decode(0 <= id && id < Content.Strings.Length, $"{EntryName}: string {id}, expected 0 to {Content.Strings.Length - 1}");
        return Content.Strings[id];
    }

    public string ReadNonEmptyString()
    {
        var text = ReadString();
        Checks.Decode(text.Length > 0, $"{EntryName}: an empty name");
        return text;
    }

    public string[] ReadNonEmptyStrings()
    {
        var texts = new string[ReadCount(sizeof(int))];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = ReadNonEmptyString();
        return texts;
    }

    /// <summary>A number of items of at least <paramref name="itemSize"/> bytes each.</summary>
    public int ReadCount(int itemSize)
    {
        var count = Reader.ReadInt32();
        var room = (Reader.BaseStream.Length - Reader.BaseStream.Position) / itemSize;
        Checks.Decode(0 <= count && count <= room, $"{EntryName}, offset 0x{ModelHeader.Size + Reader.BaseStream.Position - sizeof(int):x}: {count} items, expected 0 to {room}");
        return count;
    }

    public ITransformer LoadComponent(string folder) => LoadComponent(Components, _archive, NameOf(folder));
    public ModelLoadContext OpenFolder(string folder) => new(Components, _archive, NameOf(folder));

    public byte[] ReadStream(string name)
        => ReadEntry(_archive, NameOf(name)) ?? throw new FormatException($"Corrupt model file: there is no {NameOf(name)}");

    public string NameOf(string name) => $"{_directory}/{name}";
}
