import Foundation
import Testing

@testable import Impartiality

@Suite("Pictures of flags")
struct PictureTests {
    private static let hostile: @Sendable (String) -> String = { "\($0)<b>&\"'\u{7}</text><script>alert(1)</script>" }

    private static func scan(_ svg: String?) throws -> XMLScan {
        let svg = try #require(svg)
        return try #require(XMLScan(svg))
    }

    @Test("pictures are well-formed, titled, described and without script, with ids that would break out escaped")
    func wellFormed() throws {
        for explanation in ExplanationCases.everything() + ExplanationCases.everything(id: Self.hostile) {
            for svg in [RatePicture(explanation)?.svg, EvidencePicture(explanation)?.svg].compactMap({ $0 }) {
                let scan = try #require(XMLScan(svg))
                #expect(
                    Set(scan.elements).isSubset(of: [
                        "svg", "title", "desc", "rect", "line", "polyline", "polygon", "circle", "text", "g",
                    ]))
                #expect(scan.elements.prefix(3) == ["svg", "title", "desc"])
                #expect(scan.attributes.contains("viewBox") && scan.attributes.contains("aria-labelledby"))
                #expect(!scan.attributes.contains { $0.hasPrefix("on") || $0 == "style" || $0.hasSuffix("href") })
                #expect(!svg.contains("<script") && !svg.contains("\u{7}"))
            }
        }
    }

    @Test("the scanner refuses what is not well-formed")
    func scanner() {
        for bad in [
            "<a>", "<a></b>", "<a b=\"1\" b=\"2\"/>", "<a>&</a>", "<a b=\"<\"/>", "<a/><b/>", "<a>\u{7}</a>",
            "<a b='1'/>",
        ] {
            #expect(XMLScan(bad) == nil)
        }
        #expect(XMLScan("<a b=\"&lt;\">x<c/>&amp;</a>")?.text == "x&")
    }

    @Test("rates stand in their order with the counts in words, the subject marked by shape, words and weight")
    func rates() throws {
        let explanation = FlagExplanation(ExplanationCases.flag(.reliefs), of: ExplanationCases.history())
        let scan = try Self.scan(RatePicture(explanation)?.svg)
        #expect(scan.elements.filter { $0 == "polygon" }.count == 1)
        #expect(scan.elements.filter { $0 == "circle" }.count == 3)
        #expect(scan.text.contains("officer W0 (this flag): 7 seen, 4.1 expected, ratio 1.71, interval 0.69 to 3.52"))
        #expect(scan.text.contains("number 1 of 4 from the highest rate"))
        let order = ["officer W0 (", "officer W3:", "officer W1:", "officer W2:"].map {
            scan.text.range(of: $0)?.lowerBound
        }
        #expect(order.allSatisfy { $0 != nil } && order.compactMap { $0 } == order.compactMap { $0 }.sorted())
    }

    @Test("of a large group thirty are drawn, the subject among them, and the others are counted")
    func manyPeers() throws {
        var explanation = FlagExplanation(ExplanationCases.flag(.reliefs), of: ExplanationCases.history())
        explanation.comparison?.members += (0..<70).map {
            FlagExplanation.Member(
                name: "officer X\($0)", observed: Double($0 % 5), expected: 5 + Double($0), isSubject: false)
        }
        let scan = try Self.scan(RatePicture(explanation)?.svg)
        #expect(scan.elements.filter { $0 == "g" }.count == 30)
        #expect(scan.elements.filter { $0 == "polygon" }.count == 1)
        #expect(scan.text.contains("44 with less expected are not drawn"))
    }

    @Test("rates that are extreme or no numbers draw something finite, or nothing")
    func extremes() throws {
        var explanation = FlagExplanation(ExplanationCases.flag(.reliefs), of: ExplanationCases.history())
        explanation.comparison?.members = [(1e6, 1e-9), (0, 1e12), (3, 0), (.nan, 1), (2, .infinity)].enumerated().map {
            .init(name: "\($0)", observed: $1.0, expected: $1.1, isSubject: $0 == 0)
        }
        _ = try Self.scan(RatePicture(explanation)?.svg)
        explanation.comparison?.members[0].expected = 0
        #expect(RatePicture(explanation) == nil)
        explanation.course = [-.infinity, .nan, 700, .infinity].map { .init(day: explanation.from, logRatio: $0) }
        _ = try Self.scan(EvidencePicture(explanation)?.svg)
    }

    @Test("the evidence is drawn with the line at which it flags, its decades and the days of its events")
    func evidence() throws {
        let explanation = FlagExplanation(ExplanationCases.flag(.reliefs), of: ExplanationCases.history())
        let scan = try Self.scan(EvidencePicture(explanation)?.svg)
        #expect(scan.text.contains("flags") && scan.text.contains("1/10,000") && scan.text.contains("1/10"))
        #expect(scan.text.contains("From 2021-01-05 to 2021-02-13 on 4 days with events."))
        #expect(scan.text.contains("stood at 1.11 times it on the last day"))
        // Four decades, the flagging line and four events.
        #expect(scan.elements.filter { $0 == "line" }.count == 9)
    }
}
