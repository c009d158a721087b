using System.Collections.Concurrent;
using System.Reflection;

namespace Microsoft.ML.Runtime;

/// <summary>The classes that saved models may name.</summary>
public sealed class ComponentCatalog
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _assemblies = [];
    private readonly ConcurrentDictionary<(Type Attribute, string Contract), Type> _extensions = new();

    internal ComponentCatalog()
    {
    }

    /// <summary>Makes the marked classes of an assembly known.</summary>
    /// <exception cref="InvalidOperationException">A contract has two classes, and errors are not to be ignored.</exception>
    public void RegisterAssembly(Assembly assembly, bool throwOnError = true)
    {
        lock (_lock)
        {
            if (!_assemblies.Add(assembly.FullName))
                return;
            foreach (var type in assembly.GetTypes().Where(t => t.IsClass))
            {
                foreach (var attribute in type.GetCustomAttributes<ExtensionBaseAttribute>())
                {
                    var added = _extensions.TryAdd((attribute.GetType(), attribute.ContractName), type);
                    Checks.State(
                        added || !throwOnError,
                        $"An extension for '{attribute.GetType().Name}' with contract '{attribute.ContractName}' has already been registered in the ComponentCatalog.");
                }
            }
        }
    }

    internal object CreateExtension(Type attribute, string contract)
    {
        if (!_extensions.TryGetValue((attribute, contract), out var type))
            throw new InvalidOperationException($"Unable to locate an extension for the contract '{contract}': no registered assembly has a class marked with '{attribute.FullName}' of that name.");
        return Activator.CreateInstance(type);
    }
}
