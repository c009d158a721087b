namespace Microsoft.ML;

/// <summary>Saving, loading and use of models.</summary>
public sealed class ModelOperationsCatalog
{
    private const string SchemaEntry = "Schema";
    private const string ModelFolder = "TransformerChain";
    private const string VersionEntry = "TrainingInfo/Version.txt";
    private const string FormatOf = "5.0.0";
    private readonly ComponentCatalog _components;
    internal ModelOperationsCatalog(ComponentCatalog components) => _components = components;

    /// <summary>Saves a model and the schema of its input to a file.</summary>
    public void Save(ITransformer model, DataViewSchema inputSchema, string filePath)
    {
        Checks.NonEmpty(filePath, nameof(filePath));
        using var stream = File.Create(filePath);
        Save(model, inputSchema, stream);
    }

    /// <summary>Saves a model and the schema of its input as ML.NET's zip; either may be null.</summary>
    public void Save(ITransformer model, DataViewSchema inputSchema, Stream stream)
    {
        Checks.Value(stream, nameof(stream));
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        ModelSaveContext.WriteEntry(archive, VersionEntry, Encoding.UTF8.GetBytes($"{FormatOf}\n"));
        if (model != null)
            ModelSaveContext.Save(archive, model.Save, ModelFolder);
        if (inputSchema != null)
            ModelSaveContext.WriteEntry(archive, SchemaEntry, BinaryViewWriter.Write(ArrayView.Empty(inputSchema)));
    }

    /// <summary>Loads a model from a file.</summary>
    /// <exception cref="FormatException">The file is damaged, or needs a component that only ML.NET itself has.</exception>
    public ITransformer Load(string filePath, out DataViewSchema inputSchema)
    {
        Checks.NonEmpty(filePath, nameof(filePath));
        using var stream = File.OpenRead(filePath);
        return Load(stream, out inputSchema);
    }

    /// <summary>Loads a model; the schema is null when none was saved.</summary>
    /// <exception cref="FormatException">The stream is damaged, or needs a component that only ML.NET itself has.</exception>
    public ITransformer Load(Stream stream, out DataViewSchema inputSchema)
    {
        Checks.Value(stream, nameof(stream));
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            var schema = ModelLoadContext.ReadEntry(archive, SchemaEntry);
            inputSchema = schema == null ? null : BinaryViewReader.Read(schema, SchemaEntry).Schema;
            return ModelLoadContext.LoadComponent(_components, archive, ModelFolder);
        }
        catch (InvalidDataException error)
        {
            throw new FormatException("Failed to open a zip archive", error);
        }
    }

    /// <summary>An engine for single objects.</summary>
    public PredictionEngine<TSrc, TDst> CreatePredictionEngine<TSrc, TDst>(
        ITransformer transformer, bool ignoreMissingColumns = true, SchemaDefinition inputSchemaDefinition = null,
        SchemaDefinition outputSchemaDefinition = null)
        where TSrc : class
        where TDst : class, new()
        => new(transformer, ignoreMissingColumns, inputSchemaDefinition, outputSchemaDefinition);
}
