import Deployment
import FoundationEssentials
import Postgres
import Records
import Rostering

/// Proposes, edits and accepts repairs, and says who could take a duty: reads the record, works off the pool, stores.
package struct RepairDesk: Sendable {
    let pool: Pool
    private let repairs: Repairs
    /// Days looked at unless the event reaches further, and at most.
    private static let usualDays = 28
    private static let mostDays = 91

    /// A desk over a pool.
    package init(pool: Pool) {
        self.pool = pool
        repairs = Repairs(pool: pool)
    }

    /// Works out the smallest change after an event and stores it as a proposal.
    ///
    /// Throws `RecordError.invalid` where the event names what is not on record or leaves nothing open.
    package func propose(_ event: RepairEvent, by account: Int64, now: Date) async throws -> RepairRecord {
        let problems = event.problems
        guard problems.isEmpty else { throw RecordError.invalid(problems) }
        let draft = try await draft(event, now: now, choosing: { _, _ in [] })
        return try await repairs.get(try await repairs.propose(draft, by: account))
    }

    /// Puts another officer on a step, or leaves it open where `officer` is nil, and works out the rest again.
    ///
    /// The other steps keep their officers. Throws `RecordError.conflict` ("repair_stale") where the record has overtaken
    /// the proposal, which is put on record too, and `.invalid` where the officer cannot lawfully take the place.
    package func edit(
        _ id: Int64, step: Int, officer: String?, revision: Int, by account: Int64, now: Date
    ) async throws -> RepairRecord {
        let repair = try await open(id, revision)
        guard (repair.steps ?? []).contains(where: { $0.step == step }) else {
            throw RecordError.notFound("step \(step) of repair \(id)")
        }
        let edit = RepairEdit(steps: repair.steps ?? [], step: step, officer: officer)
        do {
            let draft = try await draft(repair.event, now: now) { ground, _ in try edit.choices(ground) }
            try await repairs.revise(id, from: revision, to: draft)
        } catch let overtaken as RepairOvertaken {
            throw try await stale(id, overtaken, by: account)
        }
        return try await repairs.get(id)
    }

    /// Makes the changes of a proposal, all of them or none.
    ///
    /// Throws `RecordError.conflict` ("repair_stale") where the record has overtaken it, saying which step and why; the
    /// proposal is stale from then on and nothing of it is made.
    package func accept(
        _ id: Int64, _ acceptance: RepairAcceptance, by account: Int64, now: Date
    ) async throws -> RepairAccepted {
        do {
            return try await repairs.accept(id, acceptance, by: account) { repair, connection in
                try await setLevel(repair.event, by: account, now: now, on: connection)
            }
        } catch let overtaken as RepairOvertaken {
            throw try await stale(id, overtaken, by: account)
        }
    }

    private func setLevel(
        _ event: RepairEvent, by account: Int64, now: Date, on connection: Connection
    ) async throws {
        guard event.kind == .levelRaised, let site = event.site, let level = event.level else { return }
        let today = LondonClock.day(atAbsoluteMinutes: Int(now.timeIntervalSince1970 / 60))
        let from = max(today, event.from)
        let rows = try await connection.query("SELECT level_on(\(site), \(from)) = \(level) AS known")
        if try rows.first?.decode("known") == true { return }
        let wish = SiteLevelWish(
            site: site, level: level, from: from, to: event.to, setBy: event.setBy ?? "Duties office",
            reference: event.source)
        _ = try await SiteLevels(pool: pool).set(wish, by: account, on: connection)
    }

    /// Discards a proposal, with a word.
    package func discard(_ id: Int64, word: String, by account: Int64) async throws -> RepairRecord {
        try await repairs.discard(id, word: word, by: account)
        return try await repairs.get(id)
    }

    /// Everybody who could take a duty, nearest first, and by which rule everybody else could not.
    package func candidates(post: String, day: Day, shift: String, now: Date) async throws -> CandidateRanking {
        let basis = try await RepairBasisReader(pool: pool).read(from: day.monday, days: Self.usualDays)
        return try await offPool("evenhand ranking") {
            let ground = try RepairProblem(basis, event: nil, asOf: now)
            guard let duty = ground.duty(post: post, day: day, shift: shift) else {
                throw RecordError.notFound("duty \(post) on \(day), shift \(shift), that is wanted and published")
            }
            return try CandidateRanking(ground, duty)
        }
    }

    // MARK: Working out

    private func draft(
        _ event: RepairEvent, now: Date,
        choosing choices: @escaping @Sendable (RepairProblem, RepairOrder) throws -> [RepairOrder.Choice]
    ) async throws -> Repairs.Draft {
        let today = LondonClock.day(atAbsoluteMinutes: Int(now.timeIntervalSince1970 / 60))
        let from = max(today.adding(-1), event.from).monday
        let reach = event.to.map { $0.days(since: from) + 8 } ?? 0
        let days = min(Self.mostDays, (max(Self.usualDays, reach) + 6) / 7 * 7)
        let posts = try await posts(event)
        let basis = try await RepairBasisReader(pool: pool).read(from: from, days: days)
        return try await offPool("evenhand repair") {
            let ground = try RepairProblem(basis, event: event, asOf: now)
            var order = try ground.order(event, posts: posts)
            order.choices = try choices(ground, order)
            let repair = try RepairEdit.naming(order.choices, ground) {
                try Rostering.repair(ground.problem, ground.base, order)
            }
            let writer = RepairWriter(
                ground: ground, order: order, repair: repair, byHand: RepairEdit.byHand(order.choices))
            return Repairs.Draft(
                event: event, from: from, to: from.adding(days - 1), asOf: now, summary: writer.summary(),
                steps: try writer.steps())
        }
    }

    /// The posts of the event's operation.
    private func posts(_ event: RepairEvent) async throws -> Set<String> {
        guard let operation = event.operation else { return [] }
        return Set(try await Operations(pool: pool).get(operation, asOf: Date()).posts.map(\.post))
    }

    /// The proposal, if it is open and its newest revision is the one that was seen.
    private func open(_ id: Int64, _ revision: Int) async throws -> RepairRecord {
        let repair = try await repairs.get(id)
        guard repair.state == .proposed else {
            throw RecordError.refused(
                .arrow, rule: "repair_settled", message: "repair \(id) is \(repair.state.rawValue) and changes no more")
        }
        guard repair.revision == revision else {
            throw RecordError.conflict(rule: "revision", message: "the proposal was edited by somebody else")
        }
        return repair
    }

    /// Puts on record that a proposal is overtaken and says so.
    private func stale(_ id: Int64, _ overtaken: RepairOvertaken, by account: Int64) async throws -> RecordError {
        let words = overtaken.step.map { "step \($0): \(overtaken.why)" } ?? overtaken.why
        try await repairs.markStale(id, step: overtaken.step, word: String(words.prefix(500)), by: account)
        return RecordError.conflict(
            rule: "repair_stale", message: "the record has overtaken repair \(id), \(words); propose it again")
    }
}
