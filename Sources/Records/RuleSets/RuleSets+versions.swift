import Deployment
import Postgres

extension RuleSets {
    /// Checks a version that is being stored, puts what was found on record with it and returns it.
    @discardableResult
    nonisolated(nonsending) static func record(
        version: Int64, from: Day, days: Int, on connection: Connection
    ) async throws -> [FoundBreach] {
        let found = try await check(version: version, from: from, days: days, on: connection)
        guard !found.isEmpty else { return [] }
        _ = try await connection.copyIn(
            into: "version_breach",
            columns: [
                "version_id", "number", "officer_id", "rule_set", "rule", "kind", "from_day", "to_day", "figure",
                "measured", "unit", "words", "source",
            ],
            rows: found.enumerated().lazy.map { index, found in
                let breach = found.breach
                return [
                    version.postgresParameter, (index + 1).postgresParameter, breach.officer.postgresParameter,
                    Parameter(breach.ruleSet), breach.rule.postgresParameter, breach.kind.postgresParameter,
                    breach.from.postgresParameter, breach.to.postgresParameter, breach.figure.postgresParameter,
                    breach.measured.postgresParameter, Parameter(breach.unit), Parameter(breach.words),
                    Parameter(breach.source),
                ]
            })
        return found
    }

    /// What a version breaks as things are now, with its history, and the warnings about when it is published.
    nonisolated(nonsending) static func check(
        version: Int64, from: Day, days: Int, on connection: Connection
    ) async throws -> [FoundBreach] {
        let period = from...from.adding(max(1, days) - 1)
        let book = try await RuleBook.read(connection)
        let reader = DutyTimesReader(
            officers: nil, judged: period, version: version, period: period, reference: try book.referenceDays(from))
        let times = try await reader.read(connection)
        let exceptions = try await RuleExceptions.read(connection, officers: nil, period)
        let row = try await connection.query(
            """
            SELECT police_day(clock_timestamp()) AS today, (SELECT max(upper(period) - 1) FROM publication
                WHERE lower(period) = \(period.upperBound.adding(1))) AS follows
            """
        ).first
        let until = try row?.decode("follows", as: Day?.self) ?? period.upperBound
        let today = try row?.decode("today", as: Day.self) ?? from
        do {
            let publication = PublicationRules(rules: book.rules, figures: book.figures)
            let warnings = try publication.warnings(from: from, to: period.upperBound, until: until, today: today)
            return exceptions.apply(warnings + (try book.breaches(in: times.flat)))
        } catch let error as RuleFigureMissing {
            throw error.problem
        }
    }

    /// Throws `RecordError.refused` ("breach_without_exception") with the breaches that a version would now be published with
    /// and that have no exception on record.
    nonisolated(nonsending) static func requireExceptions(version: Int64, on connection: Connection) async throws {
        let rows = try await connection.query("SELECT from_day, days FROM roster_version WHERE version_id = \(version)")
        guard let row = rows.first else { return }
        let open = try await check(
            version: version, from: try row.decode("from_day"), days: try row.decode("days"), on: connection
        ).filter(\.stops)
        guard !open.isEmpty else { return }
        let list = open.prefix(10).map(\.breach.words).joined(separator: " ")
        throw RecordError.refused(
            .unlawful, rule: "breach_without_exception",
            message: "\(open.count) breach(es) of this version have no exception on record: \(list)")
    }

    /// How much a stored version breaks.
    nonisolated(nonsending) static func counts(
        of version: Int64, on connection: Connection
    ) async throws -> BreachCounts {
        BreachCounts(try await recorded(version, on: connection).map(\.found))
    }

    nonisolated(nonsending) private static func recorded(
        _ version: Int64, after number: Int64 = 0, limit: Int = Int(Int32.max), on connection: Connection
    ) async throws -> [(number: Int, found: FoundBreach)] {
        let rows = try await connection.query(
            """
            SELECT *, is_excepted(officer_id, rule, from_day, to_day) AS excepted FROM version_breach
            WHERE version_id = \(version) AND number > \(number) ORDER BY number LIMIT \(limit)
            """)
        return try rows.map { row in
            (
                number: try row.decode("number"),
                found: FoundBreach(breach: try Breach(row), isExcepted: try row.decode("excepted"))
            )
        }
    }

    /// The breaches that a version was stored with, each with whether an exception is on record by now; at most `limit` a page.
    package func breaches(
        of version: Int64, cursor: String? = nil, limit: Int = Page<FoundBreach>.usualLimit
    ) async throws -> Page<FoundBreach> {
        let after = try Cursor.key(cursor) ?? 0
        return try await recording {
            try await pool.withConnection { connection in
                let found = try await RuleSets.recorded(version, after: after, limit: limit + 1, on: connection)
                let page = Page(found, limit: limit) { "\($0.number)" }
                return Page(items: page.items.map(\.found), next: page.next)
            }
        }
    }
}
