import Deployment
import Postgres

/// Looks at what a change has just done, in its own transaction: what breaks a rule now that did not before.
struct ChangeJudgement {
    /// Every change that was made: two for a swap.
    let halves: [Int64]
    let request: ChangeRequest
    let account: Int64

    private typealias Moved = (String, DutyTimes.Tour)

    /// The new breaches and warnings. Where the ground of the change gives an exception, it is on record when this returns.
    ///
    /// Throws `RecordError.refused` with the rule's name for a breach that nothing makes lawful.
    nonisolated(nonsending) func record(on connection: Connection) async throws -> [FoundBreach] {
        let rows = try await connection.query(
            """
            SELECT d.officer_id, d.day, (date_part('epoch', d.starts_at) / 60)::int AS starts,
                (date_part('epoch', d.ends_at) / 60)::int AS ends, coalesce(d.change_id = ANY (\(halves)), false) AS given
            FROM deployment d WHERE d.deployment_id IN (
                SELECT removes FROM change WHERE change_id = ANY (\(halves))
                UNION ALL SELECT deployment_id FROM deployment WHERE change_id = ANY (\(halves)))
            """)
        let touched = try rows.map { try $0.decode("day", as: Day.self) }
        guard let first = touched.min(), let last = touched.max() else { return [] }
        let officers = Array(Set(try rows.map { try $0.decode("officer_id", as: String.self) })).sorted()
        let book = try await RuleBook.read(connection)
        let reference = try book.referenceDays(first)
        // Every reference period that holds one of the days ends at most so much later.
        let judged = first...last.adding(reference - 1)
        var times = try await DutyTimesReader(officers: officers, judged: judged, reference: reference).read(connection)
        let after = try book.breaches(in: times.flat)
        var (taken, given): ([Moved], [Moved]) = ([], [])
        for row in rows {
            let day = try row.decode("day", as: Day.self).days(since: times.start)
            let tour = DutyTimes.Tour(start: try row.decode("starts"), end: try row.decode("ends"), day: day)
            let moved: Moved = (try row.decode("officer_id"), tour)
            if try row.decode("given") { given.append(moved) } else { taken.append(moved) }
        }
        times.exchange(taking: given, giving: taken)
        let new = after.new(since: try book.breaches(in: times.flat))
        guard !new.isEmpty else { return [] }
        let exceptions = try await RuleExceptions.read(connection, officers: officers, judged)
        var found: [FoundBreach] = []
        for one in exceptions.apply(new) { found.append(try await settle(one, on: connection)) }
        return found
    }

    /// The breach with the exception that the change's own ground gives it.
    nonisolated(nonsending) private func settle(_ found: FoundBreach, on connection: Connection) async throws
        -> FoundBreach
    {
        guard found.stops else { return found }
        let breach = found.breach
        guard breach.kind == .needsException, let basis, let officer = breach.officer, let change = halves.first else {
            throw RecordError.refused(.unlawful, rule: breach.rule.rawValue, message: refusal(of: breach))
        }
        let said = request.note.count >= 10 ? request.note : "Given by the ground of change \(change)."
        let wish = NewRuleException(
            officer: officer, rule: breach.rule, from: breach.from, to: breach.to, basis: basis,
            reference: basis == .agreement ? request.reference : nil, note: said)
        _ = try await RuleSets.except(wish, change: change, by: account, on: connection)
        return FoundBreach(breach: breach, isExcepted: true)
    }

    /// The basis that the ground gives; nil for a ground that is a row about the officer who is taken off.
    private var basis: ExceptionBasis? {
        if request.exigency != nil || request.ground == .exigency { return .exigency }
        return switch request.ground {
        case .agreement: .agreement
        // A swap is asked by one officer and agreed by the other.
        case .ownRequest, .swap: .ownRequest
        default: nil
        }
    }

    private func refusal(of breach: Breach) -> String {
        breach.kind == .absolute
            ? breach.words
            : "\(breach.words) It needs an exception on record, or a change on own request, by agreement or for an exigency."
    }
}
