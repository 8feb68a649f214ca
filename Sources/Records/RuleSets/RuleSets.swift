import Deployment
import FoundationEssentials
import Postgres

/// The rule sets of police regulations and working time: what they say, what breaks them, and which exceptions are on record.
package struct RuleSets: Sendable {
    package let pool: Pool

    /// A store over this pool.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// Every rule there is, of the past and of the future too, by set and rule.
    package func rules() async throws -> [DatedRule] {
        try await recording {
            try await pool.withConnection { try await RuleBook.read($0).rules }
        }
    }

    /// Breaches of the roster in force that touch days from `from` to `to` inclusive, rest days owed included, by officer and
    /// day, at most `limit` a page; of one officer where given, and without warnings where only breaches are wanted.
    ///
    /// Throws `RecordError.invalid` where no figures are in force on those days.
    package func breaches(
        from: Day, to: Day, officer: String? = nil, withWarnings: Bool = true, cursor: String? = nil,
        limit: Int = Page<FoundBreach>.usualLimit
    ) async throws -> Page<FoundBreach> {
        let after = try Cursor.key(cursor).map(Int.init) ?? 0
        let all = try await recording {
            try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
                let found = try await RuleSets.check(connection, officers: officer.map { [$0] }, around: from...to)
                return try await found + RuleSets.restDaysOwed(connection, officer: officer, from...to)
            }
        }
        let shown = all.filter { withWarnings || $0.breach.kind != .warning }.sorted {
            ($0.breach.officer ?? "", $0.breach.from, $0.breach.rule.rawValue)
                < ($1.breach.officer ?? "", $1.breach.from, $1.breach.rule.rawValue)
        }
        let numbered = shown.enumerated().dropFirst(after).prefix(limit + 1).map { ($0 + 1, $1) }
        let page = Page(numbered, limit: limit) { "\($0.0)" }
        return Page(items: page.items.map(\.1), next: page.next)
    }

    /// Checks what stands on some days, of some officers or of all, within the caller's transaction; with their history and
    /// what follows. Three round trips.
    nonisolated(nonsending) package static func check(
        _ connection: Connection, officers: [String]?, around days: ClosedRange<Day>
    ) async throws -> [FoundBreach] {
        let book = try await RuleBook.read(connection)
        let reader = DutyTimesReader(
            officers: officers, judged: days, reference: try book.referenceDays(days.lowerBound))
        let times = try await reader.read(connection)
        let exceptions = try await RuleExceptions.read(connection, officers: officers, days)
        return exceptions.apply(try book.breaches(in: times.flat))
    }

    nonisolated(nonsending) private static func restDaysOwed(
        _ connection: Connection, officer: String?, _ days: ClosedRange<Day>
    ) async throws -> [FoundBreach] {
        let book = try await RuleBook.read(connection)
        let rows = try await connection.query(
            """
            SELECT w.officer_id, o.rank, w.worked_day, w.notify_by,
                CASE WHEN s.settled_at IS NOT NULL THEN police_day(s.settled_at) END AS named_on,
                police_day(clock_timestamp()) AS today
            FROM rest_day_owed w JOIN officer o USING (officer_id) LEFT JOIN rest_day_settled s USING (owed_id)
            WHERE w.worked_day BETWEEN \(days.lowerBound) AND \(days.upperBound) AND s.reinstated_by IS NULL
                AND (\(officer)::text IS NULL OR w.officer_id = \(officer)::text)
            """)
        guard let today = try rows.first?.decode("today", as: Day.self) else { return [] }
        let owed = try rows.map { row in
            OwedRestDay(
                officer: try row.decode("officer_id"), rank: try row.decode("rank"),
                workedDay: try row.decode("worked_day"), renotifyBy: try row.decode("notify_by"),
                namedOn: try row.decode("named_on"))
        }
        return RestDayOwedCheck(rules: book.rules).breaches(in: owed, today: today)
            .map { FoundBreach(breach: $0, isExcepted: false) }
    }
}

/// The rules and figures on record.
struct RuleBook {
    let rules: [DatedRule]
    let figures: RuleFigures

    nonisolated(nonsending) static func read(_ connection: Connection) async throws -> RuleBook {
        let rows = try await connection.query("SELECT * FROM rule_set ORDER BY rule_set, rule, from_day")
        let rules = try rows.map { row in
            DatedRule(
                ruleSet: try row.decode("rule_set"), rule: try row.decode("rule"), from: try row.decode("from_day"),
                to: try row.decode("to_day"), ranks: try row.decode("applies_to"), kind: try row.decode("kind"),
                words: try row.decode("words"), source: try row.decode("source"))
        }
        return RuleBook(rules: rules, figures: try await RuleFigureReader.read(connection))
    }

    func referenceDays(_ day: Day) throws -> Int {
        do {
            return try figures("reference_weeks", on: day) * 7
        } catch {
            throw error.problem
        }
    }

    func breaches(in times: DutyTimes) throws -> [Breach] {
        do {
            return try RuleCheck(rules: rules, figures: figures).breaches(in: times)
        } catch {
            throw error.problem
        }
    }
}

extension RuleFigureMissing {
    /// The same as a problem of the days that were asked for.
    var problem: RecordError { .invalid([FieldProblem("/from", description)]) }
}
