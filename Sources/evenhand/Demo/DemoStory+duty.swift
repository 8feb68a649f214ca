import Deployment
import Foundation
import Postgres
import Records
import Service

/// The duty day: what happens after publication runs through the same stores as everything else.
extension DemoStory {
    /// An officer falls ill, two officers swap, a hospital guard comes and goes; then what is watched.
    func dutyDay(_ period: DemoPeriod, _ cast: DemoCast) async throws {
        try await sickness(period.firstAhead, cast)
        try await swap(period.firstAhead, cast)
        try await hospitalGuard(period.firstAhead, cast)
        try await watch(period)
    }

    private func sickness(_ first: Day, _ cast: DemoCast) async throws {
        guard let officer = try await officerAtMinimum(first, cast) else { return }
        let last = first.adding(2)
        try await step("\(officer) reports sick from \(DemoClock.text(first)) to \(DemoClock.text(last))") {
            let desk = RepairDesk(pool: pool)
            let event = RepairEvent(
                kind: .officerUnavailable, officer: officer, from: first, to: last, absence: .sickness)
            let proposal = try await desk.propose(event, by: cast.planner.id, now: Date())
            Terminal.say("  the smallest lawful change: \(proposal.summary.words)")
            for step in proposal.steps ?? [] {
                let who = step.officer ?? "nobody"
                Terminal.say(
                    "  \(step.post) on \(DemoClock.text(step.day)), shift \(step.shift): \(who). \(step.words)")
            }
            let made = try await desk.accept(
                proposal.id,
                RepairAcceptance(
                    revision: proposal.revision, note: "Cover for an officer who is sick", welfareConsidered: true,
                    recall: false), by: cast.planner.id, now: Date())
            Terminal.say("  accepted whole: \(made.changes.count) changes")
        }
    }

    /// Somebody whose absence leaves a duty below its minimum, and who is not in the story.
    private func officerAtMinimum(_ day: Day, _ cast: DemoCast) async throws -> String? {
        let known = [cast.officer, cast.sergeant, cast.inspector].compactMap(\.officer)
        return try await pool.withConnection { connection in
            try await connection.query(
                """
                SELECT s.officer_id FROM standing_deployment s JOIN standing_duties(\(day), \(day)) d USING (post_id, day, shift_id)
                WHERE d.filled = d.min_officers AND s.officer_id <> ALL (\(known)::text[])
                ORDER BY d.level = 'Normal', s.deployment_id LIMIT 1
                """
            ).first.map { try $0.decode(0, as: String.self) }
        }
    }

    private func swap(_ first: Day, _ cast: DemoCast) async throws {
        guard let asker = cast.officer.officer, let pair = try await swappable(asker, first) else { return }
        let accounts = Accounts(pool: pool)
        let name = "Account of \(pair.colleague)"
        let known = try await accounts.find(name: name)
        let colleague: Account
        if let known {
            colleague = known
        } else {
            colleague = try await accounts.create(
                name: name, rank: .constable, team: nil, officer: pair.colleague, roles: [.officer])
        }
        try await step("Two officers swap duties on \(DemoClock.text(pair.day))") {
            let swaps = Swaps(pool: pool)
            let number = try await swaps.ask(gives: pair.gives, takes: pair.takes, by: cast.officer.id)
            Terminal.say("  SW-\(number) asked by \(cast.officer.name)")
            try await refused("\(cast.inspector.name) approves before the colleague has agreed") {
                _ = try await swaps.approve(number, welfareConsidered: true, by: cast.inspector.id)
            }
            try await swaps.take(.agreed, number, by: colleague.id)
            try await refused("\(cast.officer.name) approves the swap") {
                _ = try await swaps.approve(number, welfareConsidered: true, by: cast.officer.id)
            }
            let made = try await swaps.approve(number, welfareConsidered: true, by: cast.inspector.id)
            Terminal.say("  approved by \(cast.inspector.name): change \(made.change). \(made.notice.words)")
            for consequence in made.consequences { Terminal.say("  \(consequence.officer): \(consequence.words)") }
        }
    }

    /// A duty of this officer and one of a colleague on the same shift elsewhere, where each may stand for the other.
    private func swappable(
        _ officer: String, _ first: Day
    ) async throws -> (gives: Int64, takes: Int64, colleague: String, day: Day)? {
        try await pool.withConnection { connection in
            try await connection.query(
                """
                SELECT g.deployment_id AS gives, t.deployment_id AS takes, t.officer_id AS colleague, g.day
                FROM standing_deployment g JOIN standing_deployment t
                    ON t.day = g.day AND t.shift_id = g.shift_id AND t.post_id <> g.post_id AND t.officer_id <> g.officer_id
                WHERE g.officer_id = \(officer) AND g.day > \(first)
                    AND held_back(t.officer_id, g.day, g.shift_id, g.post_id) IS NULL
                    AND held_back(g.officer_id, t.day, t.shift_id, t.post_id) IS NULL
                ORDER BY g.day, t.deployment_id LIMIT 1
                """
            ).first.map { row in
                (
                    gives: try row.decode("gives"), takes: try row.decode("takes"),
                    colleague: try row.decode("colleague"), day: try row.decode("day")
                )
            }
        }
    }

    private func hospitalGuard(_ first: Day, _ cast: DemoCast) async throws {
        guard let owner = cast.inspector.officer else { return }
        try await step("An armed hospital guard from \(DemoClock.text(first)), until it is closed") {
            let operations = Operations(pool: pool)
            let begins = Date(timeIntervalSince1970: Double(LondonClock.absoluteMinutes(first, 7 * 60) * 60))
            let opened = try await operations.open(
                OperationWish(
                    kind: .hospitalGuard, name: "Guard at St Wilfrid's", newSite: "St Wilfrid's Hospital", owner: owner,
                    startsAt: begins, borough: "Northbank", lines: [DemandLine(shift: "N", min: 1, target: 2)]),
                by: cast.planner.id)
            Terminal.say("  OP-\(opened.id) at \(opened.posts.joined(separator: ", ")): it makes demand every night")
            let desk = RepairDesk(pool: pool)
            let proposal = try await desk.propose(
                RepairEvent(kind: .guardWanted, operation: opened.id, from: first, to: first.adding(1)),
                by: cast.planner.id, now: Date())
            Terminal.say("  two nights of it: \(proposal.summary.words)")
            let made = try await desk.accept(
                proposal.id,
                RepairAcceptance(
                    revision: proposal.revision, note: "Armed guard asked for by the borough", welfareConsidered: true,
                    recall: false), by: cast.planner.id, now: Date())
            Terminal.say("  accepted whole: \(made.changes.count) changes")
            try await refused("\(cast.inspector.name) closes it without a debrief") {
                _ = try await operations.close(opened.id, by: cast.inspector.id)
            }
            _ = try await operations.write(
                .debrief, in: opened.id, note: "Patient moved; hospital thanked; no learning for others.",
                by: cast.inspector.id)
            let surplus = try await operations.close(opened.id, by: cast.inspector.id)
            Terminal.say("  closed after its debrief: \(surplus.count) published duties are to be stood down or moved")
        }
    }

    private func watch(_ period: DemoPeriod) async throws {
        try await step("What is watched") {
            var lapsing = 0
            var cursor: String?
            repeat {
                let page = try await Currencies(pool: pool).watch(
                    asOf: Date(), within: 90, cursor: cursor, limit: 1000)
                lapsing += page.items.count { $0.lastDay != nil && !$0.isBookedInTime }
                cursor = page.next
            } while cursor != nil
            Terminal.say("  \(Terminal.grouped(lapsing)) currencies lapse within 90 days and are not booked")
            let found = try await RuleSets(pool: pool).breaches(from: period.from, to: period.last, limit: 100_000)
                .items
            let counts = BreachCounts(found)
            Terminal.say(
                "  Police and Working Time Regulations: \(counts.unexcepted) breaches without an exception, \(counts.warnings) warnings"
            )
            let told = try await pool.withConnection { connection in
                try await connection.query(
                    """
                    SELECT count(*)::integer AS told, (SELECT body FROM notification_kind WHERE kind = 'duty_changed') AS body
                    FROM notification
                    """)[0]
            }
            let number: Int = try told.decode("told")
            Terminal.say(
                "  \(Terminal.grouped(number)) messages, none with a reason or a site: \"\(try told.decode("body", as: String.self))\""
            )
        }
    }
}
