import Deployment
import Foundation
import Postgres
import Records

extension DemoStory {
    /// Records the shifts that are over as they were published, but for one officer who was absent and of whom no row says why.
    func worked(_ period: DemoPeriod, _ cast: DemoCast) async throws {
        let shifts = try await shiftsOver(period)
        guard let first = shifts.first, let last = shifts.last else { return }
        let days = "\(DemoClock.text(first.day)) to \(DemoClock.text(last.day))"
        try await step("Record what was worked: \(shifts.count) shifts of \(days)") {
            let gap = try await gap(in: period)
            let attendance = AttendanceRecords(pool: pool)
            for shift in shifts {
                let entries = shift.standing.map { standing in
                    standing.deployment == gap?.deployment
                        ? AttendanceEntry(officer: standing.officer, status: .absent)
                        : AttendanceEntry(officer: standing.officer, status: .worked, post: standing.post)
                }
                _ = try await attendance.record(
                    day: shift.day, shift: shift.shift, entries: entries, by: cast.planner.id)
            }
            let count = shifts.reduce(0) { $0 + $1.standing.count }
            Terminal.say("  \(Terminal.grouped(count)) entries; the shift that runs now is for you to enter")
            guard let gap else { return }
            _ = try await DueWork(pool: pool).askDueQuestions(asOf: Date())
            for person in [cast.sergeant, cast.inspector] {
                let asked = try await Questions(pool: pool).list(for: person.id).items
                guard let question = asked.first(where: { $0.officer == gap.officer && $0.isMine }) else { continue }
                Terminal.say(
                    """
                      \(gap.officer) was absent on \(DemoClock.text(gap.day)), and no row says why
                      \(person.name) is asked why: QU-\(question.id); unanswered it goes to Gold
                    """)
                return
            }
            throw DemoFault("nobody is asked why \(gap.officer) was absent")
        }
    }

    /// A shift that is over, with who stood where by the published roster.
    private struct ShiftOver {
        let day: Day
        let shift: String
        var standing: [(deployment: Int64, officer: String, post: String)] = []
    }

    private func shiftsOver(_ period: DemoPeriod) async throws -> [ShiftOver] {
        let rows = try await pool.withConnection { connection in
            try await connection.query(
                """
                SELECT day, shift_id, deployment_id, officer_id, post_id FROM standing_deployment s
                WHERE day >= \(period.from) AND upper(during) <= now()
                    AND NOT EXISTS (SELECT FROM attendance a WHERE a.day = s.day AND a.shift_id = s.shift_id)
                ORDER BY lower(during), shift_id, post_id, officer_id
                """)
        }
        var shifts: [ShiftOver] = []
        for row in rows {
            let (day, shift): (Day, String) = (try row.decode("day"), try row.decode("shift_id"))
            if shifts.last?.day != day || shifts.last?.shift != shift {
                shifts.append(ShiftOver(day: day, shift: shift))
            }
            shifts[shifts.count - 1].standing.append(
                (try row.decode("deployment_id"), try row.decode("officer_id"), try row.decode("post_id")))
        }
        return shifts
    }

    /// A duty of the story's team, over for longer than the time in which a row may still come.
    private func gap(in period: DemoPeriod) async throws -> (deployment: Int64, officer: String, day: Day)? {
        try await pool.withConnection { connection in
            try await connection.query(
                """
                SELECT s.deployment_id, s.officer_id, s.day FROM standing_deployment s JOIN officer o USING (officer_id)
                WHERE s.day >= \(period.from) AND upper(s.during) < now() - interval '13 hours'
                    AND o.team_id = \(DemoCast.team) AND o.rank = 'PC'
                ORDER BY s.day DESC, s.deployment_id LIMIT 1
                """
            ).first.map { try ($0.decode("deployment_id"), $0.decode("officer_id"), $0.decode("day")) }
        }
    }
}
