/// One breach of a rule, or a warning: who, when, by how much, and in a sentence.
package struct Breach: Sendable, Equatable, Codable {
    /// The officer; nil for what is about a version as a whole.
    package var officer: String?
    package var ruleSet: String
    package var rule: Rule
    package var kind: RuleKind
    /// The first and last day that it is about; of an average the last days of the periods that break it.
    package var from: Day
    package var to: Day
    /// The limit, in `unit`.
    package var figure: Int
    /// What was found, in `unit`.
    package var measured: Int
    package var unit: String
    /// One sentence for a duty sergeant.
    package var words: String
    package var source: String

    /// A breach from its parts.
    package init(
        officer: String?, ruleSet: String, rule: Rule, kind: RuleKind, from: Day, to: Day, figure: Int, measured: Int,
        unit: String, words: String, source: String
    ) {
        self.officer = officer
        self.ruleSet = ruleSet
        self.rule = rule
        self.kind = kind
        self.from = from
        self.to = to
        self.figure = figure
        self.measured = measured
        self.unit = unit
        self.words = words
        self.source = source
    }

    /// How far it is beyond the limit, whether the limit is a least or a most.
    package var excess: Int { abs(measured - figure) }
}

extension Sequence where Element == Breach {
    /// Those that were not there before, or are worse or longer than before. Quadratic in the breaches of one officer.
    package func new(since before: [Breach]) -> [Breach] {
        let known = Dictionary(grouping: before) { $0.officer }
        return filter { breach in
            known[breach.officer]?.contains {
                $0.rule == breach.rule && ($0.kind == breach.kind || breach.kind == .warning) && $0.from <= breach.from
                    && breach.to <= $0.to && breach.excess <= $0.excess
            } != true
        }
    }
}
