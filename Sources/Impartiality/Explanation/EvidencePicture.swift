import Deployment

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The evidence of a flag against time, on a logarithmic scale, with the line at which it flags and the days of its events.
package struct EvidencePicture {
    private static let height = 240.0
    private static let (left, right, top, bottom) = (64.0, 348.0, 48.0, 190.0)
    /// Powers of ten drawn below the line: evidence smaller than that is as good as none.
    private static let decades = 4.0

    /// The picture as an SVG document.
    package let svg: String

    /// The picture of an explanation; nil where the course of the evidence was not kept. `id` keeps pictures on one page apart:
    /// letters and digits.
    package init?(_ flag: FlagExplanation, id: String = "evidence") {
        let course = flag.course.filter { !$0.logRatio.isNaN }
        guard let first = course.first, let last = course.last else { return nil }
        let days = (Double(first.day.number), Double(max(last.day.number, first.day.number + 1)))
        let decades = course.map { max(-Self.decades, min(12, $0.logRatio / log(10))) }
        let ceiling = max(0.5, (decades.max() ?? 0) + 0.25)
        func x(_ day: Day) -> Double {
            Self.left + (Self.right - Self.left) * (Double(day.number) - days.0) / (days.1 - days.0)
        }
        func y(_ decade: Double) -> Double {
            Self.bottom - (Self.bottom - Self.top) * (decade + Self.decades) / (ceiling + Self.decades)
        }
        var picture = SVGPicture()
        picture.text("Evidence over time", 8, 18, bold: true)
        picture.text("as a part of what a flag needs, each line ten times", 8, 36, ink: SVGPicture.faint)
        for decade in stride(from: -Self.decades, through: ceiling.rounded(.down), by: 1) where decade != 0 {
            picture.line((Self.left, y(decade)), (Self.right, y(decade)), SVGPicture.rule)
            picture.text(Self.part(decade), Self.left - 4, y(decade) + 4, anchor: "end", ink: SVGPicture.faint)
        }
        picture.line((Self.left, y(0)), (Self.right, y(0)), SVGPicture.subject, width: 2, dashed: true)
        picture.text("flags", Self.left - 4, y(0) + 4, anchor: "end", ink: SVGPicture.subject, bold: true)
        picture.path(zip(course, decades).map { (x($0.day), y($1)) }, SVGPicture.ink)
        picture.mark(x(last.day), y(decades[decades.count - 1]), isSubject: true)
        let events = Set(flag.timeline.map(\.day)).filter { $0 >= first.day && $0 <= last.day }.sorted()
        for day in events { picture.line((x(day), Self.bottom + 4), (x(day), Self.bottom + 12), SVGPicture.ink) }
        picture.text("events", Self.left - 4, Self.bottom + 13, anchor: "end", ink: SVGPicture.faint)
        picture.text(first.day.description, Self.left, Self.bottom + 30, ink: SVGPicture.faint)
        picture.text(last.day.description, Self.right, Self.bottom + 30, anchor: "end", ink: SVGPicture.faint)
        svg = picture.document(
            height: Self.height, id: id, title: "Evidence over time: \(flag.subjects.joined(separator: ", "))",
            description:
                "From \(first.day) to \(last.day) on \(NumberWords.of(events.count, "day", "days")) with events. The black "
                + "line is the evidence, the dashed line what a flag needs. It began at \(Self.times(first.logRatio)) and stood at "
                + "\(Self.times(last.logRatio)) on the last day. Flag raised on \(flag.raisedOn).")
    }

    /// A power of ten of what a flag needs.
    private static func part(_ decade: Double) -> String {
        let zeros = String(repeating: "0", count: Int(abs(decade)))
        return decade < 0
            ? "1/\(NumberWords.grouped(Double("1" + zeros) ?? 1))" : "\(NumberWords.grouped(Double("1" + zeros) ?? 1))×"
    }

    private static func times(_ logRatio: Double) -> String {
        if logRatio < -decades * log(10) { return "less than 1/10,000 of it" }
        return "\(SignificantDigits.three(exp(min(700, logRatio)))) times it"
    }
}
