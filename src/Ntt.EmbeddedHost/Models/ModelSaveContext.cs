using System.IO.Compression;
using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>A place in a model file that a component is saved to. Components outside hand it on to ML.NET's own ones.</summary>
public sealed class ModelSaveContext : IDisposable
{
    internal const string StreamName = "Model.key";

    private readonly ZipArchive _archive;
    private readonly string _directory;
    private readonly MemoryStream _model = new();
    private readonly List<string> _strings = [];
    private readonly Dictionary<string, int> _stringIds = [];
    private ModelVersion _version;

    internal ModelSaveContext(ZipArchive archive, string directory)
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
    internal static void Save(ZipArchive archive, ICanSaveModel component, string directory)
    {
        using var context = new ModelSaveContext(archive, directory);
        component.Save(context);
        context.Finish(component.GetType());
    }

    internal void SetVersion(ModelVersion version)
    {
        Checks.State(_version == null && _model.Length == 0, "The component of this place is saved already");
        _version = version;
    }

    internal void WriteString(string text)
    {
        Checks.Value(text, nameof(text));
        if (!_stringIds.TryGetValue(text, out var id))
        {
            _stringIds.Add(text, id = _strings.Count);
            _strings.Add(text);
        }

        Writer.Write(id);
    }

    internal void WriteStringOrNull(string text)
    {
        if (text == null)
            Writer.Write(-1);
        else
            WriteString(text);
    }

    internal void SaveComponent(ICanSaveModel component, string folder) => Save(_archive, component, $"{_directory}/{folder}");

    internal void SaveFolder(string folder, Action<ModelSaveContext> save)
    {
        using var context = new ModelSaveContext(_archive, $"{_directory}/{folder}");
        save(context);
        context.Finish(GetType());
    }

    internal void SaveStream(string name, byte[] bytes)
    {
        using var stream = _archive.CreateEntry($"{_directory}/{name}").Open();
        stream.Write(bytes);
    }

    private void Finish(Type component)
    {
        Checks.State(_version != null, $"{component} saved nothing: the signature of the model is not specified");
        Writer.Flush();
        SaveStream(StreamName, ModelHeader.Write(_version, _model.ToArray(), _strings));
    }
}
