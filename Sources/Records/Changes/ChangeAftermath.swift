import Deployment
import FoundationEssentials
import Postgres

/// What follows from a change that PostgreSQL has just taken, in the same transaction: the consequence of every officer
/// concerned, worked out here and put on record, who was told, and what a planner should know.
struct ChangeAftermath {
    let change: Int64
    let placed: Int64?
    /// Every change that was made: two for a swap.
    let halves: [Int64]

    /// Records the consequences and answers with the whole.
    nonisolated(nonsending) func record(on connection: Connection) async throws -> ChangeMade {
        let figures = try await RuleFigureReader.read(connection)
        let answers = try await connection.pipeline([
            "SELECT kind, duty_day, made_at FROM change WHERE change_id = \(change)",
            "SELECT * FROM change_effect(\(halves))", told, coverage, beyondWindow,
        ])
        guard let row = answers[0].first else { throw RecordError.notFound("change \(change)") }
        let notice = try ChangeNotice(
            noticedAt: minutes(row.decode("made_at")), dutyDay: try row.decode("duty_day"), figures: figures)

        let rules = ConsequenceRules(figures)
        var consequences: [Consequence] = []
        var writes: [Statement] = []
        for effect in answers[1] {
            let consequence = try rules.consequence(of: try DayEffect(effect))
            consequences.append(consequence)
            writes.append(insert(consequence, of: try effect.decode("change_id")))
        }
        if !writes.isEmpty { _ = try await connection.pipeline(writes) }

        var warnings = consequences.compactMap(\.warning)
        warnings += try answers[3].map { try $0.decode("words", as: String.self) }
        warnings += try answers[4].map { try $0.decode("words", as: String.self) }
        return ChangeMade(
            change: change, placed: placed, kind: try row.decode("kind"), notice: notice, consequences: consequences,
            told: try answers[2].map { try Told($0) }, warnings: warnings)
    }

    private func insert(_ consequence: Consequence, of change: Int64) -> Statement {
        """
        INSERT INTO change_consequence (change_id, officer_id, day, kind, notify_by, minutes, minutes_an_hour, words, source)
        VALUES (\(change), \(consequence.officer), \(consequence.day), \(consequence.kind), \(consequence.notifyBy),
            \(consequence.minutes), \(consequence.minutesAnHour), \(consequence.words), \(consequence.source))
        """
    }

    private var told: Statement {
        """
        SELECT t.part, t.account_id, t.officer_id, t.on_day, coalesce(a.name, o.name) AS name
        FROM told_of_changes(\(halves)) t LEFT JOIN account a USING (account_id) LEFT JOIN officer o ON o.officer_id = t.officer_id
        """
    }

    /// A sentence for each duty that an officer left and that is now below its minimum.
    private var coverage: Statement {
        """
        SELECT format('%s on %s, shift %s, is below its minimum: %s of %s.', d.post_id, d.day, d.shift_id, n.standing,
            duty_minimum(d.post_id, d.day, d.shift_id)) AS words
        FROM change c JOIN deployment d ON d.deployment_id = c.removes
        CROSS JOIN LATERAL (SELECT count(*) AS standing FROM standing_deployment s
            WHERE (s.post_id, s.day, s.shift_id) = (d.post_id, d.day, d.shift_id) AND s.during @> tstzrange(d.starts_at, d.ends_at)) n
        WHERE c.change_id = ANY (\(halves)) AND n.standing < duty_minimum(d.post_id, d.day, d.shift_id)
        """
    }

    /// A sentence where a non-deployment covers a part of the duty only and the officer is off all of it.
    private var beyondWindow: Statement {
        """
        SELECT format('ND-%s covers a part of this duty only: a relief in that window honours it exactly.', c.nd_id) AS words
        FROM change c JOIN deployment d ON d.deployment_id = c.removes
        WHERE c.change_id = ANY (\(halves)) AND c.nd_id IS NOT NULL AND NOT EXISTS (SELECT FROM exclusion x
            WHERE x.nd_id = c.nd_id AND tstzrange(x.starts_at, x.ends_at) @> tstzrange(d.starts_at, d.ends_at))
        """
    }
}

extension Consequence {
    /// What a planner should stop at; nil where nothing is lost by going on.
    fileprivate var warning: String? {
        switch kind {
        case .restDayWithoutPay, .officerChooses: "Undoing is not free: \(words)"
        default: nil
        }
    }
}

extension Told {
    fileprivate init(_ row: Row) throws {
        part = try row.decode("part")
        name = try row.decode("name")
        officer = try row.decode("officer_id")
        account = try row.decode("account_id")
        day = try row.decode("on_day")
    }
}

extension DayEffect {
    fileprivate init(_ row: Row) throws {
        let rosteredFrom = try row.decode("rostered_from", as: Date?.self)
        let rosteredTo = try row.decode("rostered_to", as: Date?.self)
        let rostered: Rostered =
            if let stretch = stretch(rosteredFrom, rosteredTo) {
                .shift(stretch)
            } else {
                try row.decode("has_pattern") ? .restDay : .unknown
            }
        let days = try row.decode("other_days", as: [Day].self)
        let starts = try row.decode("other_from", as: [Date].self)
        let ends = try row.decode("other_to", as: [Date].self)
        self.init(
            officer: try row.decode("officer_id"), rank: try row.decode("rank"), day: try row.decode("day"),
            kind: try row.decode("kind"), noticedAt: minutes(try row.decode("made_at")), rostered: rostered,
            before: stretch(try row.decode("before_from"), try row.decode("before_to")),
            after: stretch(try row.decode("after_from"), try row.decode("after_to")),
            others: zip(days, zip(starts, ends)).map { day, during in
                Other(day: day, during: Stretch(minutes(during.0), minutes(during.1)))
            })
    }
}

/// Whole minutes since 1970-01-01 00:00 UTC.
private func minutes(_ moment: Date) -> Int {
    Int((moment.timeIntervalSince1970 / 60).rounded(.down))
}

private func stretch(_ from: Date?, _ to: Date?) -> Stretch? {
    guard let from, let to else { return nil }
    return Stretch(minutes(from), minutes(to))
}
