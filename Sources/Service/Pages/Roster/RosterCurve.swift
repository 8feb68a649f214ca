import Deployment
import Records

/// The way of a search as a picture: the cost of the best roster falling, and the proved bound rising towards it. The table
/// behind it says the same.
enum RosterCurve {
    private static let (width, height, left, bottom) = (640, 240, 90, 30)

    /// The picture and its table; nothing before there is a way to show.
    static func parts(_ job: RosterJob, _ progress: JobProgress) -> [View.Part] {
        let points = way(progress)
        guard points.count > 1 else { return [] }
        let isRunning = job.state == .running && job.finishRequestedBy == nil
        let end = isRunning ? max(job.request.seconds, progress.elapsed) : progress.elapsed
        return [
            .html(
                "<div class=\"curve\">" + svg(points, until: end)
                    + "</div><details><summary>The curve as a table</summary>"),
            .table(table(points)), .html("</details>"),
        ]
    }

    /// The points that were news, and where the search stands now.
    static func way(_ progress: JobProgress) -> [ProgressPoint] {
        guard let trail = progress.trail, let last = trail.last else { return [] }
        guard last.elapsed < progress.elapsed else { return trail }
        return trail + [ProgressPoint(elapsed: progress.elapsed, cost: progress.cost, lowerBound: progress.lowerBound)]
    }

    static func table(_ points: [ProgressPoint]) -> TableView {
        var table = TableView(
            "Cost and bound over time", heads: ["Time of searching", "Cost in points", "No roster can cost less than"],
            rows: points.map { point in
                [
                    .init(RosterJobWords.span(point.elapsed)), .init(String(point.cost), isNumber: true),
                    .init(point.lowerBound.map { String($0) } ?? "not proved yet", isNumber: true),
                ]
            }, empty: "")
        table.heads[1].isNumber = true
        table.heads[2].isNumber = true
        return table
    }

    /// The picture as SVG, its time axis reaching to `end` seconds.
    static func svg(_ points: [ProgressPoint], until end: Double) -> String {
        let values = points.map(\.cost) + points.compactMap(\.lowerBound)
        guard let first = points.first, let last = points.last, let low = values.min(), let high = values.max() else {
            return ""
        }
        let frame = Frame(low: low, high: max(high, low + 1), end: max(end, 1))
        var html = HTML()
        html.mark(
            "<svg class=\"chart\" xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"curve-title curve-desc\""
        )
        html.attribute("viewBox", "0 0 \(width) \(height)")
        html.mark(
            "><title id=\"curve-title\">Cost of the best roster, and the bound below which none can be, over time</title>"
        )
        html.mark("<desc id=\"curve-desc\">")
        html.say(
            "The cost went from \(first.cost) points after \(RosterJobWords.span(first.elapsed)) to \(last.cost) points "
                + "after \(RosterJobWords.span(last.elapsed)). "
                + (last.lowerBound.map { "No roster can cost less than \($0) points." } ?? "No bound is proved yet."))
        html.mark("</desc>")
        axes(frame, &html)
        line(frame.path(points.map { ($0.elapsed, $0.cost) }, to: last.elapsed), dashes: "none", &html)
        let bounds = points.compactMap { point in point.lowerBound.map { (point.elapsed, $0) } }
        line(frame.path(bounds, to: last.elapsed), dashes: "6 4", &html)
        // Beside the line's end, on the side where there is room.
        let (isEarly, tip) = (frame.x(last.elapsed) < width / 2, frame.x(last.elapsed))
        let (place, anchor) = isEarly ? (tip + 6, "start") : (tip, "end")
        label("cost", place, frame.y(last.cost) - 6, anchor: anchor, &html)
        if let bound = last.lowerBound {
            label("bound (dashed)", place, frame.y(bound) + 16, anchor: anchor, &html)
        }
        html.mark("</svg>")
        return html.text
    }

    /// Where values lie in the picture.
    private struct Frame {
        var low: Int
        var high: Int
        var end: Double

        func x(_ seconds: Double) -> Int {
            left + Int(seconds / end * Double(width - left - 10))
        }

        func y(_ value: Int) -> Int {
            let share = Double(value - low) / Double(high - low)
            return height - bottom - 20 - Int(share * Double(height - bottom - 44))
        }

        /// A line in steps: a value holds until the next one comes.
        func path(_ points: [(Double, Int)], to last: Double) -> String {
            guard let first = points.first else { return "" }
            var text = "M\(x(first.0)) \(y(first.1))"
            for point in points.dropFirst() { text += "H\(x(point.0))V\(y(point.1))" }
            return text + "H\(x(last))"
        }
    }

    private static func axes(_ frame: Frame, _ html: inout HTML) {
        line("M\(left) 10V\(height - bottom)H\(width - 10)", dashes: "none", wide: "1", &html)
        label(String(frame.high), left - 8, frame.y(frame.high) + 5, anchor: "end", &html)
        label(String(frame.low), left - 8, frame.y(frame.low) + 5, anchor: "end", &html)
        label("points", left - 8, height - bottom + 4, anchor: "end", &html)
        label("0 s", left, height - 8, anchor: "start", &html)
        label(RosterJobWords.span(frame.end), width - 10, height - 8, anchor: "end", &html)
    }

    private static func line(_ path: String, dashes: String, wide: String = "2", _ html: inout HTML) {
        guard !path.isEmpty else { return }
        html.mark("<path fill=\"none\" stroke=\"currentColor\"")
        html.attribute("stroke-width", wide)
        html.attribute("stroke-dasharray", dashes)
        html.attribute("d", path)
        html.mark("/>")
    }

    private static func label(_ text: String, _ x: Int, _ y: Int, anchor: String, _ html: inout HTML) {
        html.mark("<text font-size=\"14\" fill=\"currentColor\"")
        html.attribute("text-anchor", anchor)
        html.attribute("x", String(x))
        html.attribute("y", String(y))
        html.mark(">")
        html.say(text)
        html.mark("</text>")
    }
}
