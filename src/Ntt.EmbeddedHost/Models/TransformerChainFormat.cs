namespace Microsoft.ML;

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
