import Deployment
import FoundationEssentials
import Postgres

extension AuditSnapshot {
    /// What became known after a day and up to another; with no day to begin after, everything up to it, and duties from
    /// `first` on.
    ///
    /// - Parameter restsOn: attendance recorded later does not count for days that are not closed yet.
    package func facts(after: Day?, through: Day, first: Day, restsOn: Date) async throws -> AuditFacts {
        let span = AuditSpan(after: after, through: through, first: first, restsOn: restsOn)
        let results = try await connection.pipeline([
            span.published, span.worked, span.moves, span.decisions, span.absences, span.ends, span.currencies,
            span.levels, span.seasons,
        ])
        var facts = AuditFacts(through: through)
        facts.published = try results[0].map { try AuditFacts.Duty($0) }
        facts.worked = try results[1].map { try AuditFacts.Duty($0) }
        facts.moves = try results[2].map { try AuditFacts.Move($0) }
        facts.decisions = try results[3].map { try AuditFacts.Decision($0) }
        facts.absences = try results[4].map { try AuditFacts.Absence($0) }
        facts.ends = try Dictionary(
            results[5].map { (try $0.decode("absence_id"), try $0.decode("to_day", as: Day?.self)) },
            uniquingKeysWith: { first, _ in first })
        facts.currencies = try results[6].map { try AuditFacts.Currency($0) }
        facts.levels = try results[7].map { try AuditFacts.Level($0) }
        facts.seasons = try results[8].map { try AuditFacts.Season($0) }
        return facts
    }
}

extension AuditFacts.Duty {
    fileprivate init(_ row: Row) throws {
        self.init(
            day: try row.decode("day"), shift: try row.decode("shift_id"), officer: try row.decode("officer_id"),
            post: try row.decode("post_id"))
    }
}

extension AuditFacts.Move {
    fileprivate init(_ row: Row) throws {
        self.init(
            id: try row.decode("move_id"), day: try row.decode("day"), shift: try row.decode("shift_id"),
            isAsked: try row.decode("asked"), officer: try row.decode("officer_id"), from: try row.decode("from_post"),
            other: try row.decode("other_officer_id"), to: try row.decode("to_post"),
            approver: try row.decode("approved_by"), recorded: try row.decode("recorded"))
    }
}

extension AuditFacts.Decision {
    fileprivate init(_ row: Row) throws {
        self.init(
            id: try row.decode("decision_id"), record: try row.decode("nd_id"), officer: try row.decode("officer_id"),
            requested: try row.decode("requested"), decided: try row.decode("decided"),
            recorded: try row.decode("recorded"), decidedBy: try row.decode("decided_by"),
            rank: try row.decode("decided_as"), isGranted: try row.decode("granted"),
            category: try row.decode("category"), scopeKind: try row.decode("scope_kind"),
            scopeIDs: try row.decode("scope_ids"), from: try row.decode("from_day"), to: try row.decode("to_day"),
            reviewOn: try row.decode("review_on"), reasonKey: try row.decode("reason_key"),
            hasWelfare: try row.decode("has_welfare"), hasImpartiality: try row.decode("has_impartiality"),
            extends: try row.decode("extends"))
    }
}

extension AuditFacts.Absence {
    fileprivate init(_ row: Row) throws {
        self.init(
            id: try row.decode("absence_id"), officer: try row.decode("officer_id"), from: try row.decode("from_day"),
            to: try row.decode("to_day"), kind: try row.decode("kind"), recorded: try row.decode("recorded"))
    }
}

extension AuditFacts.Currency {
    fileprivate init(_ row: Row) throws {
        self.init(
            officer: try row.decode("officer_id"), skill: try row.decode("skill_id"), from: try row.decode("issued_on"),
            to: try row.decode("expires_on"))
    }
}

extension AuditFacts.Level {
    fileprivate init(_ row: Row) throws {
        self.init(
            site: try row.decode("site_id"), level: try row.decode("level"), from: try row.decode("from_day"),
            to: try row.decode("to_day"))
    }
}

extension AuditFacts.Season {
    fileprivate init(_ row: Row) throws {
        self.init(
            from: try row.decode("from_day"), to: try row.decode("to_day"), label: try row.decode("label"))
    }
}
