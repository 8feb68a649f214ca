import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase

extension RosterFixture {
    var operations: Operations { Operations(pool: database.pool) }

    /// The inspector who owns the operations of these tests.
    static let owner = "W010"
    /// Noon of the day before the first Monday.
    static let eve = Date(timeIntervalSince1970: Double((monday.number - 1) * 86_400 + 43_200))

    /// The usual command, with an inspector.
    nonisolated(nonsending) static func withInspector<R>(
        _ body: nonisolated(nonsending) (RosterFixture) async throws -> R
    ) async throws -> R {
        try await with { fixture in
            try await fixture.database.admin.withConnection {
                try await $0.script(
                    "INSERT INTO officer VALUES ('W010', 'Dele Marsh', 'INSP', 'A', 'full', '2020-01-01', NULL)")
            }
            return try await body(fixture)
        }
    }

    /// A hospital guard of two on every late and night from the day before the first Monday.
    static func guardWish(_ name: String = "Guard at St Wilfrid's") -> OperationWish {
        OperationWish(
            kind: .hospitalGuard, name: name, newSite: "St Wilfrid's Hospital", owner: owner, startsAt: eve,
            lines: [DemandLine(shift: "L", min: 1, target: 2), DemandLine(shift: "N", min: 1, target: 2)])
    }

    /// The duties that an operation wants on some days, as "day shift post".
    func wanted(_ from: Day, _ to: Day) async throws -> [String] {
        try await operations.unfilled(from: from, to: to, limit: 500).items.filter { $0.operation != nil }
            .map { "\($0.day) \($0.shift)" }
    }
}
