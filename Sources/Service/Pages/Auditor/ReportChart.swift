import Records

/// The picture of the report: a bar for each category of decision. The table beside it says the same.
enum ReportChart {
    private static let (row, bars, width) = (28, 330, 720)

    /// The picture as SVG; nothing where there is nothing to show.
    static func svg(_ decisions: PublishedTable) -> String {
        let most = decisions.rowTotals.compactMap(\.self).max() ?? 0
        guard most > 0 else { return "" }
        var html = HTML()
        html.mark(
            "<svg class=\"chart\" xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"chart-title chart-desc\""
        )
        html.attribute("viewBox", "0 0 \(width) \(decisions.rows.count * row + 8)")
        html.mark("><title id=\"chart-title\">Decisions by category</title><desc id=\"chart-desc\">")
        html.say(words(decisions))
        html.mark("</desc>")
        for (place, name) in decisions.rows.enumerated() {
            let (top, total) = (place * row + 4, decisions.rowTotals[place])
            let long = (total ?? 0) * (width - bars - 100) / most
            html.mark("<text text-anchor=\"end\" font-size=\"14\" fill=\"currentColor\"")
            html.attribute("x", String(bars - 10))
            html.attribute("y", String(top + 16))
            html.mark(">")
            html.say(name)
            html.mark("</text><rect height=\"20\" fill=\"currentColor\"")
            html.attribute("x", String(bars))
            html.attribute("y", String(top))
            html.attribute("width", String(long))
            html.mark("/><text font-size=\"14\" fill=\"currentColor\"")
            html.attribute("x", String(bars + long + 8))
            html.attribute("y", String(top + 16))
            html.mark(">")
            html.say(ReportPage.number(total))
            html.mark("</text>")
        }
        html.mark("</svg>")
        return html.text
    }

    private static func words(_ decisions: PublishedTable) -> String {
        zip(decisions.rows, decisions.rowTotals).map { "\($0): \(ReportPage.number($1))" }.joined(separator: "; ") + "."
    }
}
