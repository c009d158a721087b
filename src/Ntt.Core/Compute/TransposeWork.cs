namespace Ntt.Compute;

/// <summary>Transposes strips of features, of rows that follow each other or that an index picks.</summary>
internal readonly unsafe struct TransposeWork(
    float* source, nint sourceStride, int* rows, int count, int features, int block, float* mean, float* scale,
    float* target, nint targetStride) : IPartitionedWork
{
    /// <summary>Features of a part, one kilobyte of each sample: long enough for the hardware to read ahead.</summary>
    private const int Strip = 256;

    /// <summary>Elements below which the caller does it alone: some 15 microseconds.</summary>
    private const long Alone = 64 * 1024;

    private readonly int _strips = (features + Strip - 1) / Strip;

    public static void Run(WorkerTeam team, in TransposeWork work) => work.Run(team);

    public void Run(int part)
    {
        int end = Math.Min(features, (part + 1) * Strip);
        for (int feature = part * Strip; feature < end;)
        {
            int next = Math.Min(end, (feature / block + 1) * block);
            if (mean == null)
                Features(feature, next, default(IdentityMap));
            else
                Features(feature, next, new NormalizeMap(mean[feature / block], scale[feature / block]));
            feature = next;
        }
    }

    private void Run(WorkerTeam team)
    {
        if ((long)count * features >= Alone)
        {
            team.Run(_strips, this);
            return;
        }
        for (int part = 0; part < _strips; part++)
            Run(part);
    }

    private void Features<TMap>(int feature, int end, TMap map)
        where TMap : struct, IElementMap
    {
        float* column = target + feature * targetStride;
        int i = 0;
        if (BlockTranspose.HasSixteenRows)
        {
            float** sixteen = stackalloc float*[16];
            for (; i + 16 <= count; i += 16)
            {
                for (int j = 0; j < 16; j++)
                    sixteen[j] = Row(i + j) + feature;
                int done = BlockTranspose.SixteenRows(sixteen, end - feature, column + i, targetStride, map);
                for (int j = 0; j < 16; j++)
                    BlockTranspose.OneRow(sixteen[j] + done, end - feature - done, column + done * targetStride + i + j, targetStride, map);
            }
        }
        for (; i + 4 <= count; i += 4)
            BlockTranspose.FourRows(
                Row(i) + feature, Row(i + 1) + feature, Row(i + 2) + feature, Row(i + 3) + feature,
                end - feature, column + i, targetStride, map);
        for (; i < count; i++)
            BlockTranspose.OneRow(Row(i) + feature, end - feature, column + i, targetStride, map);
    }

    private float* Row(int i) => source + (rows == null ? i : rows[i]) * sourceStride;
}
