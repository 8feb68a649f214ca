import FoundationEssentials

/// When a notification goes out, and whether alone or in a digest (ux 6.4).
///
/// Changes inside 14 days go at once, others in the daily digest at the start of the police day; supervisors get one
/// digest as their tour starts, and what is urgent at once. A pause holds everything but decisions about oneself and what
/// concerns the next seven days.
package struct DispatchRule: Sendable, Equatable {
    /// What is known of a notification.
    package struct Notice: Sendable, Equatable {
        package var createdAt: Date
        /// The day it is about.
        package var onDay: Day?
        package var answerBy: Date?
        package var isUrgent: Bool
        /// False for decisions about oneself and legal notices.
        package var isPausable: Bool

        /// A notification.
        package init(
            createdAt: Date, onDay: Day? = nil, answerBy: Date? = nil, isUrgent: Bool = false, isPausable: Bool = true
        ) {
            self.createdAt = createdAt
            self.onDay = onDay
            self.answerBy = answerBy
            self.isUrgent = isUrgent
            self.isPausable = isPausable
        }
    }

    /// What is known of the person.
    package struct Recipient: Sendable, Equatable {
        /// Told as a supervisor, not as an officer about their own duty.
        package var isSupervisor: Bool
        package var pausedUntil: Date?
        /// Wants no messages outside the service: a pause without end.
        package var wantsNone: Bool
        /// The start of their first tour after the notification was made.
        package var nextTour: Date?

        /// A person.
        package init(
            isSupervisor: Bool = false, pausedUntil: Date? = nil, wantsNone: Bool = false, nextTour: Date? = nil
        ) {
            self.isSupervisor = isSupervisor
            self.pausedUntil = pausedUntil
            self.wantsNone = wantsNone
            self.nextTour = nextTour
        }
    }

    /// What is to be done with a notification now.
    package enum Decision: Sendable, Equatable {
        /// It goes out as a message of its own.
        case alone
        /// It goes out with everything else that is due for this person.
        case digest
        /// It is looked at again then.
        case later(Date)
        /// It stays on the person's page: they want nothing sent.
        case onPage
    }

    /// The moment of decision.
    package let now: Date
    let today: Day
    let dayStart: Int
    let tellAtOnce: Int
    let noPauseWithin: Int

    /// The rule with the figures in force at `now`. Throws `RuleFigureMissing`.
    package init(_ figures: RuleFigures, now: Date) throws(RuleFigureMissing) {
        self.now = now
        let minutes = DispatchRule.minutes(now)
        let civil = LondonClock.day(atAbsoluteMinutes: minutes)
        dayStart = try figures("day_start", on: civil)
        tellAtOnce = try figures("tell_at_once", on: civil)
        noPauseWithin = try figures("no_pause_within", on: civil)
        today = minutes >= LondonClock.absoluteMinutes(civil, dayStart) ? civil : civil.adding(-1)
    }

    /// Decides for one notification and one person.
    package func decide(_ notice: Notice, for recipient: Recipient) -> Decision {
        if let held = hold(notice, for: recipient) { return held }
        if notice.isUrgent || !notice.isPausable { return .alone }
        if !recipient.isSupervisor, isWithin(tellAtOnce, notice.onDay) { return .alone }
        let digest = digestTime(notice, recipient)
        if digest <= now { return .digest }
        // A digest that comes after the time for the answer would be no telling.
        if let answerBy = notice.answerBy, answerBy <= digest { return .alone }
        return .later(digest)
    }

    /// What a pause does to a notification; nil when nothing holds it.
    private func hold(_ notice: Notice, for recipient: Recipient) -> Decision? {
        guard notice.isPausable, !isWithin(noPauseWithin, notice.onDay) else { return nil }
        let until = recipient.wantsNone ? nil : recipient.pausedUntil
        guard recipient.wantsNone || until.map({ $0 > now }) == true else { return nil }
        // While it waits its day comes nearer; then it is no longer held.
        let near = notice.onDay.map { start(of: $0.adding(-noPauseWithin)) }
        guard let end = [until, near].compactMap({ $0 }).min() else { return .onPage }
        return .later(end)
    }

    /// Whether a day is at most this far ahead of the police day; days gone by are.
    private func isWithin(_ days: Int, _ day: Day?) -> Bool {
        day.map { $0.days(since: today) <= days } ?? false
    }

    /// A supervisor's own tour where one starts within a day, else the start of the police day after the notification.
    private func digestTime(_ notice: Notice, _ recipient: Recipient) -> Date {
        let made = LondonClock.day(atAbsoluteMinutes: DispatchRule.minutes(notice.createdAt))
        let morning = [made, made.adding(1)].map(start(of:)).first { $0 > notice.createdAt } ?? notice.createdAt
        guard recipient.isSupervisor, let tour = recipient.nextTour, tour > notice.createdAt,
            tour <= notice.createdAt.addingTimeInterval(86_400)
        else { return morning }
        return tour
    }

    private func start(of day: Day) -> Date {
        Date(timeIntervalSince1970: Double(LondonClock.absoluteMinutes(day, dayStart)) * 60)
    }

    private static func minutes(_ moment: Date) -> Int {
        Int((moment.timeIntervalSince1970 / 60).rounded(.down))
    }
}
