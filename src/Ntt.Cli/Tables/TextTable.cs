using System.Text;
using System.Xml.Linq;

namespace Ntt.Cli.Tables;

/// <summary>A table of text: what it says, apart from how it is written down.</summary>
/// <param name="Columns">Its columns.</param>
/// <param name="Rows">Its rows, each with a text for every column.</param>
internal sealed record TextTable(IReadOnlyList<TextColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>As Markdown, every line with its end.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine($"| {string.Join(" | ", Columns.Select(column => column.Heading))} |");
        text.AppendLine($"|{string.Concat(Columns.Select(column => column.IsNumber ? "---:|" : "---|"))}");
        foreach (var row in Rows)
            text.AppendLine($"| {string.Join(" | ", row)} |");
        return text.ToString();
    }

    /// <summary>As HTML; cells of numbers have the class "number".</summary>
    /// <param name="kind">The class of the table; null for none.</param>
    public XElement ToHtml(string? kind = null)
    {
        XElement Cell(string kind, string text, TextColumn column) => new(kind, column.IsNumber ? new XAttribute("class", "number") : null, text);

        return new XElement("table",
            kind is null ? null : new XAttribute("class", kind),
            new XElement("thead", new XElement("tr", Columns.Select(column => Cell("th", column.Heading, column)))),
            new XElement("tbody", Rows.Select(row => new XElement("tr", row.Select((text, index) => Cell("td", text, Columns[index]))))));
    }
}

/// <summary>A column of a table.</summary>
/// <param name="Heading">Its heading.</param>
/// <param name="IsNumber">Whether it stands to the right.</param>
internal sealed record TextColumn(string Heading, bool IsNumber);
