import Deployment
import HTTPTypes
import Postgres
import Records
import TestDatabase
import Testing

@testable import Service

@Suite("Swaps on pages")
struct SwapPageTests {
    /// Two constables with duties to come, and visitors for everybody concerned.
    private struct Ground {
        let own: String
        let other: String
        let gives: Int
        let officer: Visitor
        let colleague: Visitor

        static func lay(_ api: API) async throws -> Ground {
            try await AttendanceRouteTests.free(api)
            let person = try await AttendanceRouteTests.colleague(api)
            let own = try #require(api.cast.officer.officer)
            let other = try #require(person.officer)
            let ids = try await AttendanceRouteTests.publish(api, [(own, 40), (other, 42), (own, 43)])
            return Ground(
                own: own, other: other, gives: ids[0],
                officer: try await Visitor.signed(api.cast.officer, .officer, api),
                colleague: try await Visitor.signed(person, .officer, api))
        }

        var wish: [String: String] {
            [
                "gives": String(gives), "officer": other, "day": AttendanceRouteTests.day(42).description,
                "reason": "A <family> day.",
            ]
        }

        /// Asked and agreed; its number.
        func agreed() async throws -> String {
            try await officer.get("/swaps/new")
            try await officer.post("/swaps/new", wish)
            let asked = try await officer.post("/swaps/new", wish.merging(["step": "ask"]) { $1 })
            try #require(asked.status == 303, "\(asked.text)")
            let path = try #require(asked.headers[.location]?.split(separator: "?").first)
            let number = String(path.dropFirst("/swaps/".count))
            try await colleague.get("/swaps/\(number)/agree")
            try #require(try await colleague.post("/swaps/\(number)/agree").status == 303)
            return number
        }
    }

    @Test("an officer asks from their month, sees notice, rest and authority first, and the colleague agrees")
    func asking() async throws {
        try await withAPI { api in
            let ground = try await Ground.lay(api)
            let month = String(AttendanceRouteTests.day(40).description.prefix(7))
            #expect(
                try await ground.officer.get("/me?month=\(month)&view=list").text
                    .contains("/swaps/new?duty=\(ground.gives)"))
            let form = try await ground.officer.get("/swaps/new?duty=\(ground.gives)")
            #expect(form.text.contains("value=\"\(ground.gives)\" selected"))
            for (slip, words) in [
                (["officer": ground.own], "between two officers"),
                (["day": AttendanceRouteTests.day(41).description], "No duty of this colleague is published"),
                (["officer": "W99998"], "No duty of this colleague is published"),
                (["gives": ""], "Choose your duty"), (["gives": "999999"], "Choose your duty from the list"),
            ] {
                let refused = try await ground.officer.post("/swaps/new", ground.wish.merging(slip) { $1 })
                #expect(refused.status == 422 && refused.text.contains(words), "\(slip): \(refused.text)")
                #expect(refused.text.contains("There is a problem"))
            }
            let check = try await ground.officer.post("/swaps/new", ground.wish)
            #expect(check.status == 200 && check.text.contains("clear days of notice"))
            #expect(check.text.contains("Enough rest before and after") && check.text.contains("&lt;family&gt;"))
            #expect(check.text.contains("Nothing keeps you from it") && check.text.contains("Desk P9001"))
            #expect(try await api.house.swaps.list().items.isEmpty)

            let number = try await ground.agreed()
            let own = try await ground.officer.get("/swaps/\(number)")
            #expect(own.text.contains("Agreed, to be decided") && own.text.contains("Withdraw it"))
            #expect(!own.text.contains("/approve"))
            let twice = try await ground.officer.post("/swaps/new", ground.wish.merging(["step": "ask"]) { $1 })
            #expect(twice.status == 422 && twice.text.contains("asked for already"))
        }
    }

    @Test("too little rest and what keeps an officer from a post are told to that officer alone")
    func obstacles() async throws {
        try await withAPI { api in
            let ground = try await Ground.lay(api)
            let (own, other) = (ground.own, ground.other)
            try await api.database.admin.withConnection { connection in
                try await connection.script(
                    """
                    INSERT INTO abstraction (abstraction_id, officer_id, kind, from_day, to_day)
                    VALUES ('A900', '\(own)', 'leave', '\(AttendanceRouteTests.day(42))', '\(AttendanceRouteTests.day(42))'),
                        ('A901', '\(other)', 'sickness', '\(AttendanceRouteTests.day(40))', '\(AttendanceRouteTests.day(40))')
                    """)
            }
            try await ground.officer.get("/swaps/new")
            let check = try await ground.officer.post("/swaps/new", ground.wish)
            #expect(check.text.contains("You are down as absent on that day."))
            #expect(!check.text.contains("sick") && !check.text.contains("leave<"))
            let number = try await ground.agreed()
            let asked = try await ground.colleague.get("/swaps/\(number)")
            #expect(!asked.text.contains("absent"))
            let inspector = try await Visitor.signed(api.cast.inspector, .supervisor, api)
            let page = try await inspector.get("/swaps/\(number)/approve")
            #expect(page.status == 200 && page.text.contains("cannot be approved as it stands"), "\(page.text)")
        }
    }

    @Test("a supervisor sees what a swap brings, must say that welfare was considered, and approves it once")
    func approving() async throws {
        try await withAPI { api in
            let ground = try await Ground.lay(api)
            let number = try await ground.agreed()
            let inspector = try await Visitor.signed(api.cast.inspector, .supervisor, api)
            #expect(try await inspector.get("/swaps").text.contains(number))
            let page = try await inspector.get("/swaps/\(number)/approve")
            #expect(page.text.contains("What it means for officers") && page.text.contains("clear days of notice"))
            let before = try await api.house.changes.list(
                from: AttendanceRouteTests.day(0), to: AttendanceRouteTests.day(60))
            #expect(before.items.isEmpty)
            let unweighed = try await inspector.post("/swaps/\(number)/approve")
            #expect(unweighed.status == 422 && unweighed.text.contains("Tick the box once the welfare"))
            let made = try await inspector.post("/swaps/\(number)/approve", ["welfareConsidered": "yes"])
            #expect(made.status == 303, "\(made.text)")
            let standing = try await api.house.standing.list(
                from: AttendanceRouteTests.day(42), to: AttendanceRouteTests.day(42), officer: ground.own)
            #expect(standing.items.count == 1)
            try await inspector.get("/swaps/\(number)/refuse")
            let late = try await inspector.post("/swaps/\(number)/refuse", ["note": "Second thoughts."])
            #expect(late.status == 422)
            #expect(try await ground.colleague.get("/swaps/\(number)").text.contains("Approved and made"))
        }
    }

    @Test("nobody decides their own swap, planners read no words, and others are told that there is none")
    func refusals() async throws {
        try await withAPI { api in
            let ground = try await Ground.lay(api)
            let number = try await ground.agreed()
            let planner = try await Visitor.signed(api.cast.duties, .duties, api)
            let seen = try await planner.get("/swaps/\(number)")
            #expect(seen.status == 200 && !seen.text.contains("family") && !seen.text.contains("/approve"))
            #expect(!(try await planner.get("/swaps")).text.contains("family"))
            #expect(try await planner.get("/swaps/\(number)/approve").status == 403)
            let supervisor = try await Visitor.signed(api.cast.inspector, .supervisor, api)
            #expect(try await supervisor.get("/swaps/\(number)").text.contains("&lt;family&gt; day."))
            try await supervisor.get("/swaps/\(number)/refuse")
            let bare = try await supervisor.post("/swaps/\(number)/refuse")
            #expect(bare.status == 422 && bare.text.contains("Enter why"))

            // The colleague's account is a supervisor's too: as such it meets its own swap.
            let accounts = api.house.accounts
            let account = try #require(try await accounts.find(name: "Colleague"))
            try await api.database.admin.withConnection { connection in
                try await connection.script(
                    "INSERT INTO account_role (account_id, role) VALUES (\(account.id), 'supervisor')")
            }
            let both = try await Visitor.signed(
                Person(account: account.id, role: .supervisor, token: "", officer: ground.other), .supervisor, api)
            let own = try await both.get("/swaps/\(number)/approve")
            #expect(own.text.contains("your own swap") && !own.text.contains("name=\"welfareConsidered\""))
            let refused = try await both.post("/swaps/\(number)/approve", ["welfareConsidered": "yes"])
            #expect(refused.status == 422 || refused.status == 403)
            #expect(refused.text.contains("Nobody decides on their own swap"), "\(refused.text)")

            let stranger = try await accounts.create(
                name: "Third", rank: .constable, team: nil, officer: api.cast.story.constables[2], roles: [.officer])
            let third = try await Visitor.signed(
                Person(account: stranger.id, role: .officer, token: "", officer: api.cast.story.constables[2]),
                .officer,
                api)
            for path in ["/swaps/\(number)", "/swaps/\(number)/decline", "/swaps/\(number)/withdraw"] {
                let reply = try await third.get(path)
                #expect(reply.status == 404 && !reply.text.contains(number), "\(path)")
            }
            try await third.get("/swaps")
            #expect(try await third.post("/swaps/\(number)/decline").status == 404)
            try await ground.officer.get("/swaps/\(number)/withdraw")
            #expect(try await ground.officer.post("/swaps/\(number)/decline").status == 422)
            try await ground.officer.get("/swaps/\(number)/withdraw")
            #expect(try await ground.officer.post("/swaps/\(number)/withdraw", ["note": "Not needed."]).status == 303)
            #expect(try await ground.colleague.get("/swaps/\(number)").text.contains("Not needed."))
        }
    }
}
