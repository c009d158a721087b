namespace Ntt.Compute;

/// <summary>Checks of the matrices handed to the kernels.</summary>
internal static class MatrixArgument
{
    /// <summary>Checks that a size is not negative.</summary>
    public static void CheckSize(int size, string name)
    {
        if (size < 0)
            throw new ArgumentOutOfRangeException(name, size, $"{name} must be 0 or more.");
    }

    /// <summary>Checks that a row-major matrix fits its span.</summary>
    /// <param name="length">Length of the span.</param>
    /// <param name="rows">Rows of the matrix.</param>
    /// <param name="columns">Columns of the matrix.</param>
    /// <param name="stride">Floats from a row to the next.</param>
    /// <param name="name">The span's name.</param>
    /// <param name="strideName">The stride's name.</param>
    public static void Check(int length, int rows, long columns, int stride, string name, string strideName)
    {
        if (stride < columns)
            throw new ArgumentOutOfRangeException(strideName, stride, $"{strideName} must be at least {columns}, the columns of {name}.");
        if (rows == 0 || columns == 0)
            return;
        long needed = (long)(rows - 1) * stride + columns;
        if (length < needed)
            throw TooShort(length, needed, name, $"{rows} x {columns} matrix with rows {stride} apart");
    }

    /// <summary>The numbers of a matrix that one array is to hold.</summary>
    /// <param name="rows">Rows of the matrix, 0 or more.</param>
    /// <param name="columns">Columns of the matrix, 0 or more: samples of a batch, or several for each.</param>
    /// <exception cref="ArgumentOutOfRangeException">They are more than an array can hold.</exception>
    public static int Room(int rows, int columns)
    {
        long room = (long)rows * columns;
        return room <= Array.MaxLength
            ? (int)room
            : throw new ArgumentOutOfRangeException(
                nameof(columns),
                columns,
                $"A matrix of {rows} rows and {columns} columns has {room} numbers; an array can hold {Array.MaxLength}. It grows with the batch: take a smaller one.");
    }

    /// <summary>Checks that a vector fits its span.</summary>
    public static void CheckVector(int length, int needed, string name)
    {
        if (length < needed)
            throw TooShort(length, needed, name, $"vector of {needed}");
    }

    /// <summary>Checks outputs [classes × samples] and a label for each of the samples.</summary>
    /// <param name="classes">Rows of the outputs.</param>
    /// <param name="samples">Columns of the outputs.</param>
    /// <param name="length">Length of the outputs' span.</param>
    /// <param name="stride">Floats from a row to the next.</param>
    /// <param name="name">The outputs' name.</param>
    /// <param name="labels">The class of each sample.</param>
    public static void CheckLabeled(int classes, int samples, int length, int stride, string name, ReadOnlySpan<int> labels)
    {
        if (classes < 1)
            throw new ArgumentOutOfRangeException(nameof(classes), classes, "classes must be at least 1.");
        CheckSize(samples, nameof(samples));
        Check(length, classes, samples, stride, name, nameof(stride));
        CheckVector(labels.Length, samples, nameof(labels));
        for (int c = 0; c < samples; c++)
        {
            if ((uint)labels[c] >= (uint)classes)
                throw new ArgumentOutOfRangeException(nameof(labels), labels[c], $"Label {c} must be from 0 to {classes - 1}.");
        }
    }

    private static ArgumentException TooShort(int length, long needed, string name, string what) =>
        new($"{name} has {length} elements; a {what} needs at least {needed}.", name);
}
