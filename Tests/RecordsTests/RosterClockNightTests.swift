import Deployment
import FoundationEssentials
import Records
import Testing

@Suite("A roster over a night in which clocks change")
struct RosterClockNightTests {
    /// The Monday before the night, the first duty that is lawful after a late tour on its eve, and one an hour too early.
    static let nights: [(monday: String, lawful: String, tooEarly: String)] = [
        ("2026-03-23", "C", "A"), ("2026-10-19", "B", "D"), ("2027-03-22", "C", "A"), ("2027-10-25", "B", "D"),
    ]

    @Test(
        "is published, and changed to what leaves eleven hours of absolute time and to nothing less", arguments: nights)
    func changed(monday: String, lawful: String, tooEarly: String) async throws {
        try await RosterFixture.with { fixture in
            try await fixture.run("INSERT INTO shift VALUES ('D', 'Nine', '09:00', 600, false)")
            let from = try #require(Day(iso: monday))
            // The first rests from midnight on; the second has a duty on the Sunday that the first may be put on.
            let ids = try await fixture.publish(from: from, [("W003", 5, "L", "P001")])
            let placed = { (shift: String) in
                // Some of these nights are over: said to be a recall, which means nothing for the others.
                ChangeRequest(
                    ground: .exigency, exigency: .sicknessCover, note: "The officer of this duty fell ill.",
                    welfareConsidered: true, recall: true,
                    place: VersionDeployment(officer: "W003", day: from.adding(6), shift: shift, post: "P001"))
            }
            let refused = await rosterError {
                try await fixture.changes.make(placed(tooEarly), by: RosterFixture.first)
            }
            #expect(refused?.rule == "rest_between_tours", "\(String(describing: refused))")
            _ = try await fixture.changes.make(placed(lawful), by: RosterFixture.first)
            let standing = try await fixture.standing.list(from: from, to: from.adding(6), limit: 10).items
            #expect(standing.count == 2 && ids.count == 1)
            let rest = try #require(standing.last).startsAt.timeIntervalSince(try #require(standing.first).endsAt)
            #expect(rest == 11 * 3600)
        }
    }
}
