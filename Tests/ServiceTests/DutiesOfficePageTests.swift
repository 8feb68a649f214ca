import Deployment
import FoundationEssentials
import HTTPTypes
import Records
import TestDatabase
import Testing

@testable import Service

@Suite("The duties office's own pages, walked over HTTP")
struct DutiesOfficePageTests {
    private static func day(_ distance: Int) -> Day { AttendanceRouteTests.day(distance) }

    @Test("today's numbers lead to the unfilled duties, a site to its level, and the level to what it causes")
    func places() async throws {
        try await withAPI { api in
            try await AttendanceRouteTests.free(api)
            let (own, other) = (api.cast.story.constables[0], api.cast.story.constables[1])
            _ = try await AttendanceRouteTests.publish(api, [(own, 0), (other, 2)])
            let planner = try await Visitor.signed(api.cast.duties, .duties, api)
            #expect(try await planner.get("/").headers[.location] == "/today")
            let today = try await planner.get("/today").text
            #expect(today.contains("Duties unfilled, next 7 days") && today.contains("/unfilled?from=\(Self.day(0))"))
            #expect(today.contains("Next roster to publish") && today.contains("late, by"))
            #expect(today.contains("href=\"/import\"") && today.contains("href=\"/operations\""))
            let unfilled = try await planner.get("/unfilled?from=\(Self.day(0))&to=\(Self.day(2))").text
            #expect(unfilled.contains("below minimum") && unfilled.contains("/candidates"))
            let site = try #require(try await SiteNames.read(in: api.house.pool).first)
            let csv = try await planner.get("/unfilled.csv?from=\(Self.day(0))&to=\(Self.day(2))&site=\(site.id)").text
            let lines = csv.split(separator: "\n")
            #expect(lines.count > 1 && lines.dropFirst().allSatisfy { $0.contains(",\(site.id),") })
            let odd = try await planner.get("/unfilled?from=nonsense&to=1999-01-01&site=%3Cb%3E")
            #expect(odd.status == 200 && !odd.text.contains("<b>"))

            #expect(try await planner.get("/sites").text.contains("/sites/\(site.id)"))
            #expect(try await planner.get("/sites/\(site.id)").text.contains("Officers wanted, from the minimum"))
            #expect(try await planner.get("/search?q=\(site.id)").headers[.location] == "/sites/\(site.id)")
            let path = "/sites/\(site.id)/level"
            try await planner.get(path)
            let empty = try await planner.post(path, ["from": Self.day(0).description])
            #expect(
                empty.status == 422 && empty.text.contains("Choose level") && empty.text.contains("Enter who set it"))
            let wish = ["level": "Exceptional", "setBy": "Threat desk", "to": Self.day(2).description]
            let late = try await planner.post(path, wish.merging(["from": Self.day(-1).description]) { $1 })
            #expect(late.status == 422 && late.text.contains("must not lie before today"))
            let fields = wish.merging(["from": Self.day(0).description]) { $1 }
            try await planner.get(path)
            let once = planner.hidden("once")
            let set = try await planner.post(path, fields)
            let led = try #require(set.headers[.location])
            #expect(set.status == 303 && led.hasPrefix(path + "/set?from="))
            #expect(try await planner.post(path, fields, once: once).headers[.location] == led)
            #expect(try await planner.get(led).text.contains("published duties stand below their target"))
            let after = try await planner.get("/sites/\(site.id)").text
            #expect(after.ranges(of: "Threat desk").count == 1, "a form sent twice is done once")
            #expect(after.contains("/repairs/new?kind=level_raised&amp;site=\(site.id)"))
            #expect(try await planner.get("/repairs/new?kind=level_raised&site=\(site.id)").status == 200)

            let inspector = try await Visitor.signed(api.cast.inspector, .supervisor, api)
            let seen = try await inspector.get("/sites/\(site.id)").text
            #expect(seen.contains("Exceptional") && !seen.contains("Set the level") && !seen.contains("/unfilled"))
            #expect(try await inspector.post(path, fields).status == 403)
            for page in ["/today", "/unfilled", "/unfilled.csv"] {
                #expect(try await inspector.get(page).status == 403)
            }
            let officer = try await Visitor.signed(api.cast.officer, .officer, api)
            #expect(try await officer.get("/sites/\(site.id)").status == 403)
            #expect(try await planner.get("/sites/S99999").status == 404)
        }
    }

    @Test("a hospital guard is opened, reviewed, changed, and closed with its debrief only")
    func operations() async throws {
        try await withAPI { api in
            let planner = try await Visitor.signed(api.cast.duties, .duties, api)
            let inspector = try await Visitor.signed(api.cast.inspector, .supervisor, api)
            let gold = try await Visitor.signed(api.cast.gold, .gold, api)
            #expect(try await planner.get("/operations").text.contains("There is no such operation"))
            #expect(try await planner.get("/operations/new").text.contains("Hospital guard"))
            let new = "/operations/new?kind=hospital_guard"
            try await planner.get(new)
            let wish = [
                "name": "Ward <b>7</b>", "newSite": "St Wilfrid's", "owner": api.cast.story.inspectors[0],
                "day": Self.day(0).description, "time": "00:30", "level": "Normal",
            ]
            let nobody = try await planner.post(new, wish)
            #expect(nobody.status == 422 && nobody.text.contains("how many officers are wanted on a shift"))
            let upside = try await planner.post(new, wish.merging(["min-N": "3", "target-N": "2"]) { $1 })
            #expect(upside.status == 422 && upside.text.contains("must be at most the number wanted"))
            let demand = wish.merging(["min-N": "1", "target-N": "2"]) { $1 }
            let constable = try await planner.post(
                new, demand.merging(["owner": api.cast.story.constables[0]]) { $1 })
            #expect(constable.status == 422 && constable.text.contains("inspector or above"))
            let opened = try await planner.post(new, demand)
            let own = try #require(opened.headers[.location].map { $0.split(separator: "?")[0] }.map(String.init))
            #expect(opened.status == 303 && own.hasPrefix("/operations/OP-"))
            let shown = try await planner.get(own).text
            #expect(shown.contains("Ward &lt;b&gt;7") && shown.contains("1 to 2") && shown.contains("Record a debrief"))
            #expect(
                try await planner.get("/search?q=\(own.split(separator: "/").last ?? "")").headers[.location] == own)

            try await inspector.get(own + "/entries/review")
            let past = try await inspector.post(
                own + "/entries/review", ["note": "All quiet.", "nextReview": Self.day(-1).description])
            #expect(
                past.status == 422 && past.text.contains("next review lies ahead") && past.text.contains("All quiet."))
            let reviewed = try await inspector.post(
                own + "/entries/review", ["note": "All quiet.", "nextReview": Self.day(1).description])
            #expect(reviewed.status == 303)
            try await inspector.get(own + "/demand")
            #expect(inspector.page.contains("value=\"2\""))
            let amended = try await inspector.post(
                own + "/demand", ["from": Self.day(1).description, "level": "Normal", "min-N": "2", "target-N": "2"])
            #expect(amended.status == 303)
            #expect(try await inspector.get(own).text.contains("2 to 2"))

            try await planner.get(own + "/close")
            let early = try await planner.post(own + "/close")
            #expect(early.status == 422 && early.text.contains("Enter debrief"))
            #expect(try await planner.post(own + "/close", ["note": "Handed over to the ward."]).status == 303)
            let closed = try await planner.get(own).text
            #expect(closed.contains("Closed") && closed.contains("Handed over to the ward."))
            #expect(!closed.contains("Record a review") && !closed.contains(own + "/close"))
            try await inspector.get(own + "/entries/review")
            let after = try await inspector.post(
                own + "/entries/review", ["note": "Looked at it again.", "nextReview": Self.day(1).description])
            #expect(after.status == 422 && after.text.contains("closed"))
            #expect(try await planner.get(own + "/close").text.contains("is closed"))
            #expect(try await gold.get(own).text.contains("Handed over to the ward."))
            #expect(try await gold.post(own + "/close", ["note": "x"]).status == 403)
            #expect(try await gold.get("/operations/new").status == 403)
            let officer = try await Visitor.signed(api.cast.officer, .officer, api)
            #expect(try await officer.get(own).status == 403)
            #expect(try await planner.get(own + "/entries/closing").status == 404)
        }
    }

    @Test("a session is set up, booked, full, and its bookings are cancelled in somebody's name")
    func training() async throws {
        try await withAPI { api in
            try await AttendanceRouteTests.free(api)
            let (own, other) = (api.cast.story.constables[0], api.cast.story.constables[1])
            let planner = try await Visitor.signed(api.cast.duties, .duties, api)
            let inspector = try await Visitor.signed(api.cast.inspector, .supervisor, api)
            let skill = try #require(try await SessionBook.skills(in: api.house.pool).first)
            try await planner.get("/training/new")
            let wish = [
                "skill": skill.id, "day": Self.day(30).description, "starts": "09:30", "instructor": "Sgt Sample",
                "seats": "1",
            ]
            let odd = try await planner.post("/training/new", wish.merging(["starts": "9h30x"]) { $1 })
            #expect(odd.status == 422 && odd.text.contains("is a time of day"))
            let made = try await planner.post("/training/new", wish)
            let path = try #require(made.headers[.location]?.split(separator: "?").first.map(String.init))
            #expect(try await planner.get("/training").text.contains("href=\"\(path)\""))
            #expect(try await planner.get(path).text.contains("Nobody is booked yet"))
            let nobody = try await planner.post(path, ["officer": "W99999"])
            #expect(nobody.status == 422 && nobody.text.contains("There is no officer W99999"))
            #expect(try await planner.post(path, ["officer": own]).status == 303)
            let full = try await inspector.get(path).text
            #expect(full.contains(own) && !full.contains("Book the officer"))
            let more = try await inspector.post(path, ["officer": other])
            #expect(more.status == 422 && more.text.contains("full"), "\(more.text.suffix(600))")
            let seat = try #require(
                try await SessionBook.read(
                    Int64(path.split(separator: "/").last ?? "") ?? 0, in: api.house.pool
                ).seats.first)
            let booking = "\(path)/bookings/\(seat.booking)"
            try await inspector.get(booking)
            #expect(!inspector.page.contains("The training unit"))
            let short = try await inspector.post(booking, ["reason": "no"])
            #expect(short.status == 422)
            #expect(try await inspector.post(booking, ["reason": "Cannot come that day"]).status == 303)
            #expect(try await inspector.get(booking).status == 404)
            #expect(try await planner.get(path).text.contains("Nobody is booked yet"))
            #expect(try await planner.get("/training").text.contains("Cannot come that day"))
            #expect(try await !inspector.get("/training").text.contains("Cannot come that day"))
            try await planner.get(path + "/cancel")
            #expect(try await planner.post(path + "/cancel", ["reason": "Instructor is away"]).status == 303)
            #expect(try await planner.get(path).status == 404)
            #expect(try await inspector.get("/training/new").status == 403)
            #expect(try await planner.get("/currencies/reopened").status == 200)
            let officer = try await Visitor.signed(api.cast.officer, .officer, api)
            #expect(try await officer.get("/training").status == 403)
        }
    }

    @Test("a question is answered by its line in words, which the duties office does not see, and only once")
    func questions() async throws {
        try await withAPI { api in
            try await AttendanceRouteTests.free(api)
            let own = api.cast.story.constables[0]
            _ = try await AttendanceRouteTests.publish(api, [(own, -3)])
            let day = Self.day(-3)
            let recorded = try await api.post(
                "attendance", as: api.cast.duties,
                [
                    "day": .string(day.description), "shift": "E",
                    "entries": [["officer": .string(own), "status": "absent"]],
                ])
            #expect(recorded.status == 201)
            #expect(try await DueWork(pool: api.database.pool).askDueQuestions(asOf: Date()) >= 1)
            let sergeant = try await Visitor.signed(api.cast.sergeant, .supervisor, api)
            let planner = try await Visitor.signed(api.cast.duties, .duties, api)
            let asked = try await api.house.questions.list(
                for: api.cast.sergeant.account, scope: .all, limit: 100
            ).items
            let question = try #require(asked.first { $0.officer == own })
            let path = "/questions/\(question.number)"
            #expect(try await sergeant.get("/questions").text.contains(path))
            #expect(try await sergeant.get(path).text.contains("Answer this question"))
            try await sergeant.get(path + "/answer")
            let bare = try await sergeant.post(path + "/answer")
            #expect(bare.status == 422 && bare.text.contains("Enter what happened"))
            let half = try await sergeant.post(
                path + "/answer", ["words": "Sent elsewhere by word of mouth.", "row": "abstraction"])
            #expect(half.status == 422 && half.text.contains("number of the row"))
            let wrong = try await sergeant.post(
                path + "/answer",
                ["words": "Sent elsewhere by word of mouth.", "row": "abstraction", "rowKey": "A999999"])
            #expect(wrong.status == 422 && wrong.text.contains("Sent elsewhere by word of mouth."))
            let answered = try await sergeant.post(path + "/answer", ["words": "Sent elsewhere by word of mouth."])
            #expect(answered.status == 303 && answered.headers[.location]?.hasPrefix(path) == true)
            #expect(try await sergeant.get(path).text.contains("Sent elsewhere by word of mouth."))
            let seen = try await planner.get(path).text
            #expect(!seen.contains("mouth") && seen.contains("With the Gold group"))
            #expect(try await planner.get("/questions?ended=1").text.contains(question.number))
            #expect(try await sergeant.get(path + "/answer").text.contains("has ended"))
            let gold = try await Visitor.signed(api.cast.gold, .gold, api)
            #expect(try await gold.get(path).text.contains("Sent elsewhere by word of mouth."))
            #expect(try await gold.get(path + "/answer").status == 403)
            let officer = try await Visitor.signed(api.cast.officer, .officer, api)
            #expect(try await officer.get(path).status == 403)
            #expect(try await sergeant.get("/questions/QU-999").status == 404)
        }
    }

    @Test("rules are shown by day, an exception is recorded for another on a ground, and an opt-out taken back")
    func rules() async throws {
        try await withAPI { api in
            let planner = try await Visitor.signed(api.cast.duties, .duties, api)
            let own = api.cast.story.constables[0]
            #expect(try await planner.get("/rules").text.contains("Rest between tours"))
            #expect(try await planner.get("/rules?on=1990-01-01").text.contains("No rule was in force"))
            #expect(try await planner.get("/rules/breaches").status == 200)
            let new = "/rules/exceptions/new"
            try await planner.get(new)
            let wish = [
                "officer": own, "rule": "rest_day_spacing", "from": Self.day(1).description,
                "to": Self.day(2).description, "basis": "own_request",
            ]
            let bare = try await planner.post(new, wish)
            #expect(bare.status == 422 && bare.text.contains("There is a problem"))
            let warns = try await planner.post(
                new, wish.merging(["rule": "weekly_hours_amber", "note": "Asked for it in writing."]) { $1 })
            #expect(warns.status == 422 && warns.text.contains("There is a problem"))
            let made = try await planner.post(new, wish.merging(["note": "Asked for it in writing."]) { $1 })
            #expect(made.status == 303, "\(made.text.suffix(500))")
            let listed = try await planner.get("/rules/exceptions?from=\(Self.day(0))&to=\(Self.day(5))").text
            #expect(listed.contains("Asked for it in writing.") && listed.contains(own))

            try await planner.get("/rules/opt-outs/new")
            let out = ["officer": own, "from": Self.day(0).description, "reference": "File 12, page 3"]
            #expect(try await planner.post("/rules/opt-outs/new", out).status == 303)
            let opted = try await planner.get("/rules/opt-outs?officer=\(own)").text
            #expect(opted.contains("Taken back by \(own)") && opted.contains("File 12, page 3"))
            let officer = try await Visitor.signed(api.cast.officer, .officer, api)
            #expect(try await officer.get("/rules").status == 200)
            #expect(!officer.page.contains("/rules/exceptions"))
            #expect(try await officer.get("/rules/breaches").status == 403)
            #expect(try await officer.get("/rules/exceptions").status == 403)
        }
    }

    @Test("the rest day that a change takes is owed, fixed by the duties office, and told of")
    func restDays() async throws {
        try await withAPI { api in
            let ground = try await ChangeRouteTests.Ground.lay(api)
            #expect(try await api.post("changes", as: api.cast.duties, ground.calling()).status == 201)
            let planner = try await Visitor.signed(api.cast.duties, .duties, api)
            let own = api.cast.story.constables[0]
            #expect(try await planner.get("/rest-days-owed").text.contains("Fix the day for \(own)"))
            let owed = try #require(try await api.house.restDaysOwed.list(asOf: Date()).items.first)
            let path = "/rest-days-owed/\(owed.id)"
            try await planner.get(path)
            #expect(try await planner.post(path).text.contains("Enter the other rest day"))
            let resting = try await planner.post(path, ["restDay": ground.day.adding(3).description])
            #expect(resting.status == 422 && resting.text.contains("There is a problem"))
            #expect(try await planner.get("/rest-days-owed/999").status == 404)
            let inspector = try await Visitor.signed(api.cast.inspector, .supervisor, api)
            #expect(try await inspector.get("/rest-days-owed").text.contains(own))
            #expect(try await inspector.get(path).status == 403)
        }
    }
}
