import Deployment
import Testing

@Suite("Authority, bands and training load")
struct CurrencyRuleTests {
    private static let today = Day(iso: "2026-08-05") ?? Day(number: 0)

    private static func part(
        _ skill: String, _ last: LastDay, _ kind: AuthorityPart.Kind = .component
    ) -> AuthorityPart {
        AuthorityPart(kind: kind, skill: skill, name: skill.lowercased(), lastDay: last)
    }

    @Test("an authority ends with the earliest of its parts and says which, in whatever order they come")
    func earliest() {
        let parts = [
            CurrencyRuleTests.part("AFO", .endless, .authority),
            CurrencyRuleTests.part("REF", .on(CurrencyRuleTests.today.adding(3))),
            CurrencyRuleTests.part("MED", .on(CurrencyRuleTests.today.adding(40))),
        ]
        for order in [parts, parts.reversed(), [parts[1], parts[0], parts[2]]] {
            let authority = Authority(order)
            #expect(authority.lapsesFirst?.skill == "REF")
            #expect(authority.isInForce(on: CurrencyRuleTests.today.adding(3)))
            #expect(!authority.isInForce(on: CurrencyRuleTests.today.adding(4)))
            #expect(
                authority.sentence(on: CurrencyRuleTests.today, namesStatus: true)
                    == "valid until 2026-08-08: ref lapses first")
            #expect(
                authority.sentence(on: CurrencyRuleTests.today.adding(10), namesStatus: true)
                    == "not in currency since 2026-08-09 (ref)")
        }
    }

    @Test("a component never held ends it, no part is no authority, and one without end has no end")
    func edges() {
        let never = Authority([
            CurrencyRuleTests.part("AFO", .endless, .authority), CurrencyRuleTests.part("MED", .never),
        ])
        #expect(!never.isInForce(on: CurrencyRuleTests.today))
        #expect(
            never.sentence(on: CurrencyRuleTests.today, namesStatus: true) == "not in currency (med: never held)")
        #expect(!Authority([]).isInForce(on: CurrencyRuleTests.today))
        #expect(Authority([]).sentence(on: CurrencyRuleTests.today, namesStatus: true) == "holds no authority")
        let endless = Authority([CurrencyRuleTests.part("AFO", .endless, .authority)])
        #expect(endless.isInForce(on: CurrencyRuleTests.today.adding(100_000)) && endless.lapsesFirst == nil)
    }

    @Test("a planner learns that an authority is not in force, not whether it was suspended or handed back")
    func statusIsNotNamed() {
        for kind in [AuthorityPart.Kind.suspended, .returned] {
            let authority = Authority([
                CurrencyRuleTests.part("AFO", .endless, .authority),
                AuthorityPart(
                    kind: kind, skill: nil, name: kind.rawValue, lastDay: .on(CurrencyRuleTests.today.adding(-1))),
            ])
            #expect(
                authority.sentence(on: CurrencyRuleTests.today, namesStatus: false)
                    == "not in currency since 2026-08-05 (authority)")
            #expect(
                authority.sentence(on: CurrencyRuleTests.today, namesStatus: true).contains(
                    "authority \(kind.rawValue)"))
        }
    }

    @Test(
        "a lapse lies in the narrowest band that holds it, and in none as long as the currency itself",
        arguments: [
            (91, 365, nil), (90, 365, 90), (61, 365, 90), (60, 365, 60), (31, 365, 60), (30, 365, 30), (15, 365, 30),
            (14, 365, 14), (0, 365, 14), (-1, 365, nil), (60, 61, 60), (60, 60, nil), (31, 59, nil), (30, 59, 30),
        ] as [(Int, Int, Int?)])
    func bands(left: Int, term: Int, band: Int?) {
        let last = CurrencyRuleTests.today.adding(left)
        let found = CurrencyBands(days: [14, 90, 30, 60]).band(
            of: last, issued: last.adding(-term), on: CurrencyRuleTests.today)
        #expect(found == band)
    }

    @Test("the load counts each renewal in the month of its lapse, its successors too, and what seats are missing")
    func load() {
        let lapses = [
            TrainingLoad.Lapse(skill: "CLASS", lastDay: day("2026-08-31"), validityMonths: 2),
            TrainingLoad.Lapse(skill: "CLASS", lastDay: day("2026-06-30"), validityMonths: 2),
            TrainingLoad.Lapse(skill: "MED", lastDay: day("2027-03-01"), validityMonths: 12),
        ]
        let sessions = [
            TrainingLoad.Session(skill: "CLASS", day: day("2026-08-20"), seats: 1, booked: 1),
            TrainingLoad.Session(skill: "CLASS", day: day("2026-08-01"), seats: 9, booked: 0),
            TrainingLoad.Session(skill: "ROOM", day: day("2026-09-02"), seats: 20, booked: 3),
        ]
        let lines = TrainingLoad(lapses, sessions, from: CurrencyRuleTests.today, months: 5).lines
        #expect(
            lines.map { "\($0.month) \($0.skill) \($0.due) \($0.seats) \($0.booked) \($0.short)" } == [
                // one lapses, one has lapsed; the session of 1 August is over
                "2026-08 CLASS 2 1 1 1", "2026-09 ROOM 0 20 3 0",
                // 31 August and two months; 5 August and two months
                "2026-10 CLASS 2 0 0 2", "2026-12 CLASS 2 0 0 2",
            ])
    }

    @Test("a day so many months later is the same day of the month, or the last one there is")
    func months() {
        #expect(day("2026-08-31").adding(months: 6) == day("2027-02-28"))
        #expect(day("2027-08-31").adding(months: 6) == day("2028-02-29"))
        #expect(day("2026-12-15").adding(months: 1) == day("2027-01-15"))
        #expect(day("2026-08-31").adding(months: 2) == day("2026-10-31"))
    }

    private func day(_ text: String) -> Day { Day(iso: text) ?? Day(number: 0) }
}
