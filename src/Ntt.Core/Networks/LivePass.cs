namespace Ntt.Networks;

/// <summary>A network at work without its silent filters: a pass over what <see cref="LiveFilters"/> leaves of it.</summary>
internal sealed class LivePass
{
    private readonly NetworkArchitecture _architecture;
    private readonly ActivationNeeds _needs;
    private readonly bool _isWhole;
    private readonly float[][] _weightGradients;
    private readonly float[][] _biasGradients;
    private IReadOnlyList<LayerWeights> _layers;
    private LiveFilters? _live;
    private bool _isAsked;

    /// <param name="architecture">What the network computes.</param>
    /// <param name="layers">Its numbers, not copied.</param>
    /// <param name="capacity">The most samples of a batch.</param>
    /// <param name="needs">What will be asked for.</param>
    /// <param name="isWhole">Whether silent filters take part all the same.</param>
    public LivePass(NetworkArchitecture architecture, IReadOnlyList<LayerWeights> layers, int capacity, ActivationNeeds needs, bool isWhole = false)
    {
        _architecture = architecture;
        _layers = layers;
        _needs = needs;
        _isWhole = isWhole;
        _weightGradients = new float[layers.Count][];
        _biasGradients = new float[layers.Count][];
        _live = LiveOf(layers);
        Pass = Create(capacity);
    }

    /// <summary>The pass; another one after a <see cref="Refresh"/> that says so.</summary>
    public NetworkPass Pass { get; private set; }

    /// <summary>Uses other numbers of the same shapes from the next <see cref="Refresh"/> on.</summary>
    public void UseWeights(IReadOnlyList<LayerWeights> layers) => (_layers, _isAsked) = (layers, true);

    /// <summary>Takes over the numbers as they are now; to be called before a forward pass. The input stays as it is.</summary>
    /// <returns>Whether other filters are silent, so that <see cref="Pass"/> is another one.</returns>
    public bool Refresh()
    {
        if (_live?.AreStillSilent(_layers) ?? !_isAsked)
        {
            _isAsked = false;
            _live?.Refresh();
            return false;
        }

        _isAsked = false;
        _live = LiveOf(_layers);
        if (Pass.Architecture.Equals(_live?.Architecture ?? _architecture))
        {
            Pass.UseWeights(_live?.Layers ?? _layers);
            NameChannels();
            return false;
        }

        var before = Pass;
        Pass = Create(before.Capacity);
        before.Input.CopyTo(Pass.Input, 0);
        return true;
    }

    /// <summary>Arrays for the gradients of the pass's layers, whose sums <see cref="AddLentGradients"/> then adds to those of the network's.</summary>
    /// <param name="weightGradients">An array a layer of the network; the pass's own where nothing of a layer is left out.</param>
    /// <param name="biasGradients">An array a layer of the network, likewise.</param>
    public (float[][] Weights, float[][] Biases) LendGradients(float[][] weightGradients, float[][] biasGradients)
    {
        if (_live is null)
        {
            return (weightGradients, biasGradients);
        }

        _live.Lend(weightGradients, biasGradients, _weightGradients, _biasGradients);
        return (_weightGradients, _biasGradients);
    }

    /// <summary>Adds what is in the arrays of <see cref="LendGradients"/> to the network's gradients.</summary>
    /// <param name="weightGradients">An array a layer of the network.</param>
    /// <param name="biasGradients">An array a layer of the network.</param>
    public void AddLentGradients(float[][] weightGradients, float[][] biasGradients) => _live?.AddTo(weightGradients, biasGradients);

    private LiveFilters? LiveOf(IReadOnlyList<LayerWeights> layers) => _isWhole ? null : LiveFilters.Of(_architecture, layers);

    private NetworkPass Create(int capacity)
    {
        Pass = new NetworkPass(_live?.Architecture ?? _architecture, _live?.Layers ?? _layers, capacity, _needs);
        NameChannels();
        return Pass;
    }

    /// <summary>Tells dropout which channels it has, for its choices not to depend on what is silent.</summary>
    private void NameChannels()
    {
        int[]? channels = null;
        for (int step = 0, layer = 0; step < Pass.Steps.Length; step++)
        {
            if (Pass.Steps[step] is WeightStep)
            {
                channels = _live?.Channels(layer++);
            }
            else if (Pass.Steps[step] is DropoutStep dropout)
            {
                dropout.Channels = channels;
            }
        }
    }
}
