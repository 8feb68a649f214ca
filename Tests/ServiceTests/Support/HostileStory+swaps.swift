import Deployment
import FoundationEssentials
import HTTPTypes
import Postgres
import Records
import TestDatabase
import Testing

@testable import Service

/// Swaps of duties, and questions about a duty that was not worked.
extension HostileStory {
    /// Swaps that end in every way; each word is read before the next step takes its place.
    func swaps() async throws {
        let (own, colleague) = (cast.officer, try await AttendanceRouteTests.colleague(api))
        let (mine, theirs) = (cast.story.constables[0], cast.story.constables[1])
        let duties = try await AttendanceRouteTests.publish(api, [(mine, 70), (theirs, 72)])
        let wish = ["gives": String(try #require(duties.first)), "officer": theirs, "day": day(72)]
        try await walk.fill("/swaps/new", at: "/swaps/new", as: own, .officer, wish)
        let reason = walk.last(1)
        func asked() async throws -> String {
            try await walk.get("/swaps/new", as: own, .officer)
            let sent = try await walk.post(
                "/swaps/new", as: own, .officer, wish.merging(reason) { $1 }.merging(["step": "ask"]) { $1 })
            return try number(sent, 1)
        }
        func step(
            _ verb: String, _ swap: String, as person: Person, _ role: Role, _ fields: [String: String] = [:]
        ) async throws {
            let page = "/swaps/\(swap)"
            try await walk.fill("/swaps/{swap}/\(verb)", at: "\(page)/\(verb)", as: person, role, fields)
            try await walk.get(page, as: person, role)
        }
        try await step("decline", try await asked(), as: colleague, .officer)
        let withdrawn = try await asked()
        try await step("agree", withdrawn, as: colleague, .officer)
        try await step("withdraw", withdrawn, as: own, .officer)
        let refused = try await asked()
        try await step("agree", refused, as: colleague, .officer)
        try await step("refuse", refused, as: cast.inspector, .supervisor)
        let approved = try await asked()
        try await step("agree", approved, as: colleague, .officer)
        try await step("approve", approved, as: cast.inspector, .supervisor, ["welfareConsidered": "yes"])
    }

    /// A duty that was not worked, recorded and corrected, and the question about it.
    func questions() async throws {
        let officer = cast.story.constables[0]
        let duties = try await AttendanceRouteTests.publish(api, [(officer, -3)])
        let shift = "day=\(day(-3))&shift=E"
        try await walk.fill(
            "/attendance", at: "/attendance?\(shift)", as: cast.duties, .duties,
            ["r\(try #require(duties.first))": "absent"])
        let entry: Int64 = try await value("SELECT attendance_id FROM attendance WHERE officer_id = \(officer)")
        try await walk.fill(
            "/attendance/{entry}/correct", at: "/attendance/\(entry)/correct?\(shift)", as: cast.duties, .duties,
            ["status": "reserve"])
        #expect(try await DueWork(pool: api.database.pool).askDueQuestions(asOf: Date()) == 1)
        let question: Int64 = try await value("SELECT question_id FROM question WHERE officer_id = \(officer)")
        let page = "/questions/QU-\(question)"
        try await walk.fill(
            "/questions/{question}/answer", at: "\(page)/answer", as: cast.sergeant, .supervisor)
        try await walk.get(page, as: cast.sergeant, .supervisor)
    }
}
