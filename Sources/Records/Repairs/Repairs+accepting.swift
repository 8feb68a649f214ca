import Deployment
import FoundationEssentials
import Postgres

/// What a person says when a proposal is accepted.
package struct RepairAcceptance: Sendable {
    /// The revision that the person saw.
    package var revision: Int
    /// A sentence: the note of every change.
    package var note: String
    package var welfareConsidered: Bool
    /// Said where an officer is placed after the midnight before the duty.
    package var recall: Bool

    /// An acceptance.
    package init(revision: Int, note: String, welfareConsidered: Bool, recall: Bool) {
        self.revision = revision
        self.note = note
        self.welfareConsidered = welfareConsidered
        self.recall = recall
    }
}

/// The record has overtaken a step of a proposal.
package struct RepairOvertaken: Error, Sendable, Equatable {
    /// The step; nil for the proposal as a whole.
    package var step: Int?
    /// What has happened since.
    package var why: String

    /// A step and what has happened.
    package init(step: Int?, why: String) {
        self.step = step
        self.why = why
    }
}

/// What an acceptance made.
package struct RepairAccepted: Sendable, Codable, Equatable {
    package var repair: Int64
    package var changes: [ChangeMade]
    /// The abstraction that was put on record with it.
    package var recorded: String?
}

extension Repairs {
    /// Accepts a proposal: all its steps in one transaction, or none.
    ///
    /// `prepare` runs first, in the transaction (a level to set). Throws `RepairOvertaken` where the record has moved on,
    /// with nothing written; `RecordError` where a rule wants something of the person (recall, welfare, note).
    package func accept(
        _ id: Int64, _ acceptance: RepairAcceptance, by account: Int64,
        prepare: @Sendable (RepairRecord, Connection) async throws -> Void
    ) async throws -> RepairAccepted {
        try await recording {
            try await pool.transaction { connection in
                let rows = try await connection.query(
                    "SELECT state, revision FROM repair WHERE repair_id = \(id) FOR UPDATE")
                guard let row = rows.first else { throw RecordError.notFound("repair \(id)") }
                let state: RepairState = try row.decode("state")
                guard state == .proposed else {
                    throw RecordError.refused(
                        .arrow, rule: "repair_settled", message: "repair \(id) is \(state.rawValue) and changes no more"
                    )
                }
                guard try row.decode("revision", as: Int.self) == acceptance.revision else {
                    throw RecordError.conflict(rule: "revision", message: "the proposal was edited by somebody else")
                }
                let repair = try await read(id, on: connection)
                try await connection.execute("SELECT set_config('evenhand.account', \(String(account)), true)")
                try await prepare(repair, connection)
                let recorded = try await recordAbsence(repair.event, on: connection)
                let changes = try await make(
                    repair, acceptance, ground: repair.event.ground(recorded), by: account, on: connection)
                try await connection.execute(
                    """
                    UPDATE repair SET state = 'accepted', settled_by = \(account), settled_at = now() WHERE repair_id = \(id)
                    """)
                return RepairAccepted(repair: id, changes: changes, recorded: recorded)
            }
        }
    }

    nonisolated(nonsending) private func recordAbsence(
        _ event: RepairEvent, on connection: Connection
    ) async throws -> String? {
        guard let absence = event.absence, let officer = event.officer else { return nil }
        let rows = try await connection.query(
            "SELECT record_abstraction(\(officer), \(absence), \(event.from), \(event.to), 'repair') AS id")
        return try rows.first?.decode("id")
    }

    nonisolated(nonsending) private func make(
        _ repair: RepairRecord, _ acceptance: RepairAcceptance, ground: RepairGround, by account: Int64,
        on connection: Connection
    ) async throws -> [ChangeMade] {
        var made: [ChangeMade] = []
        for step in repair.steps ?? [] {
            let found = try await connection.query(
                "SELECT repair_step_overtaken(\(repair.id), \(step.step)) AS why")
            if let why = try found.first?.decode("why", as: String?.self) {
                throw RepairOvertaken(step: step.step, why: why)
            }
            for request in step.requests(acceptance, ground, exigency: repair.event.exigency) {
                do {
                    let change = try await Changes(pool: pool).make(request, by: account, on: connection)
                    try await connection.execute(
                        "INSERT INTO repair_change VALUES (\(change.change), \(repair.id), \(step.step))")
                    made.append(change)
                } catch let error as PostgresError {
                    guard let why = RepairOvertaken.why(error) else { throw error }
                    throw RepairOvertaken(step: step.step, why: why)
                }
            }
        }
        return made
    }
}

extension RepairOvertaken {
    /// The rules by which the record, not the person, stands in the way.
    private static let rules: Set<String> = [
        "held_back", "one_place_at_a_time", "rest_between_tours", "change_removes_key", "silent_absence",
    ]

    fileprivate static func why(_ error: PostgresError) -> String? {
        guard let meaning = RecordError(error) else { return nil }
        switch meaning {
        case .conflict(let rule, let message), .refused(_, let rule, let message):
            return rules.contains(rule) || rule.isEmpty ? message : nil
        default: return nil
        }
    }
}

/// The ground and reference of taking off the officer who fell out.
package struct RepairGround: Sendable, Equatable {
    package var ground: ChangeGround
    package var reference: String?
}

extension RepairEvent {
    /// The ground that its reference, or the absence recorded with it, gives.
    package func ground(_ recorded: String?) -> RepairGround {
        let reference = recorded ?? reference
        let ground: ChangeGround =
            switch reference?.first {
            case "R": .restriction
            case "N": .nonDeployment
            default: .abstraction
            }
        return RepairGround(ground: ground, reference: reference)
    }

    /// The exigency by which others are moved and called in.
    package var exigency: ExigencyKind {
        switch kind {
        case .officerUnavailable: absence == .sickness ? .sicknessCover : absence == .court ? .court : .officerMissing
        case .levelRaised: .levelRaised
        case .guardWanted: .hospitalGuard
        }
    }
}

extension RepairStep {
    /// The changes that make the step: the officer who fell out is replaced, or taken off; another is moved or called in.
    func requests(
        _ acceptance: RepairAcceptance, _ ground: RepairGround, exigency: ExigencyKind
    ) -> [ChangeRequest] {
        let place = officer.map { VersionDeployment(officer: $0, day: day, shift: shift, post: post) }
        var requests: [ChangeRequest] = []
        if let withdraws {
            let replaces = place != nil && leaves == nil
            requests.append(
                ChangeRequest(
                    removes: withdraws, ground: ground.ground,
                    exigency: replaces && acceptance.recall ? exigency : nil, reference: ground.reference,
                    note: acceptance.note, welfareConsidered: acceptance.welfareConsidered,
                    recall: replaces && acceptance.recall, place: replaces ? place : nil))
            if replaces { return requests }
        }
        if let place {
            requests.append(
                ChangeRequest(
                    removes: leaves, ground: .exigency, exigency: exigency, note: acceptance.note,
                    welfareConsidered: acceptance.welfareConsidered, recall: acceptance.recall, place: place))
        }
        return requests
    }
}
