import Deployment
import Postgres

/// Somebody who is told of a change.
package struct Told: Sendable, Codable, Equatable {
    /// Why this person is told: it is their duty, their team's, or at their site.
    package enum Part: String, CaseIterable, Sendable, Codable {
        case officer, supervisor
        case ownerInspector = "owner_inspector"
    }

    package var part: Part
    package var name: String
    /// The officer; nil for a supervisor, who is told as an account.
    package var officer: String?
    /// The supervisor's account.
    package var account: Int64?
    package var day: Day
}

/// What a change made, or, of a preview, would make.
package struct ChangeMade: Sendable, Codable, Equatable {
    /// The number of the change; of a preview a number that nothing will have.
    package var change: Int64
    /// The new deployment, where it made one; of a swap the one on the removed duty.
    package var placed: Int64?
    package var kind: ChangeKind
    package var notice: ChangeNotice
    /// For each officer and day concerned.
    package var consequences: [Consequence]
    package var told: [Told]
    /// What a planner should know before it is done, in sentences.
    package var warnings: [String]
    /// What it newly breaks or comes near to; each breach that needs an exception has it on record.
    package var breaches: [FoundBreach] = []
}

extension Told.Part: PostgresDecodable {}
