/// How much notice a change gives, and what that makes of it.
package struct ChangeNotice: Sendable, Equatable, Codable {
    /// How a planner sees it (ux.md 5.1): over three months, 15 days and more, less, or after the last midnight.
    package enum Band: String, CaseIterable, Sendable, Codable {
        case free, full, short
        case late
    }

    /// Clear days by the police day; negative when the duty day has begun or is over.
    package let clearDays: Int
    /// The first day that the change touches.
    package let dutyDay: Day
    /// The police day on which it was made.
    package let noticedOn: Day
    package let band: Band

    /// Whether the midnight before the duty had passed: then only a recall is open.
    package var isLate: Bool { band == .late }

    /// The notice of a change made at `noticedAt`, in minutes since 1970-01-01 00:00 UTC. Throws `RuleFigureMissing`.
    ///
    /// Notice is counted by the police day, but its last moment is midnight of the calendar day before (PNB 86/9).
    package init(noticedAt: Int, dutyDay: Day, figures: RuleFigures) throws(RuleFigureMissing) {
        let calendarDay = LondonClock.day(atAbsoluteMinutes: noticedAt)
        let police = PoliceDay(start: try figures("day_start", on: calendarDay))
        self.dutyDay = dutyDay
        noticedOn = police.day(atAbsoluteMinutes: noticedAt)
        clearDays = police.clearDays(noticedAt: noticedAt, dutyDay: dutyDay)
        if calendarDay >= dutyDay {
            band = .late
        } else if clearDays >= (try figures("free_change_notice", on: dutyDay)) {
            band = .free
        } else {
            band = clearDays >= (try figures("rest_day_full_notice", on: dutyDay)) ? .full : .short
        }
    }

    /// One sentence for people.
    package var words: String {
        let days = clearDays == 1 ? "1 clear day" : "\(max(clearDays, 0)) clear days"
        return switch band {
        case .free: "\(days) of notice: a change needs no exigency."
        case .full, .short: "\(days) of notice."
        case .late: "The midnight before the duty has passed: a recall."
        }
    }
}
