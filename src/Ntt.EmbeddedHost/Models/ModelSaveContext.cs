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
    {
        _archive = archive;
        _directory = directory;
        Writer = new BinaryWriter(_model, Encoding.UTF8);
    }

    internal BinaryWriter Writer { get; }

    /// <summary>Releases the buffers; what was not finished is not in the file.</summary>
    public void Dispose() => Writer.Dispose();

    /// <summary>Saves a component in a folder.</summary>
    /// <exception cref="InvalidOperationException">The component saved nothing.</exception>
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
        Checks.Value(text, nameof(text));
        var id = _strings.IndexOf(text);
        Writer.Write(id >= 0 ? id : _strings.Count);
        if (id < 0)
            _strings.Add(text);
    }

    internal void SaveFolder(string folder, Action<ModelSaveContext> save) => Save(_archive, save, $"{_directory}/{folder}");

    internal void SaveStream(string name, byte[] bytes)
    {
        using var stream = _archive.CreateEntry($"{_directory}/{name}").Open();
        stream.Write(bytes);
    }
}
