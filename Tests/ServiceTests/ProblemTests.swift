import Deployment
import HTTPTypes
import Postgres
import Records
import Testing

@testable import Service

@Suite("Errors become problems")
struct ProblemTests {
    @Test(
        "each refusal of the database has its status",
        arguments: [
            (Refusal.arrow, 409), (.unknown, 422), (.twoPairsOfEyes, 403), (.bareDecision, 422), (.closure, 409),
            (.rewrite, 409), (.unlawful, 422), (.needToKnow, 403),
        ])
    func refusals(_ refusal: Refusal, _ status: Int) throws {
        let error = RecordError.refused(refusal, rule: "own_draft", message: "a rule")
        let problem = try #require(APIProblem(error))
        #expect(problem.status.code == status)
        #expect(problem.kind == "own-draft" && problem.detail == "a rule")
    }

    @Test("each error of the record has its status")
    func records() throws {
        #expect(try status(RecordError.notFound("case G-1")) == 404)
        #expect(try status(RecordError.conflict(rule: "one_place_at_a_time", message: "x")) == 409)
        #expect(try status(RecordError.conflict(rule: "revision", message: "x")) == 412)
        let invalid = try #require(APIProblem(RecordError.invalid([FieldProblem("/scope/ids/0", "is unknown")])))
        #expect(invalid.status.code == 422 && invalid.faults == [Fault("/scope/ids/0", "is unknown")])
    }

    @Test(
        "each outage says what it is, and when to come back",
        arguments: [
            (PostgresError.Code.unreachable, "database-unreachable"), (.connectionLost, "database-unreachable"),
            (.poolExhausted, "database-busy"), (.commitOutcomeUnknown, "outcome-unknown"),
            (.queryTimeout, "database-slow"),
        ])
    func outages(_ code: PostgresError.Code, _ kind: String) throws {
        let problem = try #require(APIProblem(PostgresError(code, "password=hunter2")))
        #expect(problem.status.code == 503 && problem.kind == kind)
        #expect(problem.headers[.retryAfter] != nil)
        #expect(!problem.document(requestID: "r").text().contains("hunter2"))
    }

    @Test("what nobody foresaw becomes nothing that could leak")
    func unknown() {
        #expect(APIProblem(PostgresError(.server, "column \"x\" of Tate", sqlState: .undefinedColumn)) == nil)
        struct Surprise: Error {}
        #expect(APIProblem(Surprise()) == nil)
    }

    @Test("only failures that prove nothing was written give an idempotency key back")
    func proofs() {
        #expect(IdempotencyDesk.changedNothing(RecordError.notFound("x")))
        #expect(IdempotencyDesk.changedNothing(APIProblem.stale))
        #expect(IdempotencyDesk.changedNothing(PostgresError(.unreachable, "")))
        #expect(IdempotencyDesk.changedNothing(PostgresError(.server, "", sqlState: .undefinedColumn)))
        #expect(!IdempotencyDesk.changedNothing(PostgresError(.commitOutcomeUnknown, "")))
        #expect(!IdempotencyDesk.changedNothing(PostgresError(.connectionLost, "")))
        #expect(!IdempotencyDesk.changedNothing(PostgresError(.queryTimeout, "")))
        #expect(!IdempotencyDesk.changedNothing(PostgresError(.server, "", sqlState: .adminShutdown)))
        #expect(!IdempotencyDesk.changedNothing(CancellationError()))
    }

    private func status(_ error: any Error) throws -> Int {
        try #require(APIProblem(error)).status.code
    }
}
