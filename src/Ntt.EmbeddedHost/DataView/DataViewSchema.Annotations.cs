namespace Microsoft.ML;

public sealed partial class DataViewSchema
{
    /// <summary>Values that belong to a column as a whole, each of a kind (its name) and a type.</summary>
    public sealed class Annotations
    {
        private readonly Delegate[] _getters;

        private Annotations(DataViewSchema schema, Delegate[] getters)
        {
            Schema = schema;
            _getters = getters;
        }

        /// <summary>No annotations.</summary>
        public static Annotations Empty { get; } = new(new DataViewSchema([], []), []);

        /// <summary>The kinds and types.</summary>
        public DataViewSchema Schema { get; }

        /// <summary>A getter of the annotation in a column of <see cref="Schema"/>.</summary>
        /// <exception cref="InvalidOperationException">The annotation has another type.</exception>
        public ValueGetter<TValue> GetGetter<TValue>(Column column)
        {
            if (column.Index >= _getters.Length)
                throw new ArgumentException("The column is none of the annotations' schema", nameof(column));
            return _getters[column.Index] as ValueGetter<TValue>
                ?? throw new InvalidOperationException($"Annotation '{column.Name}' has type {column.Type}, not {typeof(TValue)}");
        }

        /// <summary>Reads the annotation of a kind.</summary>
        /// <exception cref="InvalidOperationException">There is none, or it has another type.</exception>
        public void GetValue<TValue>(string kind, ref TValue value)
        {
            var column = Schema.GetColumnOrNull(kind) ?? throw new InvalidOperationException($"There is no annotation '{kind}'");
            GetGetter<TValue>(column)(ref value);
        }

        /// <inheritdoc/>
        public override string ToString() => string.Join(", ", Schema.Select(a => a.Name));

        /// <summary>Collects annotations.</summary>
        public sealed class Builder
        {
            private readonly List<(string Name, DataViewType Type, Delegate Getter, Annotations Annotations)> _items = [];

            /// <summary>Takes over those of another column that <paramref name="selector"/> picks by name.</summary>
            public void Add(Annotations annotations, Func<string, bool> selector)
            {
                if (annotations == null)
                    return;
                ArgumentNullException.ThrowIfNull(selector);
                foreach (var column in annotations.Schema.Where(c => selector(c.Name)))
                    _items.Add((column.Name, column.Type, annotations._getters[column.Index], column.Annotations));
            }

            /// <summary>Adds an annotation that <paramref name="getter"/> writes.</summary>
            /// <exception cref="ArgumentException"><typeparamref name="TValue"/> is not the type's raw type.</exception>
            public void Add<TValue>(string name, DataViewType type, ValueGetter<TValue> getter, Annotations annotations = null)
                => Add(name, type, (Delegate)getter, annotations);

            /// <summary>Adds an annotation that <paramref name="getter"/>, a ValueGetter of the type's raw type, writes.</summary>
            /// <exception cref="ArgumentException">The getter is of another type.</exception>
            public void Add(string name, DataViewType type, Delegate getter, Annotations annotations = null)
            {
                if (string.IsNullOrEmpty(name))
                    throw new ArgumentNullException(nameof(name));
                ArgumentNullException.ThrowIfNull(type);
                ArgumentNullException.ThrowIfNull(getter);
                if (getter.GetType() != typeof(ValueGetter<>).MakeGenericType(type.RawType))
                    throw new ArgumentException($"Annotation '{name}' of type {type} needs a getter of {type.RawType}, but got {getter.GetType()}", nameof(type));
                _items.Add((name, type, getter, annotations));
            }

            /// <summary>Adds a constant.</summary>
            public void AddPrimitiveValue<TValue>(string name, PrimitiveDataViewType type, TValue value, Annotations annotations = null)
                => Add(name, type, (ref TValue dst) => dst = value, annotations);

            /// <summary>The annotations added so far.</summary>
            public Annotations ToAnnotations()
            {
                var builder = new DataViewSchema.Builder();
                foreach (var (name, type, _, annotations) in _items)
                    builder.AddColumn(name, type, annotations);
                return new Annotations(builder.ToSchema(), _items.Select(item => item.Getter).ToArray());
            }
        }
    }
}
