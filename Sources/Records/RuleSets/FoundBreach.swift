import Deployment
import Postgres

/// A breach, and whether exceptions on record cover all of its days.
package struct FoundBreach: Sendable, Equatable {
    package var breach: Breach
    package var isExcepted: Bool

    /// Whether it stops a publication or a change: nothing on record makes it lawful. Too little rest between tours is held
    /// by PostgreSQL's own constraint.
    package var stops: Bool {
        switch breach.kind {
        case .absolute: breach.rule != .restBetweenTours
        case .needsException: !isExcepted
        case .warning: false
        }
    }
}

extension FoundBreach: Codable {
    private enum CodingKeys: String, CodingKey {
        case isExcepted
    }

    /// Reads the breach's own keys and `isExcepted`.
    package init(from decoder: any Decoder) throws {
        breach = try Breach(from: decoder)
        isExcepted = try decoder.container(keyedBy: CodingKeys.self).decode(Bool.self, forKey: .isExcepted)
    }

    /// Writes the breach's own keys and `isExcepted` side by side.
    package func encode(to encoder: any Encoder) throws {
        try breach.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(isExcepted, forKey: .isExcepted)
    }
}

/// How many breaches of each kind.
package struct BreachCounts: Sendable, Codable, Equatable {
    package var absolute = 0
    package var needsException = 0
    /// Of those that need an exception, how many have none on record.
    package var unexcepted = 0
    package var warnings = 0

    /// The counts of some breaches.
    package init(_ breaches: [FoundBreach]) {
        for one in breaches {
            switch one.breach.kind {
            case .absolute: absolute += 1
            case .needsException:
                needsException += 1
                if !one.isExcepted { unexcepted += 1 }
            case .warning: warnings += 1
            }
        }
    }
}

extension Breach {
    init(_ row: Row) throws {
        self.init(
            officer: try row.decode("officer_id"), ruleSet: try row.decode("rule_set"), rule: try row.decode("rule"),
            kind: try row.decode("kind"), from: try row.decode("from_day"), to: try row.decode("to_day"),
            figure: try row.decode("figure"), measured: try row.decode("measured"), unit: try row.decode("unit"),
            words: try row.decode("words"), source: try row.decode("source"))
    }
}
