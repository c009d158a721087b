namespace Microsoft.ML.Transforms;

/// <summary>Marks the class that makes the function of a saved mapping again.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class CustomMappingFactoryAttributeAttribute : ExtensionBaseAttribute
{
    /// <summary>The name that the mapping is saved under.</summary>
    public CustomMappingFactoryAttributeAttribute(string contractName)
        : base(contractName)
    {
    }
}

/// <summary>Makes the function of a saved mapping again.</summary>
public abstract class CustomMappingFactory<TSrc, TDst> : ICustomMappingFactory
    where TSrc : class, new()
    where TDst : class, new()
{
    /// <summary>The function.</summary>
    public abstract Action<TSrc, TDst> GetMapping();

    ITransformer ICustomMappingFactory.CreateTransformer(string contractName)
        => new CustomMappingTransformer<TSrc, TDst>(GetMapping(), contractName);
}

internal interface ICustomMappingFactory
{
    ITransformer CreateTransformer(string contractName);
}

/// <summary>A custom mapping in a model file: its contract, and the assembly that has the factory.</summary>
internal static class CustomMappingFormat
{
    public static readonly ModelVersion Version = new("CUSTOMXF", 0x00010002, "CustomTransformer", ModelVersion.TransformsAssembly);

    public static void Save(ModelSaveContext context, string contract, Assembly assembly)
    {
        context.SetVersion(Version);
        context.WriteString(contract);
        context.WriteString(assembly.FullName);
    }

    public static ITransformer Load(ModelLoadContext context)
    {
        context.CheckVersion(Version);
        var contract = context.ReadString();
        var catalog = context.Environment.ComponentCatalog;
        catalog.RegisterAssembly(Assembly.Load(context.ReadString()));
        var factory = catalog.Create(contract) as ICustomMappingFactory
            ?? throw new InvalidOperationException($"The class with contract '{contract}' must derive from '{typeof(CustomMappingFactory<,>).FullName}'.");
        return factory.CreateTransformer(contract);
    }
}
