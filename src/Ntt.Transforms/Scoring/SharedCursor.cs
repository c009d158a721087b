using Microsoft.ML;

namespace Ntt.Transforms.Scoring;

/// <summary>
/// A source cursor for one or several scored cursors. Those of a set take turns reading a batch of rows each and score what they took at the same
/// time; the source is disposed of with the last of them.
/// </summary>
internal sealed class SharedCursor(DataViewRowCursor source, int users)
{
    private readonly Lock _lock = new();
    private int _users = users;
    private long _batches;
    private bool _ended;

    public DataViewRowCursor Source => source;

    /// <summary>Whether several cursors read the source; the numbers of batches are then those in which they took their turns.</summary>
    public bool IsSplit { get; } = users > 1;

    /// <summary>Calls <paramref name="keep"/> with 0, 1, ... for each of the next rows.</summary>
    /// <returns>How many rows there were, at most <paramref name="capacity"/>, and the number of the turn.</returns>
    public (int Rows, long Batch) Read(int capacity, Action<int> keep)
    {
        lock (_lock)
        {
            var rows = 0;
            try
            {
                while (rows < capacity && !_ended)
                {
                    if (!source.MoveNext())
                    {
                        _ended = true;
                        break;
                    }

                    keep(rows);
                    rows++;
                }
            }
            catch
            {
                _ended = true;
                throw;
            }

            return (rows, _batches++);
        }
    }

    public void Release()
    {
        lock (_lock)
        {
            if (--_users == 0)
            {
                source.Dispose();
            }
        }
    }
}
