import Deployment
import FoundationEssentials
import HTTPTypes
import Postgres
import Records
import TestDatabase
import Testing

@testable import Service

@Suite("Limited duty and individual patterns on pages")
struct LimitedDutyPageTests {
    /// Puts the cast's officer on limited duty whose review is overdue.
    private static func restrict(_ api: API) async throws -> String {
        try await AttendanceRouteTests.free(api)
        let officer = try #require(api.cast.officer.officer)
        let (from, due) = (AttendanceRouteTests.day(-20), AttendanceRouteTests.day(-2))
        try await api.database.admin.withConnection { connection in
            try await connection.script(
                "INSERT INTO restriction VALUES ('R900', '\(officer)', 'restricted', 'No nights', '\(from)', NULL, '\(due)')"
            )
        }
        return "R900"
    }

    @Test("a supervisor finds an overdue review, records one and another, and the officer sees both")
    func review() async throws {
        try await withAPI { api in
            let number = try await LimitedDutyPageTests.restrict(api)
            let supervisor = try await Visitor.signed(api.cast.sergeant, .supervisor, api)
            let list = try await supervisor.get("/limited-duty?overdue=1")
            #expect(list.text.contains(number) && list.text.contains("Overdue since"))
            #expect(try await supervisor.get("/team").text.contains("href=\"/limited-duty\""))
            #expect(try await supervisor.get("/limited-duty/\(number)").text.contains("Record a review"))
            try await supervisor.get("/limited-duty/\(number)/review")
            let path = "/limited-duty/\(number)/review"
            let next = AttendanceRouteTests.day(7).description
            for (form, words) in [
                ([:], "Choose what comes of it"), (["what": "next"], "Enter the next review"),
                (["what": "end"], "Enter the last day"),
                (["what": "end", "endedOn": next, "nextReview": next], "Leave the next review empty"),
                (
                    ["what": "next", "nextReview": AttendanceRouteTests.day(900).description],
                    "The next review is within"
                ),
            ] {
                let refused = try await supervisor.post(path, form)
                #expect(refused.status == 422 && refused.text.contains(words), "\(form): \(refused.text)")
            }
            let made = try await supervisor.post(path, ["what": "next", "nextReview": next, "limits": "no_night"])
            #expect(made.status == 303, "\(made.text)")
            #expect(!(try await supervisor.get("/limited-duty?overdue=1")).text.contains(number))
            let officer = try await Visitor.signed(api.cast.officer, .officer, api)
            let own = try await officer.get("/limited-duty/\(number)")
            #expect(own.text.contains("Reviewed; the next review is on") && own.text.contains("No nights"))
            #expect(!own.text.contains("Record a review"))
            #expect(try await officer.get("/limited-duty").text.contains(number))
            #expect(try await officer.get("/limited-duty/\(number)/review").status == 403)
        }
    }

    @Test("another officer is refused without a hint, and a sergeant of another team too")
    func others() async throws {
        try await withAPI { api in
            let number = try await LimitedDutyPageTests.restrict(api)
            let third = try await Visitor.signed(
                try await AttendanceRouteTests.colleague(api), .officer, api)
            let reply = try await third.get("/limited-duty/\(number)")
            #expect(reply.status == 403 && !reply.text.contains(number) && !reply.text.contains("No nights"))
            #expect(!(try await third.get("/limited-duty")).text.contains(number))
            let gold = try await Visitor.signed(api.cast.gold, .gold, api)
            #expect(try await gold.get("/limited-duty").status == 403)
            #expect(try await third.get("/limited-duty?officer=\(api.cast.officer.officer ?? "")").status == 403)
        }
    }

    @Test("a pattern is proposed by the office and answered by the officer alone; a supervisor approves one")
    func patterns() async throws {
        try await withAPI { api in
            let officer = try #require(api.cast.officer.officer)
            let office = try await Visitor.signed(api.cast.duties, .duties, api)
            let pattern = try #require(try await PatternNames.read(in: api.database.pool).first)
            try await office.get("/patterns/new")
            let wish = [
                "officer": officer, "pattern": pattern.id, "from": AttendanceRouteTests.day(60).description,
                "anchor": AttendanceRouteTests.day(60).monday.description, "reference": "CONS/7",
            ]
            let soon = try await office.post(
                "/patterns/new", wish.merging(["from": AttendanceRouteTests.day(5).description]) { $1 })
            #expect(soon.status == 422 && soon.text.contains("A pattern changes at least"), "\(soon.text)")
            let made = try await office.post("/patterns/new", wish)
            #expect(made.status == 303, "\(made.text)")
            let path = try #require(made.headers[.location]?.split(separator: "?").first.map(String.init))
            #expect(try await office.get(path).text.contains("CONS/7"))

            let third = try await Visitor.signed(try await AttendanceRouteTests.colleague(api), .officer, api)
            #expect(try await third.get(path).status == 403)
            #expect(!(try await third.get("/patterns")).text.contains("CONS/7"))
            try await office.get("\(path)/answer")
            #expect(try await office.post("\(path)/answer", ["answer": "agreed"]).status == 422)
            let own = try await Visitor.signed(api.cast.officer, .officer, api)
            #expect(try await own.get("/patterns").text.contains(path))
            try await own.get("\(path)/answer")
            let bare = try await own.post("\(path)/answer")
            #expect(bare.status == 422 && bare.text.contains("Choose your answer"))
            #expect(try await own.post("\(path)/answer", ["answer": "agreed"]).status == 303)
            #expect(try await own.get(path).text.contains("Agreed"))
            #expect(!(try await own.get(path)).text.contains("/answer"))

            let sergeant = try await Visitor.signed(api.cast.sergeant, .supervisor, api)
            let approval = "/officers/\(officer)/pattern"
            #expect(try await sergeant.get(approval).status == 200)
            let far = try await sergeant.post(
                approval, ["reference": "PAT/1", "reviewOn": AttendanceRouteTests.day(4000).description])
            #expect(far.status == 422 && far.text.contains("is reviewed again within"), "\(far.text)")
            let approved = try await sergeant.post(
                approval, ["reference": "PAT/1", "reviewOn": AttendanceRouteTests.day(90).description])
            #expect(approved.status == 303, "\(approved.text)")
            #expect(try await own.get("/patterns").text.contains("PAT/1"))
        }
    }
}
