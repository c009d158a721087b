using Ntt.Cli.Results;

namespace Ntt.Cli.Grids;

/// <summary>How many images the results of a folder are on, by data set. Two counts of one set are two sets, a part and the whole for one; what is shown of a folder must not be a mixture.</summary>
internal sealed class DataCounts
{
    private readonly Dictionary<string, (string File, DataFacts Data)> _first = [];

    /// <summary>Notes what a result is on.</summary>
    /// <param name="file">The result's file.</param>
    /// <param name="data">What it is on.</param>
    /// <exception cref="IOException">Another result is on other numbers of images of the same set.</exception>
    public void Add(string file, DataFacts data)
    {
        if (!_first.TryAdd(data.Name, (file, data)) && _first[data.Name] is var (other, found) && found != data)
        {
            throw new IOException(
                $"'{other}' is on {found.Train:N0} training and {found.Test:N0} test images of {data.Name}, '{file}' on {data.Train:N0} and {data.Test:N0}; a folder holds results on the same images. Name another folder, or the data of the first.");
        }
    }
}
