import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase

extension Cast {
    var auditDays: AuditDays { AuditDays(pool: database.pool) }

    /// A finding as the engine's would be.
    func finding(
        _ pattern: String, _ subjects: [(String, String)], raisedOn: Day, observed: JSON = .integer(9)
    ) -> JSON {
        .object([
            .init("pattern", .string(pattern)), .init("raised_on", .string(raisedOn.description)),
            .init(
                "subjects",
                .array(subjects.map { .object([.init("kind", .string($0.0)), .init("id", .string($0.1))]) })),
            .init("basis", "e-value"), .init("value", .number(2000.5)), .init("first_event", "2024-01-01"),
            .init("last_event", .string(raisedOn.description)), .init("detail", "share"), .init("observed", observed),
            .init("expected", .number(3.1415)), .init("opportunities", .integer(40)), .init("events", ["2024-01-01"]),
            .init("course", [["day": "2024-01-01", "log_ratio": .number(0.5)]]), .init("comparison", []),
            .init("officer_said", "Something personal."),
        ])
    }

    /// Closes the next day with these findings; how many flags are new.
    @discardableResult
    func closeDay(_ day: Day, _ findings: [JSON] = []) async throws -> Int {
        try await auditDays.close(day, restsOn: now.addingTimeInterval(-60), findings: findings)
    }

    /// Brings a case to its end as Ashby.
    func close(_ id: Int64) async throws {
        for (kind, text) in [
            (CaseEntryKind.termsOfReference, "Is there a reason on record?"),
            (.noAdvice, "The facts speak for themselves."),
            (.decision, "It is explained by the roster."), (.learning, "Write such arrangements down."),
        ] {
            _ = try await queue.enter(NewCaseEntry(kind, text: text), in: id, by: self.id("Ashby"))
        }
        let outcome = NewCaseEntry(.outcome, text: "Explained by the roster.", outcome: .explained)
        _ = try await queue.enter(outcome, in: id, by: self.id("Ashby"))
    }

    /// Leaves a row in every ledgered table of the audit.
    func playAudit() async throws {
        try await auditDays.declareSeason(from: day(3), to: day(30), label: "Summer", by: id("Ashby"))
        try await closeDay(day(-5), [finding("mission_concentration", [("mission", "M001")], raisedOn: day(-5))])
    }
}
