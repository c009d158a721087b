using System.Globalization;
using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>A chain in a model file: number and scopes, each transformer in a numbered folder.</summary>
internal static class TransformerChainFormat
{
    // The signature is written with a blank, which ML.NET stores as a zero byte.
    public static readonly ModelVersion Version = new("XF\0CHAIN", 0x00010001, 0x00010001, 0x00010001, "TransformerChain", ModelVersion.DataAssembly);

    public static void Save(ModelSaveContext context, ITransformer[] transformers, TransformerScope[] scopes)
    {
        context.SetVersion(Version);
        context.Writer.Write(transformers.Length);
        for (var i = 0; i < transformers.Length; i++)
        {
            context.Writer.Write((int)scopes[i]);
            context.SaveComponent(transformers[i], FolderOf(i));
        }
    }

    public static ITransformer Load(ModelLoadContext context)
    {
        var transformers = new ITransformer[context.ReadCount(sizeof(int))];
        var scopes = new TransformerScope[transformers.Length];
        for (var i = 0; i < transformers.Length; i++)
        {
            scopes[i] = (TransformerScope)context.Reader.ReadInt32();
            transformers[i] = context.LoadComponent(FolderOf(i));
        }

        return new TransformerChain<ITransformer>(transformers, scopes);
    }

    private static string FolderOf(int index) => string.Format(CultureInfo.InvariantCulture, "Transform_{0:000}", index);
}
