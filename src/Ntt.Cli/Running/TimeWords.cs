namespace Ntt.Cli.Running;

/// <summary>Times in words.</summary>
internal static class TimeWords
{
    /// <summary>What a line of progress ends with.</summary>
    /// <param name="seconds">How much longer it takes.</param>
    /// <returns>Round minutes or hours; nothing for less than a minute.</returns>
    public static string Left(double seconds) => seconds switch
    {
        < 60 => "",
        < 3_600 => $"; about {seconds / 60:0} min left",
        _ => $"; about {seconds / 3_600:0.0} h left",
    };
}
