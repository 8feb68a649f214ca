import Deployment
import Records
import Rostering

/// The shifts of a period by wall clock and in absolute time, and the form in which the roster format gets them.
///
/// The format counts every day as 1440 minutes. In the night in which the London clock changes that would let an officer
/// rest an hour too little (spring) or make one rest an hour too much (autumn). So a duty that ends before the change and
/// can be followed across it gets a shift of its own, such as `L@2027-03-27`, whose length is chosen so that the
/// format's arithmetic allows exactly the next duties that absolute time allows. A duty that spans the change ends at
/// its wall-clock time and needs none.
struct ShiftCalendar: Sendable {
    let start: Day
    let days: Int
    let restMinutes: Int
    private let shifts: [Planning.Shift]
    private let index: [String: Int]
    private var variants: [DayShift: ProblemDocument.Shift] = [:]
    private var bases: [String: String] = [:]

    private struct DayShift: Hashable {
        var day: Int
        var shift: String
    }

    /// Days before the period whose duties may be followed by one in it.
    private static let eve = 4

    /// Finds every duty that needs a shift of its own; throws `ProblemBuildError` where none can say the truth.
    init(_ planning: Planning) throws(ProblemBuildError) {
        start = planning.from
        days = planning.days
        restMinutes = planning.restMinutes
        shifts = planning.shifts
        index = Dictionary(uniqueKeysWithValues: planning.shifts.enumerated().map { ($1.id, $0) })
        for day in -Self.eve..<planning.days where isNearChange(day) {
            for shift in planning.shifts {
                try admit(shift, day, endsAt: window(shift, day).end)
            }
        }
    }

    /// Every shift of the problem: those of the record, then the variants.
    var problemShifts: [ProblemDocument.Shift] {
        shifts.map {
            ProblemDocument.Shift(id: $0.id, startMinute: $0.startMinute, minutes: $0.minutes, night: $0.night)
        }
            + variants.values.sorted { $0.id < $1.id }
    }

    /// Ids of the shifts of the record.
    var ids: [String] { shifts.map(\.id) }

    /// The problem's id of a shift on a day of the period or before it.
    func problemID(_ shift: String, on day: Int) -> String {
        variants[DayShift(day: day, shift: shift)]?.id ?? shift
    }

    /// The record's id of a shift of the problem.
    func recordID(_ problemID: String) -> String {
        bases[problemID] ?? problemID
    }

    /// The shift of the record with this id.
    func shift(_ id: String) -> Planning.Shift? {
        index[id].map { shifts[$0] }
    }

    /// Start and end in minutes since 1970 UTC, as the function `london` of the database has them.
    func window(_ shift: Planning.Shift, _ day: Int) -> (start: Int, end: Int) {
        let date = start.adding(day)
        return (
            LondonClock.absoluteMinutes(date, shift.startMinute),
            LondonClock.absoluteMinutes(date, shift.startMinute + shift.minutes)
        )
    }

    /// Gives the duty a shift of its own if the format would misjudge what may follow its end, in minutes since 1970 UTC.
    ///
    /// Also for a standing duty whose window is not that of its shift any more.
    mutating func admit(_ shift: Planning.Shift, _ day: Int, endsAt end: Int) throws(ProblemBuildError) {
        // The format allows a follower where minutes <= slack; absolute time says which followers it must allow.
        var most = Int.max
        var refused = Int.min
        let reach = day + 2 + (shift.startMinute + shift.minutes + restMinutes) / 1440
        for next in (day + 1)...reach {
            for follower in shifts {
                let slack = (next - day) * 1440 + follower.startMinute - shift.startMinute - restMinutes
                if window(follower, next).start - end >= restMinutes {
                    most = min(most, slack)
                } else {
                    refused = max(refused, slack)
                }
            }
        }
        if refused < shift.minutes && shift.minutes <= most { return }
        // A follower that begins in the hour that spring skips can make both impossible: then rest is kept too long.
        let least = max(1, refused + 1)
        // The length that makes the arithmetic right for whatever begins at noon of the next day.
        let noon = LondonClock.absoluteMinutes(start.adding(day + 1), 720)
        let wanted = 1440 + 720 - shift.startMinute - (noon - end)
        let minutes = max(least, min(wanted, most))
        guard minutes <= 1440 else {
            throw ProblemBuildError(
                "shift \(shift.id) of \(start.adding(day)) is too long to be followed across the change of the clock")
        }
        let id = "\(shift.id)@\(start.adding(day))"
        let key = DayShift(day: day, shift: shift.id)
        if let other = variants[key], other.minutes >= minutes { return }
        variants[key] = ProblemDocument.Shift(
            id: id, startMinute: shift.startMinute, minutes: minutes, night: shift.night)
        bases[id] = shift.id
    }

    private func isNearChange(_ day: Int) -> Bool {
        (-1...3).contains { LondonClock.jump(inNightOf: start.adding(day + $0)) != 0 }
    }
}
