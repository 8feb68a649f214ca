import Deployment
import FoundationEssentials
import Postgres

/// What an auditor finds of an item that was drawn.
package enum DipVerdict: String, CaseIterable, Sendable, Codable, PostgresEncodable, PostgresDecodable {
    /// In order.
    case satisfied
    /// Something is asked; the note says what.
    case query
    /// Gold is asked to look at it.
    case escalate
}

/// Where the seed of a draw came from.
package enum DipSeed: String, Sendable, Codable, PostgresEncodable, PostgresDecodable {
    /// The root of the newest signed checkpoint, and the number of the sample.
    case checkpoint
    /// A text that the auditor brought.
    case told
}

/// A sample as it was drawn, and how far it was looked through.
package struct DipSample: Sendable, Hashable, Codable {
    /// Its number, from 1 without gaps.
    package let id: Int64
    /// Its number as people say it: `DS-3`.
    package let number: String
    package let drawnBy: PersonReference
    package let drawnAt: Date
    /// The first and the last day that it was drawn from, in London.
    package let from: Day
    package let to: Day
    /// Items asked for.
    package let size: Int
    /// What the draw follows from; see the formula in `sql/…_dip_samples.sql`.
    package let seed: String
    package let seedFrom: DipSeed
    /// It was drawn from the leaves of the ledger with an index below this.
    package let leaves: Int64
    /// Readings and decisions among which it was drawn.
    package let population: Int
    /// Items drawn: those asked for, or all where there were fewer.
    package let items: Int
    /// Items with a result.
    package let judged: Int
}

/// What somebody did that was drawn.
package enum DipDraw: Sendable, Hashable {
    /// A reading of sealed text.
    case read(SensitiveRead)
    /// A decision on a non-deployment.
    case decision(DipDecision)

    /// Who read or decided.
    package var person: PersonReference {
        switch self {
        case .read(let read): read.reader
        case .decision(let decision): decision.decidedBy
        }
    }
}

/// A decision as an auditor sees it: who, what and when, without its texts.
package struct DipDecision: Sendable, Hashable, Codable {
    /// The record, such as `ND-41`.
    package let number: String
    package let outcome: DecisionOutcome
    package let form: DecisionForm
    package let decidedBy: PersonReference
    /// The rank or group it was decided as.
    package let decidedAs: String
    package let decidedAt: Date
    package let recordedAt: Date
}

/// What was found of an item.
package struct DipResult: Sendable, Hashable, Codable {
    package let verdict: DipVerdict
    package let note: String?
    package let by: PersonReference
    package let recordedAt: Date
    /// The case that an escalation opened or joined, such as `G-4`.
    package let goldCase: String?
}

/// One item of a sample.
package struct DipItem: Sendable, Hashable {
    /// Its place in the order of the draw, from 1.
    package let place: Int
    package let drawn: DipDraw
    package let result: DipResult?
}
