import Foundation
import Testing

@testable import Impartiality

@Suite("Explanations as text")
struct FlagTextTests {
    @Test("no line is longer than 80 columns, and all parts are there")
    func columns() {
        for explanation in ExplanationCases.everything() {
            let text = FlagText(explanation, id: "F00012")
            #expect(text.lines.allSatisfy { $0.count <= 80 && !$0.contains("\n") })
            #expect(text.lines[0].hasPrefix("Flag F00012, raised on 2021-"))
            let words = text.lines.map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
            for part in [explanation.finding, explanation.rule, explanation.null, explanation.power?.statement]
            where part != nil {
                #expect(words.contains(part ?? ""))
            }
            for event in explanation.timeline.suffix(60) { #expect(words.contains(event.what)) }
        }
    }

    @Test("ids cannot steer a terminal")
    func terminal() {
        for explanation in ExplanationCases.everything(id: { "\($0)\u{1B}[2J\r\u{202E}" }) {
            let text = FlagText(explanation).text
            #expect(!text.contains("\u{1B}") && !text.contains("\r") && !text.contains("\u{202E}"))
        }
    }

    @Test("numbers read as a person writes them")
    func numbers() {
        #expect(
            [0, 1, 4.1, 4.04, 0.5, 0.032, 12_345, 1234.6].map(NumberWords.count) == [
                "0", "1", "4.1", "4.0", "0.5", "0.032", "12,345", "1,235",
            ])
        #expect(NumberWords.years(420.9) == "420 years")
        #expect(NumberWords.years(12_345) == "12,000 years")
        #expect(NumberWords.years(2.68) == "2.6 years")
        #expect(NumberWords.years(.infinity) == "over 1,000,000 years")
        #expect(NumberWords.probability(log: log(0.0123)) == "0.012")
        #expect(
            NumberWords.probability(log: log(1 / 8_300.0)) == "1 in 8,300"
                || NumberWords.probability(log: log(1 / 8_300.0)) == "1 in 8,200")
        #expect(NumberWords.probability(log: -700) == "under 1 in 1,000,000,000")
        #expect(NumberWords.probability(log: 0) == "over 0.99")
        #expect(NumberWords.decimals(9.996, 2) == "10.00" && NumberWords.decimals(-0.001, 2) == "0.00")
    }
}
