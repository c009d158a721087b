using System.Runtime.CompilerServices;

namespace Ntt.Compute;

/// <summary>One row of windows of a channel: ẏ = ẋ at each sample's winner.</summary>
internal readonly unsafe struct MaxPoolingTangent<TLanes, TVector>(
    PoolingWindows windows, ColumnLayout layout, int* argument, float* xDot, float* yDot) : IRowKernel
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    public void Run(int row)
    {
        int blocks = LaneBlock.CountOf(layout, TLanes.Count);
        nint firstWindow = (nint)row * windows.OutputWidth;
        for (int index = 0; index < blocks; index++)
        {
            LaneBlock block = LaneBlock.At(layout, TLanes.Count, index);
            for (int column = 0; column < windows.OutputWidth; column++)
            {
                nint window = firstWindow + column;
                float* x = xDot + windows.Corner(row, column) * layout.Columns + block.Column;
                Window(argument + window * layout.Samples + block.Sample, x, yDot + window * layout.Columns + block.Column, block.Stride);
            }
        }
    }

    /// <summary>All outputs of a block of lanes. Lanes that belong to the block before are written twice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Window(int* place, float* x, float* y, nint stride)
    {
        int outputs = layout.Segments[0].Repeats;
        nint beside = layout.Columns, below = windows.Width * beside;
        if (windows.Size == 2)
        {
            TVector second = TLanes.WhereEqual(place, 1), third = TLanes.WhereEqual(place, 2), fourth = TLanes.WhereEqual(place, 3);
            for (int a = 0; a < outputs; a++, x += stride, y += stride)
            {
                TVector value = TLanes.Select(second, TLanes.Load(x + beside), TLanes.Load(x));
                value = TLanes.Select(third, TLanes.Load(x + below), value);
                TLanes.Store(y, TLanes.Select(fourth, TLanes.Load(x + below + beside), value));
            }
            return;
        }
        for (int a = 0; a < outputs; a++, x += stride, y += stride)
        {
            TVector value = TLanes.Load(x);
            for (int tapRow = 0; tapRow < windows.Size; tapRow++)
                for (int tap = 0; tap < windows.Size; tap++)
                    value = TLanes.Select(
                        TLanes.WhereEqual(place, tapRow * windows.Size + tap), TLanes.Load(x + tapRow * below + tap * beside), value);
            TLanes.Store(y, value);
        }
    }
}
