import Deployment
import FoundationEssentials
import HTTPTypes
import Postgres
import Records
import TestDatabase
import Testing

@testable import Service

/// What the duties office and supervisors keep of officers: training, exceptions, limited duty and patterns.
extension HostileStory {
    private var officer: String { cast.story.constables[0] }

    /// A session that is set up, booked, left by an officer and cancelled.
    func training() async throws {
        let skill = try #require(try await SessionBook.skills(in: api.house.pool).first).id
        let made = try await walk.fill(
            "/training/new", at: "/training/new", as: cast.duties, .duties,
            ["skill": skill, "day": day(30), "starts": "09:30", "seats": "2"])
        let session = try number(made, 1)
        let page = "/training/\(session)"
        try await walk.fill("/training/{session}", at: page, as: cast.duties, .duties, ["officer": officer])
        let booking: Int64 = try await value("SELECT booking_id FROM standing_booking")
        try await walk.fill(
            "/training/{session}/bookings/{booking}", at: "\(page)/bookings/\(booking)", as: cast.inspector,
            .supervisor)
        try await walk.get(page, as: cast.duties, .duties)
        try await walk.post(page, as: cast.duties, .duties, ["officer": officer])
        try await walk.fill("/training/{session}/cancel", at: "\(page)/cancel", as: cast.duties, .duties)
    }

    /// An exception from a rule, and an opt-out.
    func rules() async throws {
        try await walk.fill(
            "/rules/exceptions/new", at: "/rules/exceptions/new", as: cast.duties, .duties,
            [
                "officer": officer, "rule": Rule.restDaySpacing.rawValue, "from": day(1), "to": day(2),
                "basis": ExceptionBasis.ownRequest.rawValue,
            ])
        try await walk.fill(
            "/rules/opt-outs/new", at: "/rules/opt-outs/new", as: cast.duties, .duties,
            ["officer": officer, "from": day(0)])
    }

    /// A review of limited duty, which asks for nothing in words.
    func limitedDuty() async throws {
        let (officer, from, due) = (self.officer, day(-20), day(-2))
        try await api.database.admin.withConnection { connection in
            try await connection.script(
                "INSERT INTO restriction VALUES ('R900', '\(officer)', 'restricted', 'No nights', '\(from)', NULL, '\(due)')"
            )
        }
        try await walk.fill(
            "/limited-duty/{restriction}/review", at: "/limited-duty/R900/review", as: cast.sergeant, .supervisor,
            ["what": "next", "nextReview": day(7)])
        try await walk.get("/limited-duty/R900", as: cast.officer, .officer)
    }

    /// A pattern that is approved, and another that is proposed and declined.
    func patterns() async throws {
        try await walk.fill(
            "/officers/{officer}/pattern", at: "/officers/\(officer)/pattern", as: cast.sergeant, .supervisor,
            ["reviewOn": day(90)])
        let pattern: String = try await value("SELECT min(pattern_id) FROM pattern")
        let proposed = try await walk.fill(
            "/patterns/new", at: "/patterns/new", as: cast.duties, .duties,
            ["officer": officer, "pattern": pattern, "from": day(60), "anchor": day(60)])
        let page = "/patterns/\(try number(proposed, 1))"
        try await walk.fill(
            "/patterns/{consultation}/answer", at: "\(page)/answer", as: cast.officer, .officer,
            ["answer": "declined"])
        try await walk.get(page, as: cast.sergeant, .supervisor)
    }
}
