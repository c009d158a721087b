using System.Text;
using System.Xml.Linq;
using Ntt.Files;

namespace Ntt.Cli.Paper;

/// <summary>Pictures and pages that are written beside results. Lines end with a line feed on every system.</summary>
/// <param name="folder">The folder of the results.</param>
internal sealed class WrittenFiles(string folder)
{
    private readonly List<string> _paths = [];

    /// <summary>The paths of what was written.</summary>
    public IReadOnlyList<string> Paths => _paths;

    /// <summary>Writes a picture.</summary>
    public void Add(string name, XElement picture) => Add(name, $"{picture.ToString(SaveOptions.None)}\n");

    /// <summary>Writes a page.</summary>
    public void Add(string name, string content)
    {
        var path = Path.Combine(folder, name);
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(content.ReplaceLineEndings("\n")));
        _paths.Add(path);
    }
}
