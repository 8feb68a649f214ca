import Deployment
import FoundationEssentials
import Postgres
import Records
import Rostering
import Service
import TestDatabase
import Testing

@Suite("Operations and limits in the roster problem")
struct ProblemBuilderOperationTests {
    private static let owner =
        "INSERT INTO officer VALUES ('W010', 'Dele Marsh', 'INSP', 'A', 'full', '2020-01-01', NULL)"

    @Test("an operation's demand is in the problem like a post's, and stops the day after it is closed")
    func demand() async throws {
        try await PlanningGround.with { ground in
            try await ground.run(Self.owner)
            let operations = Operations(pool: ground.database.pool)
            let before = try await ground.built().document.demand.count
            // Closing is now: so that it falls into the week, the week is this one.
            let monday: Day = try await ground.database.pool.withConnection { connection in
                try await connection.query("SELECT date_trunc('week', now())::date AS day")[0].decode("day")
            }
            let opened = try await operations.open(
                OperationWish(
                    kind: .hospitalGuard, name: "Guard", newSite: "St Wilfrid's", owner: "W010",
                    startsAt: Date(timeIntervalSince1970: Double(monday.number * 86_400)),
                    lines: ["M", "L", "N"].map { DemandLine(shift: $0, min: 1, target: 2, level: .exceptional) }), by: 1
            )
            let ahead = try await ground.built()
            let wanted = ahead.document.demand.filter { $0.post == opened.posts[0] }
            #expect(wanted.count == 21 && ahead.document.demand.count == before + 21)
            #expect(wanted.allSatisfy { $0.min == 1 && $0.target == 2 && $0.weight == 4 })
            #expect(ahead.document.posts.first { $0.id == opened.posts[0] }?.requires == ["AFO"])
            _ = try await operations.write(.debrief, in: opened.id, note: "Handed over to the borough.", by: 1)
            _ = try await operations.close(opened.id, by: 1)
            #expect(try await ground.built().document.demand.count == before)
            let closedOn: Day = try await ground.database.pool.withConnection { connection in
                try await connection.query(
                    "SELECT (closed_at AT TIME ZONE 'Europe/London')::date AS day FROM operation_state")[0].decode(
                        "day")
            }
            let week = try await ground.built(from: monday)
            let days = week.document.demand.filter { $0.post == opened.posts[0] }.map(\.day)
            let last = closedOn.days(since: monday)
            #expect(days.allSatisfy { $0 <= last })
            #expect(Set(days).isSuperset(of: 0..<last))
        }
    }

    @Test("a functional limit keeps an officer off the nights and the posts that it leaves no room for")
    func limits() async throws {
        try await PlanningGround.with { ground in
            try await ground.run(
                """
                UPDATE post SET suitable_for_restricted = true WHERE post_id = 'P004';
                INSERT INTO post VALUES ('P005', 'S002', 'Reception', 'static', true, false, '2020-01-01', NULL);
                INSERT INTO restriction VALUES
                    ('R1', 'W001', 'restricted', 'No nights; Desk posts', '2027-06-09', '2027-06-10', '2027-06-09');
                """)
            let built = try await ground.built()
            let entries = built.entries("W001")
            #expect(entries.allSatisfy { $0.from >= 2 && $0.to <= 3 })
            func isOpen(_ post: String, _ day: Int, _ shift: String) -> Bool {
                !entries.contains {
                    $0.from <= day && day <= $0.to && $0.posts?.contains(post) != false
                        && $0.shifts?.contains(shift) != false
                }
            }
            #expect(isOpen("P004", 2, "M") && !isOpen("P004", 2, "N"))
            #expect(!isOpen("P005", 2, "M") && !isOpen("P001", 3, "M"))
            #expect(isOpen("P005", 4, "M") && isOpen("P004", 4, "N"))
            #expect(entries.allSatisfy { built.blocks[$0.id] == .restriction("R1") })
        }
    }
}
