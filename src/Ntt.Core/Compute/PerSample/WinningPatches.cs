using System.Runtime.CompilerServices;

namespace Ntt.Compute;

/// <summary>
/// Reads patches where each lane's sample has the winner of a max-pool's window: the lanes of one vector may come from any position of
/// the window.
/// </summary>
/// <param name="windows">The windows over the output positions of the convolution.</param>
/// <param name="places">The winners' places, [windows × samples].</param>
/// <param name="samples">Samples.</param>
/// <param name="below">Floats from the patch of an output position to the patch of the one below.</param>
/// <param name="beside">Floats from the patch of an output position to the patch of the next one.</param>
internal readonly unsafe struct WinningPatches<TLanes, TVector>(PoolingWindows windows, int* places, int samples, nint below, nint beside)
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Whether there is no pool.</summary>
    public bool IsEmpty => places == null;

    /// <summary>Copies some elements of one window's winning patches.</summary>
    /// <param name="window">The window, counted through all channels.</param>
    /// <param name="sample">The first lane's sample.</param>
    /// <param name="x">Element 0 of the patch of the window's first position.</param>
    /// <param name="offset">Where each element is, in floats from element 0.</param>
    /// <param name="count">Number of elements.</param>
    /// <param name="target">Where the first one goes.</param>
    /// <param name="step">Floats from there to where the next one goes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Copy(nint window, int sample, float* x, int* offset, int count, float* target, nint step)
    {
        int* place = places + window * samples + sample;
        if (windows.Size != 2)
        {
            CopyAny(place, x, offset, count, target, step);
            return;
        }
        TVector second = TLanes.WhereEqual(place, 1), third = TLanes.WhereEqual(place, 2), fourth = TLanes.WhereEqual(place, 3);
        float* x1 = x + beside, x2 = x + below, x3 = x + below + beside;
        for (int i = 0; i < count; i++, target += step)
        {
            nint at = offset[i];
            TVector value = TLanes.Select(second, TLanes.Load(x1 + at), TLanes.Load(x + at));
            value = TLanes.Select(third, TLanes.Load(x2 + at), value);
            TLanes.Store(target, TLanes.Select(fourth, TLanes.Load(x3 + at), value));
        }
    }

    /// <summary>Adds one vector to each of some elements of one window's winning patches.</summary>
    /// <param name="window">The window, counted through all channels.</param>
    /// <param name="sample">The first lane's sample.</param>
    /// <param name="values">The vector for the first element.</param>
    /// <param name="step">Floats from there to the vector for the next element.</param>
    /// <param name="count">Number of elements.</param>
    /// <param name="target">Each element of the first patch of all.</param>
    /// <param name="at">Where the patch of the window's first position is, in floats from the first patch.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(nint window, int sample, float* values, nint step, int count, float** target, nint at)
    {
        int* place = places + window * samples + sample;
        TVector zero = TLanes.Zero;
        for (int row = 0; row < windows.Size; row++)
        {
            for (int column = 0; column < windows.Size; column++)
            {
                TVector wins = TLanes.WhereEqual(place, row * windows.Size + column);
                nint to = at + row * below + column * beside;
                for (int i = 0; i < count; i++)
                    TLanes.Store(target[i] + to, TLanes.Add(TLanes.Load(target[i] + to), TLanes.Select(wins, TLanes.Load(values + i * step), zero)));
            }
        }
    }

    private void CopyAny(int* place, float* x, int* offset, int count, float* target, nint step)
    {
        for (int i = 0; i < count; i++, target += step)
        {
            float* from = x + offset[i];
            TVector value = TLanes.Load(from);
            for (int row = 0; row < windows.Size; row++)
                for (int column = 0; column < windows.Size; column++)
                    value = TLanes.Select(
                        TLanes.WhereEqual(place, row * windows.Size + column), TLanes.Load(from + row * below + column * beside), value);
            TLanes.Store(target, value);
        }
    }
}
