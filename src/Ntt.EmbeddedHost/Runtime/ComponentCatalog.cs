namespace Microsoft.ML
{
    /// <summary>Marks a class that saved models name by a contract.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public abstract class ExtensionBaseAttribute : Attribute
    {
        private protected ExtensionBaseAttribute(string contractName) => ContractName = contractName;
        /// <summary>The name.</summary>
        public string ContractName { get; }
    }
}

namespace Microsoft.ML.Runtime
{
    /// <summary>The classes that saved models may name.</summary>
    public sealed class ComponentCatalog
    {
        private readonly Dictionary<string, Type> _classes = [];
        private readonly HashSet<string> _assemblies = [];
        internal ComponentCatalog() { }

        /// <summary>Makes the marked classes of an assembly known.</summary>
        public void RegisterAssembly(Assembly assembly, bool throwOnError = true)
        {
            lock (_classes)
            {
                if (!_assemblies.Add(assembly.FullName))
                    return;
                foreach (var type in assembly.GetTypes())
                {
                    foreach (var attribute in type.GetCustomAttributes<ExtensionBaseAttribute>())
                        Checks.State(_classes.TryAdd(attribute.ContractName, type) || !throwOnError, $"The contract '{attribute.ContractName}' has already been registered in the ComponentCatalog.");
                }
            }
        }

        internal object Create(string contract)
        {
            lock (_classes)
            {
                Checks.State(_classes.TryGetValue(contract, out var type), $"Unable to locate an extension for the contract '{contract}': no registered assembly has a class marked with it.");
                return Activator.CreateInstance(type);
            }
        }
    }
}
