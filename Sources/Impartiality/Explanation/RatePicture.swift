/// The rate of a subject against its peers: observed over expected, with exact intervals, in the order of the rate.
package struct RatePicture {
    /// Rows at most: the subject, and of the others those with the most expected, whose rates are known best.
    static let rows = 30
    private static let confidence = 0.95
    private static let rowHeight = 20.0
    private static let top = 62.0
    private static let (left, right) = (122.0, 286.0)
    /// The scale never ends beyond this ratio: an interval that does is cut with an arrow.
    private static let widestScale = 12.0

    private struct Row {
        var member: FlagExplanation.Member
        var ratio: Double
        var interval: ClosedRange<Double>
    }

    /// The picture as an SVG document.
    package let svg: String

    /// The picture of an explanation; nil where nobody was compared or nothing was expected. `id` keeps pictures on one page
    /// apart: letters and digits.
    package init?(_ flag: FlagExplanation, id: String = "rate") {
        guard let comparison = flag.comparison else { return nil }
        let rows = Self.chosen(comparison.members)
        guard rows.contains(where: { $0.member.isSubject }) else { return nil }
        let others = comparison.members.count - 1
        let height = Self.top + Double(rows.count) * Self.rowHeight + 40
        var picture = SVGPicture()
        let scale = Self.scale(rows)
        func x(_ ratio: Double) -> Double { Self.left + (Self.right - Self.left) * min(1, ratio / scale) }
        picture.text("Seen against expected", 8, 18, bold: true)
        picture.text("1 = as expected; bars: 95 % exact intervals", 8, 36, ink: SVGPicture.faint)
        picture.text("seen / exp.", 352, 54, anchor: "end", ink: SVGPicture.faint)
        for tick in Self.ticks(scale) {
            picture.line((x(tick), Self.top - 4), (x(tick), height - 34), SVGPicture.rule, width: tick == 1 ? 2 : 1)
            picture.text(NumberWords.count(tick), x(tick), height - 20, anchor: "middle", ink: SVGPicture.faint)
        }
        for (place, row) in rows.enumerated() {
            Self.draw(row, at: Self.top + (Double(place) + 0.5) * Self.rowHeight, x, scale, &picture)
        }
        let left = others - (rows.count - 1)
        let note = left > 0 ? "\(left) with less expected are not drawn" : "all who were compared are drawn"
        picture.text(note, 8, height - 5, ink: SVGPicture.faint)
        svg = picture.document(
            height: height, id: id, title: "Seen against expected: \(flag.subjects.joined(separator: ", "))",
            description: Self.description(rows, comparison, note))
    }

    private static func chosen(_ members: [FlagExplanation.Member]) -> [Row] {
        let known = members.filter { $0.expected > 0 && $0.expected.isFinite && $0.observed >= 0 && $0.observed < 1e9 }
        let others = known.filter { !$0.isSubject }.sorted { ($1.expected, $0.name) < ($0.expected, $1.name) }
        return (known.filter(\.isSubject).prefix(1) + others.prefix(rows - 1)).map { member in
            let counts = ExactInterval.poisson(Int(member.observed.rounded()), confidence: confidence)
            return Row(
                member: member, ratio: member.observed / member.expected,
                interval: counts.lowerBound / member.expected...counts.upperBound / member.expected)
        }.sorted { ($1.ratio, $0.member.name) < ($0.ratio, $1.member.name) }
    }

    /// Where the scale ends: beyond every rate, and as much of the intervals as leaves the rates apart.
    private static func scale(_ rows: [Row]) -> Double {
        let rates = rows.map(\.ratio).max() ?? 1
        let subject = rows.first { $0.member.isSubject }?.interval.upperBound ?? 1
        return max(2, min(max(rates * 1.1, subject), max(widestScale, rates * 1.1)))
    }

    private static func ticks(_ scale: Double) -> [Double] {
        let step = [1.0, 2, 5, 10, 20, 50, 100, 200, 500].first { scale / $0 <= 5 } ?? scale / 2
        return Array(Set([0, 1] + stride(from: step, through: scale, by: step))).sorted().filter {
            $0 == 0 || $0 == 1 || step <= 1 || $0 >= step
        }
    }

    private static func draw(
        _ row: Row, at y: Double, _ x: (Double) -> Double, _ scale: Double, _ picture: inout SVGPicture
    ) {
        let member = row.member
        let ink = member.isSubject ? SVGPicture.subject : SVGPicture.ink
        let counts = "\(NumberWords.count(member.observed)) / \(NumberWords.count(member.expected))"
        picture.beginGroup("\(member.name)\(member.isSubject ? " (this flag)" : ""): \(words(row))")
        picture.text(SVGPicture.shortened(member.name, to: 15), 8, y + 4, ink: ink, bold: member.isSubject)
        picture.line(
            (x(row.interval.lowerBound), y), (x(row.interval.upperBound), y), ink, width: member.isSubject ? 3 : 1)
        if row.interval.upperBound > scale { picture.text("›", right, y + 4, ink: ink) }
        picture.mark(x(row.ratio), y, isSubject: member.isSubject)
        picture.text(counts, 352, y + 4, anchor: "end", ink: ink, bold: member.isSubject)
        picture.endGroup()
    }

    private static func words(_ row: Row) -> String {
        let member = row.member
        return "\(NumberWords.count(member.observed)) seen, \(NumberWords.count(member.expected)) expected, ratio "
            + "\(NumberWords.decimals(row.ratio, 2)), interval \(NumberWords.decimals(row.interval.lowerBound, 2)) to "
            + NumberWords.decimals(row.interval.upperBound, 2)
    }

    private static func description(_ rows: [Row], _ comparison: FlagExplanation.Comparison, _ note: String) -> String {
        let place = rows.firstIndex { $0.member.isSubject } ?? 0
        let median = comparison.median.map { " The median of \(comparison.group) is \(NumberWords.count($0))." } ?? ""
        return "\(rows[place].member.name), drawn as a filled diamond: \(words(rows[place])); number \(place + 1) of "
            + "\(rows.count) from the highest rate. Open circles: \(comparison.group), \(comparison.period).\(median) Intervals are exact for Poisson "
            + "counts at 95 %; \(note)."
    }
}
