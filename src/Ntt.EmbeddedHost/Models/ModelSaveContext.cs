namespace Microsoft.ML;

/// <summary>A place in a model file that a component is saved to. Components outside hand it on to ML.NET's own ones.</summary>
public sealed class ModelSaveContext : IDisposable
{
    internal const string StreamName = "Model.key";
    private readonly ZipArchive _archive;
    private readonly string _directory;
    private readonly MemoryStream _model = new();
    private readonly List<string> _strings = [];
    private ModelVersion _version;

    private ModelSaveContext(ZipArchive archive, string directory)
        => (_archive, _directory, Writer) = (archive, directory, new BinaryWriter(_model, Encoding.UTF8));

    internal BinaryWriter Writer { get; }
    /// <summary>Releases the buffers; what was not finished is not in the file.</summary>
    public void Dispose() => Writer.Dispose();

    internal static void Save(ZipArchive archive, Action<ModelSaveContext> save, string directory)
    {
        using var context = new ModelSaveContext(archive, directory);
        save(context);
        Checks.State(context._version != null, $"Nothing was saved in {directory}: the signature of the model is not specified");
        context.Writer.Flush();
        context.SaveStream(StreamName, ModelHeader.Write(context._version, context._model.ToArray(), context._strings));
    }

    internal void SetVersion(ModelVersion version)
    {
        Checks.State(_version == null && _model.Length == 0, "The component of this place is saved already");
        _version = version;
    }

    internal void WriteString(string text)
    {
        var id = _strings.IndexOf(text);
        Writer.Write(id >= 0 ? id : _strings.Count);
        if (id < 0)
            _strings.Add(text);
    }

    internal void SaveFolder(string folder, Action<ModelSaveContext> save) => Save(_archive, save, $"{_directory}/{folder}");

    internal void SaveStream(string name, byte[] bytes) => WriteEntry(_archive, $"{_directory}/{name}", bytes);

    internal static void WriteEntry(ZipArchive archive, string name, byte[] bytes)
    {
        using var stream = archive.CreateEntry(name).Open();
        stream.Write(bytes);
    }
}

/// <summary>A chain in a model file: number and scopes, each transformer in a numbered folder.</summary>
internal static class TransformerChainFormat
{
    public static readonly ModelVersion Version = new("XF\0CHAIN", 0x00010001, "TransformerChain", ModelVersion.DataAssembly);

    public static void Save(ModelSaveContext context, ITransformer[] transformers, TransformerScope[] scopes)
    {
        context.SetVersion(Version);
        context.Writer.Write(transformers.Length);
        for (var i = 0; i < transformers.Length; i++)
        {
            context.Writer.Write((int)scopes[i]);
            context.SaveFolder($"Transform_{i:000}", transformers[i].Save);
        }
    }

    public static ITransformer Load(ModelLoadContext context)
    {
        context.CheckVersion(Version);
        var transformers = new ITransformer[context.ReadCount(sizeof(int))];
        var scopes = new TransformerScope[transformers.Length];
        for (var i = 0; i < transformers.Length; i++)
        {
            scopes[i] = (TransformerScope)context.Reader.ReadInt32();
            transformers[i] = context.LoadComponent($"Transform_{i:000}");
        }
        return new TransformerChain<ITransformer>(transformers, scopes);
    }
}
