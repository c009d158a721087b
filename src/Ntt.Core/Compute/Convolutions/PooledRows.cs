using System.Runtime.CompilerServices;

namespace Ntt.Compute;

/// <summary>
/// What a max-pool's adjoint makes of its cotangents, without the image being written: those of a window stand at the positions that won,
/// everything else is 0.
/// </summary>
/// <param name="pool">The pool.</param>
/// <param name="columns">Columns of the cotangents.</param>
/// <param name="values">The cotangents, [windows × columns].</param>
internal readonly unsafe struct PooledRows<TLanes, TVector>(PoolPlaces pool, int columns, float* values) : IImageRows
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    public float* Find(int channel, int row, int position, int column, int pitch) => null;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Copy(int channel, int row, int first, int count, int column, int length, float* target, int pitch)
    {
        int* sample = pool.Columns.First + column / TLanes.Count;
        int size = pool.Windows.Size, stride = pool.Windows.Stride, width = pool.Windows.OutputWidth;
        (int y, int placeRow) = Math.DivRem(row, stride);
        (int x, int placeColumn) = Math.DivRem(first, stride);
        bool isInside = placeRow < size && y < pool.Windows.OutputHeight;
        nint window = (nint)channel * pool.Windows.PlaneCount + y * width + x;
        float* from = values + window * columns + column;
        int* places = pool.Places + window * pool.Columns.Samples;
        bool isPaired = isInside && size == 2 && stride == 2;
        for (int position = 0; position < count; position++, target += pitch)
        {
            if (isPaired && placeColumn == 0 && x < width && position + 1 < count)
            {
                // Both positions of a window's row at once: what they read is the same.
                int left = placeRow * size;
                for (int i = 0, vector = 0; i < length; i += TLanes.Count, vector++)
                {
                    TVector value = TLanes.Load(from + i);
                    int* place = places + sample[vector];
                    TLanes.Store(target + i, TLanes.Select(TLanes.WhereEqual(place, left), value, TLanes.Zero));
                    TLanes.Store(target + pitch + i, TLanes.Select(TLanes.WhereEqual(place, left + 1), value, TLanes.Zero));
                }
                position++;
                target += pitch;
                x++;
                from += columns;
                places += pool.Columns.Samples;
                continue;
            }
            if (isInside && placeColumn < size && x < width)
            {
                int place = placeRow * size + placeColumn;
                for (int i = 0, vector = 0; i < length; i += TLanes.Count, vector++)
                    TLanes.Store(target + i, TLanes.Select(TLanes.WhereEqual(places + sample[vector], place), TLanes.Load(from + i), TLanes.Zero));
            }
            else
                new Span<float>(target, length).Clear();
            if (++placeColumn == stride)
            {
                placeColumn = 0;
                x++;
                from += columns;
                places += pool.Columns.Samples;
            }
        }
    }
}
