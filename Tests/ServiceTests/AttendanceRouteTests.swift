import Deployment
import FoundationEssentials
import HTTPTypes
import Postgres
import Records
import TestDatabase
import Testing

@testable import Service

@Suite("Swaps, attendance and questions over HTTP")
struct AttendanceRouteTests {
    /// A day by its distance from today.
    static func day(_ distance: Int) -> Day {
        LondonClock.day(atAbsoluteMinutes: Int(Date().timeIntervalSince1970 / 60)).adding(distance)
    }

    /// Publishes duties by hand, at a desk that asks for no skill; returns their deployments in the order given.
    static func publish(_ api: API, _ duties: [(officer: String, day: Int)]) async throws -> [Int] {
        try await api.database.admin.withConnection { connection in
            try await connection.script(
                """
                INSERT INTO post VALUES ('P9001', (SELECT min(site_id) FROM site), 'Desk', 'desk', true, false, '2020-01-01', NULL)
                ON CONFLICT DO NOTHING;
                """)
        }
        let days = duties.map(\.day)
        guard let first = days.min(), let last = days.max() else { return [] }
        let draft = VersionDraft(
            from: day(first), days: last - first + 1, job: nil, madeBy: api.cast.duties.account, cost: 0,
            lowerBound: nil,
            summary: VersionSummary(
                officers: 2, duties: 2, deployments: 2, dutiesBelowMin: 0, belowMin: 0, dutiesBelowTarget: 0,
                belowTarget: 0, workedRestDays: 0, changedShifts: 0, costs: [:], seconds: 0, asOf: Date()),
            deployments: duties.map {
                VersionDeployment(officer: $0.officer, day: day($0.day), shift: "E", post: "P9001")
            }, duties: [])
        let versions = api.house.versions
        let version = try await versions.store(draft)
        _ = try await versions.publish(
            version, by: api.cast.secondDuties.account, statement: "Accepted as it stands.")
        let standing = try await api.house.standing.list(from: day(first), to: day(last), limit: 100).items
        return duties.compactMap { duty in
            standing.first { $0.officer == duty.officer && $0.day == day(duty.day) }.map { Int($0.id) }
        }
    }

    /// An account and token of another constable.
    static func colleague(_ api: API) async throws -> Person {
        let officer = api.cast.story.constables[1]
        let accounts = api.house.accounts
        let made = try await accounts.create(
            name: "Colleague", rank: .constable, team: nil, officer: officer, roles: [.officer])
        let token = try await accounts.issueToken(
            account: made.id, role: .officer, expiresAt: Date().addingTimeInterval(3600), asOf: Date())
        return Person(account: made.id, role: .officer, token: token.text, officer: officer)
    }

    /// Clears what the sample says of two officers, so that nothing holds them back.
    static func free(_ api: API) async throws {
        let officers = api.cast.story.constables.prefix(2).map { "'\($0)'" }.joined(separator: ", ")
        try await api.database.admin.withConnection { connection in
            try await connection.script(
                "DELETE FROM abstraction WHERE officer_id IN (\(officers)); DELETE FROM restriction WHERE officer_id IN (\(officers))"
            )
        }
    }

    @Test("a swap is asked, agreed and approved by three people; planners read no reason, others know of none")
    func swap() async throws {
        try await withAPI { api in
            try await AttendanceRouteTests.free(api)
            let colleague = try await AttendanceRouteTests.colleague(api)
            let own = try #require(api.cast.officer.officer)
            let other = try #require(colleague.officer)
            let ids = try await AttendanceRouteTests.publish(api, [(own, 40), (other, 42)])
            let wish: JSON = [
                "gives": .integer(ids[0]), "officer": .string(other),
                "day": .string(AttendanceRouteTests.day(42).description), "reason": "A family day.",
            ]
            let asked = try await api.post("swaps", as: api.cast.officer, wish)
            #expect(asked.status == 201 && asked.json["state"] == "asked")
            let number = try #require(asked.json["number"]?.string)
            #expect(try await api.post("swaps/\(number)/agree", as: api.cast.officer, [:]).kind == "swap-own")
            #expect(try await api.post("swaps/\(number)/agree", as: colleague, [:]).status == 200)
            #expect(try await api.get("swaps/\(number)", as: colleague).json["reason"] == "A family day.")
            let planner = try await api.get("swaps?state=agreed", as: api.cast.duties)
            #expect(planner.text.contains(number) && !planner.text.contains("family"))
            let bad = try await api.post(
                "swaps/\(number)/approve", as: api.cast.inspector, ["welfareConsidered": false])
            #expect(bad.status == 422)
            let approved = try await api.post(
                "swaps/\(number)/approve", as: api.cast.inspector, ["welfareConsidered": true])
            #expect(approved.status == 200 && approved.json["state"] == "approved")
            #expect(try await api.post("swaps/\(number)/withdraw", as: api.cast.officer, [:]).status == 409)
            let window = "from=\(AttendanceRouteTests.day(0))&to=\(AttendanceRouteTests.day(60))"
            let reliefs = try await api.get("swap-reliefs?\(window)", as: api.cast.auditor)
            #expect(reliefs.json["items"]?.elements?.compactMap { $0["officer"]?.string } == [own, other])
        }
    }

    @Test("a file of a shift is taken whole or refused whole; its gap is a question, answered in words it is a flag")
    func questions() async throws {
        try await withAPI { api in
            try await AttendanceRouteTests.free(api)
            let (own, other) = (api.cast.story.constables[0], api.cast.story.constables[1])
            _ = try await AttendanceRouteTests.publish(api, [(own, -3), (other, -3)])
            let path = "attendance/files?day=\(AttendanceRouteTests.day(-3))&shift=E"
            func send(_ csv: String, _ type: String = "text/csv") async throws -> API.Reply {
                try await api.send(
                    .post, path, bytes: Array(csv.utf8),
                    headers: [.authorization: "Bearer \(api.cast.duties.token)", .contentType: type])
            }
            #expect(try await send("officer,status,post\n", "application/json").status == 415)
            let bad = try await send("officer,status,post\n\(own),ill,\n\(other),worked,P9001\n")
            #expect(bad.status == 422 && bad.kind == "return-refused" && bad.pointers == ["/2/status"])
            let refused = try await send("officer,status,post,religion\n")
            #expect(refused.status == 422 && refused.text.contains("protected"))
            let taken = try await send("officer,status,post\n\(own),absent,\n\(other),worked,P9001\n")
            #expect(taken.status == 201 && taken.json["entries"]?.elements?.count == 2)
            let tomorrow = try await api.post(
                "attendance", as: api.cast.duties,
                [
                    "day": .string(AttendanceRouteTests.day(1).description), "shift": "E",
                    "entries": [["officer": .string(own), "status": "absent"]],
                ])
            #expect(tomorrow.kind == "attendance-future")

            #expect(try await DueWork(pool: api.database.pool).askDueQuestions(asOf: Date()) >= 1)
            let mine = try await api.get("questions", as: api.cast.inspector)
            let question = try #require(mine.json["items"]?.elements?.first { $0["officer"] == .string(own) })
            let number = try #require(question["number"]?.string)
            let answered = try await api.post(
                "questions/\(number)/answer", as: api.cast.sergeant, ["words": "Sent elsewhere by word of mouth."])
            #expect(answered.status == 201 && answered.json["ended"] == "flagged")
            let planner = try await api.get("questions?ended=true", as: api.cast.duties)
            #expect(planner.text.contains(number) && !planner.text.contains("mouth"))
            let gold = try await api.get("questions/\(number)", as: api.cast.gold)
            #expect(gold.json["answer"] == "Sent elsewhere by word of mouth.")
            let again = try await api.post(
                "questions/\(number)/answer", as: api.cast.sergeant, ["words": "Sent elsewhere."])
            #expect(again.status == 409)
        }
    }
}
