namespace Microsoft.ML;

/// <summary>Marks a class that saved models name by a contract.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class ExtensionBaseAttribute : Attribute
{
    private protected ExtensionBaseAttribute(string contractName) => ContractName = contractName;

    /// <summary>The name.</summary>
    public string ContractName { get; }
}
