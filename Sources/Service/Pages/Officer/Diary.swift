import Deployment
import FoundationEssentials
import Postgres
import Records

/// A month of the calendar.
struct DiaryMonth: Sendable, Equatable {
    let first: Day

    /// The month of a day.
    init(of day: Day) {
        first = day.adding(1 - day.civil.day)
    }

    /// Reads `2026-12`; nil for anything else, and for years that no roster is made for.
    init?(_ text: String) {
        guard let first = Day(iso: text + "-01"), (1996...2999).contains(first.civil.year) else { return nil }
        self.first = first
    }

    var next: DiaryMonth { DiaryMonth(of: first.adding(31)) }
    var previous: DiaryMonth { DiaryMonth(of: first.adding(-1)) }
    var last: Day { next.first.adding(-1) }

    /// As addresses name it: `2026-12`.
    var code: String { String(first.description.prefix(7)) }

    private static let names = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    /// "December 2026".
    var words: String { "\(DiaryMonth.names[first.civil.month - 1]) \(first.civil.year)" }

    /// Mondays of the weeks that the month touches.
    var weeks: [Day] { stride(from: first.monday.number, through: last.number, by: 7).map { Day(number: $0) } }
}

/// What an officer's page of duties shows.
struct Diary: Sendable {
    var month: DiaryMonth
    var today: Day
    /// Duties of the month, in order.
    var duties: [StandingDeployment] = []
    /// The duty that goes on or comes next, in whatever month it is.
    var next: StandingDeployment?
    var waiting: [WaitingNotice] = []
    /// The officer's own part of changes that touch the month.
    var changes: [ChangeRecord] = []
    /// The next page of changes.
    var more: String?
    /// What the places of these duties are called.
    var places = PlaceNames()
}

/// Duties in words.
enum DutyWords {
    /// "07:00 to 19:00 GMT"; both zones where the clock changes in between.
    static func times(_ duty: StandingDeployment) -> String {
        let (starts, ends) = (clock(duty.startsAt), clock(duty.endsAt))
        return starts.zone == ends.zone
            ? "\(starts.face) to \(ends.face) \(ends.zone)"
            : "\(starts.face) \(starts.zone) to \(ends.face) \(ends.zone)"
    }

    /// Where it is. A covert post is named nowhere but in the duties office; its officer is told there.
    static func place(_ duty: StandingDeployment, _ places: PlaceNames = PlaceNames()) -> String {
        duty.isCovert ? "Duty, site \(duty.site)" : "\(places.called(duty.post)), \(places.site(duty.site))"
    }

    /// The names of the places of duties; of covert posts none is read.
    static func places(of duties: [StandingDeployment], in pool: Pool) async throws -> PlaceNames {
        try await PlaceNames.read(duties.flatMap { [$0.post, $0.site] }, in: pool)
    }

    private static func clock(_ moment: Date) -> (face: String, zone: String) {
        let absolute = Int((moment.timeIntervalSince1970 / 60).rounded(.down))
        let civil = LondonClock.civilMinutes(atAbsoluteMinutes: absolute)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        return ("\(two(civil % 1440 / 60)):\(two(civil % 60))", civil == absolute ? "GMT" : "BST")
    }
}
