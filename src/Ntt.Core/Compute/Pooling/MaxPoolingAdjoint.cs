using System.Runtime.CompilerServices;

namespace Ntt.Compute;

/// <summary>One channel: x̄ = the sum of ȳ over the windows whose maximum is there.</summary>
internal readonly unsafe struct MaxPoolingAdjoint<TLanes, TVector>(
    PoolingWindows windows, ColumnLayout layout, int* argument, float* yBar, float* xBar) : IRowKernel
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Whether no position belongs to two windows, so that it can be written at once.</summary>
    private bool IsDisjoint => windows.Stride >= windows.Size;

    /// <summary>Whether every position belongs to a window.</summary>
    private bool IsCovering =>
        windows.Stride <= windows.Size
        && (windows.OutputHeight - 1) * windows.Stride + windows.Size == windows.Height
        && (windows.OutputWidth - 1) * windows.Stride + windows.Size == windows.Width;

    public void Run(int row)
    {
        nint plane = (nint)windows.Height * windows.Width * layout.Columns;
        bool isDisjoint = IsDisjoint;
        if (!isDisjoint || !IsCovering)
            new Span<float>(xBar + row * plane, (int)plane).Clear();
        int blocks = LaneBlock.CountOf(layout, TLanes.Count);
        for (int y = row * windows.OutputHeight; y < (row + 1) * windows.OutputHeight; y++)
        {
            for (int column = 0; column < windows.OutputWidth; column++)
            {
                nint window = (nint)y * windows.OutputWidth + column;
                float* corner = xBar + windows.Corner(y, column) * layout.Columns;
                for (int index = 0; index < blocks; index++)
                {
                    LaneBlock block = LaneBlock.At(layout, TLanes.Count, index);
                    float* from = yBar + window * layout.Columns + block.Column;
                    int* place = argument + window * layout.Samples + block.Sample;
                    if (isDisjoint)
                        Write(place, from, corner + block.Column, block.Stride);
                    else
                        Add(place, from, corner + block.Column, block);
                }
            }
        }
    }

    /// <summary>All outputs of a block of lanes, at every position of the window. Lanes that belong to the block before are written twice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Write(int* place, float* from, float* to, nint stride)
    {
        int outputs = layout.Segments[0].Repeats, size = windows.Size;
        nint beside = layout.Columns, below = windows.Width * beside;
        TVector zero = TLanes.Zero;
        for (int row = 0; row < size; row++)
        {
            for (int tap = 0; tap < size; tap++)
            {
                TVector wins = TLanes.WhereEqual(place, row * size + tap);
                float* source = from;
                float* target = to + row * below + tap * beside;
                for (int a = 0; a < outputs; a++, source += stride, target += stride)
                    TLanes.Store(target, TLanes.Select(wins, TLanes.Load(source), zero));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(int* place, float* from, float* to, in LaneBlock block)
    {
        int outputs = layout.Segments[0].Repeats, size = windows.Size;
        nint beside = layout.Columns, below = windows.Width * beside, stride = block.Stride;
        if (block.Skip > 0)
        {
            AddLanes(place, from, to, block);
            return;
        }
        TVector zero = TLanes.Zero;
        for (int row = 0; row < size; row++)
        {
            for (int tap = 0; tap < size; tap++)
            {
                TVector wins = TLanes.WhereEqual(place, row * size + tap);
                float* source = from;
                float* target = to + row * below + tap * beside;
                for (int a = 0; a < outputs; a++, source += stride, target += stride)
                    TLanes.Store(target, TLanes.Add(TLanes.Load(target), TLanes.Select(wins, TLanes.Load(source), zero)));
            }
        }
    }

    /// <summary>The lanes of a block that do not belong to the one before.</summary>
    private void AddLanes(int* place, float* from, float* to, in LaneBlock block)
    {
        int outputs = layout.Segments[0].Repeats;
        for (int lane = block.Skip; lane < TLanes.Count; lane++)
        {
            (int row, int tap) = Math.DivRem(place[lane], windows.Size);
            float* target = to + ((nint)row * windows.Width + tap) * layout.Columns + lane;
            for (nint a = 0; a < outputs; a++)
                target[a * block.Stride] += from[a * block.Stride + lane];
        }
    }
}
