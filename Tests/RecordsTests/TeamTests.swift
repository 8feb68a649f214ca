import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

@Suite("A team's day and the foresight of decisions")
struct TeamTests {
    @Test("a team's day shows who is on duty and who is away, by kind only and of that team only")
    func day() async throws {
        try await Cast.with { cast in
            let day = LondonClock.day(atAbsoluteMinutes: Int(cast.now.timeIntervalSince1970 / 60)).adding(2)
            try await cast.publish(
                [
                    (Cast.tate, day.description, "N", "P027"), (Cast.rowe, day.adding(1).description, "D", "P028"),
                    (Cast.other, day.description, "D", "P028"),
                ], from: day.description)
            try await cast.database.pool.run(
                """
                INSERT INTO abstraction (abstraction_id, officer_id, kind, from_day, to_day, reference)
                VALUES ('A1', '\(Cast.rowe)', 'leave', '\(day)', '\(day)', 'The planted cause.'),
                    ('A2', '\(Cast.other)', 'leave', '\(day)', '\(day)', '')
                """)
            let pool = cast.database.pool
            let read = try await TeamDay.read("C", day, pool: pool)
            #expect(read.onDuty.map(\.officer) == [Cast.tate])
            #expect(read.onDuty.map(\.name) == ["Rowan Tate"])
            #expect(read.onDuty.map(\.post) == ["P027"])
            #expect(read.away.map(\.officer) == [Cast.rowe])
            #expect(read.away.map(\.kind) == ["leave"])
            // In the small hours the night before is still on, and by noon it is over.
            let night = try #require(read.onDuty.first)
            let small = night.endsAt.addingTimeInterval(-3600)
            let next = try await TeamDay.read("C", day.adding(1), asOf: small, pool: pool)
            #expect(next.onDuty.map(\.officer) == [Cast.tate, Cast.rowe])
            let later = try await TeamDay.read("C", day.adding(1), asOf: night.endsAt, pool: pool)
            #expect(later.onDuty.map(\.officer) == [Cast.rowe])
        }
    }

    @Test("a covert post is shown by its site only")
    func covert() async throws {
        try await Cast.with { cast in
            let day = LondonClock.day(atAbsoluteMinutes: Int(cast.now.timeIntervalSince1970 / 60)).adding(2)
            try await cast.database.pool.run("UPDATE post SET covert = true WHERE post_id = 'P027'")
            try await cast.publish([(Cast.tate, day.description, "D", "P027")], from: day.description)
            let duty = try #require(try await TeamDay.read("C", day, pool: cast.database.pool).onDuty.first)
            #expect(duty.site == "S014")
            #expect(duty.post == nil)
            #expect(duty.postName == nil)
        }
    }

    @Test("teams know their officers of a day, and the account of one")
    func teams() async throws {
        try await Cast.with { cast in
            let teams = Teams(pool: cast.database.pool)
            let day = try #require(Day(iso: "2026-11-23"))
            #expect(try await teams.officers(of: "C", on: day).map(\.name) == ["Ivo Rowe", "Mina Hale", "Rowan Tate"])
            #expect(try await teams.members([Cast.other, "W99999"]).keys.sorted() == [Cast.other])
            #expect(try await teams.account(of: Cast.tate) == cast.id("Tate"))
            #expect(try await teams.account(of: Cast.other) == nil)
        }
    }

    /// Decides a draft and compares what was foreseen with what was flagged.
    private func compare(
        _ cast: Cast, _ record: Int64, _ decision: NewDecision, by decider: String, expecting: [String]? = nil
    ) async throws {
        let facts = try await cast.records.foresight(
            record, reason: decision.reason, decidedAt: decision.decidedAt ?? Date())
        let foreseen = GoldRoute.causes(
            facts, form: decision.form, outcome: decision.outcome, reason: decision.reason,
            decidedAt: decision.decidedAt ?? Date(), recordedAt: Date()
        ).map(\.rawValue)
        try await cast.records.decide(record, decision, by: cast.id(decider))
        let raised = try await cast.records.detail(record).flags.map(\.kind)
        #expect(Set(foreseen) == Set(raised))
        #expect(foreseen.count == raised.count)
        if let expecting { #expect(Set(raised) == Set(expecting)) }
    }

    @Test("what a decision puts before Gold is foreseen as the record flags it")
    func foresight() async throws {
        try await Cast.with { cast in
            let all = cast.terms(.allArmed)
            try await compare(cast, cast.drafted(all), cast.full(), by: "Marsh", expecting: [])
            // The same words about another officer, and some places only.
            let other = try await cast.drafted(cast.terms(.sites(["S014"])), officer: Cast.rowe)
            try await compare(cast, other, cast.full(), by: "Marsh", expecting: ["selective_scope", "reason_repeated"])
            // Refused: the scope does not matter, the reason does.
            let thin = try await cast.drafted(cast.terms(.posts(["P028"]), from: 400, to: 420), officer: Cast.other)
            try await compare(
                cast, thin, cast.full(.refused, reason: "\n too   short "), by: "Marsh",
                expecting: ["reason_too_short"])
            // Written down a day and an hour after it was decided.
            let late = try await cast.drafted(cast.terms(.allArmed, from: 500, to: 520), officer: Cast.other)
            try await compare(
                cast, late,
                cast.full(
                    reason: "The officer's relatives were named in public on that day.", decidedAt: cast.hours(-25)),
                by: "Marsh", expecting: ["recorded_late"])
            // An objection goes to Gold, who decide it.
            let objection = try await cast.drafted(
                cast.terms(.allArmed, from: 800, to: 820, category: .objection), officer: Cast.other)
            try await compare(
                cast, objection,
                cast.full(reason: "The officer objects to this duty as such, as told.", asGold: true), by: "Ashby",
                expecting: ["gold_review"])
        }
    }

    @Test("a chain of renewals is foreseen as the record counts it")
    func chain() async throws {
        try await Cast.with { cast in
            let first = try await cast.granted(cast.terms(.allArmed, from: 1, to: 167))
            let second = try await cast.drafted(cast.terms(.allArmed, from: 167, to: 400), renews: first)
            try await compare(
                cast, second, cast.full(reason: "It goes on as it was: the threat was repeated yesterday."),
                by: "Vale", expecting: [])
            let third = try await cast.drafted(cast.terms(.allArmed, from: 400, to: 1000), renews: second)
            try await compare(
                cast, third, cast.full(reason: "It goes on still, and the police inquiry is open to this day."),
                by: "Lowe", expecting: ["renewed_beyond_limit"])
        }
    }

    @Test("the table of authorities is read from the lowest to Gold")
    func authorities() async throws {
        try await Cast.with { cast in
            let found = try await cast.records.authorities()
            #expect(found.map(\.authority) == ["PS", "INSP", "CI", "SUPT", "CSUPT", "CDR", "GOLD"])
            #expect(found.first?.longestHours == 24)
            #expect(found.last?.mayShorten == false)
        }
    }
}
