import Deployment
import Foundation

/// Brings the demonstration into states that it has no example of by itself, so that their pages can be come to; all through
/// the API, as its users would.
struct Scenery: Sendable {
    let demonstration: Demonstration
    /// The day in London.
    let today: Day

    init(_ demonstration: Demonstration) {
        self.demonstration = demonstration
        today = LondonClock.day(atAbsoluteMinutes: Int(Date().timeIntervalSince1970 / 60))
    }

    /// Makes every state. Returns what somebody comes to by a form of filters instead of a link, by their names.
    func make() async throws -> [String: [String]] {
        let worked = try await workedShift()
        try await followingWeek()
        try await proposedRoster()
        try await openOperation()
        try await restDayOwed()
        try await openRepair()
        try await bookedSession()
        try await openSwaps()
        try await proposedPattern()
        try await completeDraft()
        try await openChallenge()
        try await openConcerns()
        try await drawnSample()
        try await openQuestion()
        return ["Ana Kerr": [worked]]
    }

    /// The number of the officer whom a role's account belongs to.
    func officer(of role: String) async throws -> String {
        try await demonstration.get("me", as: role)["officer"]?.string ?? ""
    }

    /// The published duties of some days, as the duties office sees them; of one officer where named.
    func duties(from: Day, to: Day, of officer: String? = nil) async throws -> [JSON] {
        let whose = officer.map { "&officer=\($0)" } ?? ""
        return try await demonstration.items("roster?from=\(from)&to=\(to)\(whose)", as: "duties")
    }
}

extension Day {
    /// As the API writes it.
    var json: JSON { .string(description) }
}
