import Deployment
import Foundation
import Postgres
import Records

extension DemoStory {
    /// Refills one duty that the site-limited record touches; first without a reason, which is refused.
    func repair(_ record: Int64, _ cast: DemoCast) async throws {
        let affected = try await NonDeployments(pool: pool).affectedDuties(record)
        guard let duty = affected.first else {
            Terminal.heading("No published duty falls under ND-\(record)")
            return
        }
        try await step("Take the officer off a published duty: only the row that says why can") {
            let changes = Changes(pool: pool)
            let what = "\(duty.post) on \(DemoClock.text(duty.day)), shift \(duty.shift)"
            try await refused("\(cast.planner.name) clears \(what) without a reason") {
                _ = try await changes.make(
                    ChangeRequest(
                        removes: duty.deployment, ground: .exigency, exigency: .unforeseen,
                        note: "Please leave this one free.", welfareConsidered: true),
                    by: cast.planner.id)
            }
            for candidate in try await candidates(duty) {
                let place = VersionDeployment(officer: candidate, day: duty.day, shift: duty.shift, post: duty.post)
                let request = ChangeRequest(
                    removes: duty.deployment, ground: .nonDeployment, exigency: .officerMissing,
                    reference: "ND-\(record)",
                    note: "Relief found", welfareConsidered: true, recall: true, place: place)
                do {
                    let made = try await changes.make(request, by: cast.planner.id)
                    Terminal.say(
                        "  change \(made.change): \(candidate) takes \(what), ground ND-\(record). \(made.notice.words)"
                    )
                    for consequence in made.consequences where consequence.officer == candidate {
                        Terminal.say("  \(candidate): \(consequence.words)")
                    }
                    return
                } catch RecordError.refused, RecordError.conflict {
                    continue
                }
            }
            Terminal.say("  nobody is free for \(what): the duty stays with the duties office")
        }
    }

    /// Officers without a duty on the day before, the day itself and the day after, who hold what the post requires.
    private func candidates(_ duty: AffectedDuty) async throws -> [String] {
        try await pool.withConnection { connection in
            try await connection.query(
                """
                SELECT o.officer_id FROM officer o
                WHERE held_back(o.officer_id, \(duty.day), \(duty.shift), \(duty.post)) IS NULL
                    AND NOT EXISTS (SELECT FROM standing_deployment s WHERE s.officer_id = o.officer_id
                        AND s.day BETWEEN \(duty.day.adding(-1)) AND \(duty.day.adding(1)))
                ORDER BY o.officer_id LIMIT 20
                """
            ).map { try $0.decode(0, as: String.self) }
        }
    }
}
