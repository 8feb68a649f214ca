import FoundationEssentials

/// What happens to a message that waits for its answer (ux 6.4, after Use of force): daily until due, one overdue, a day
/// later the next rank, then nothing. PostgreSQL's `remind_due` does it; a test compares the two.
package struct ReminderRhythm: Sendable, Equatable {
    /// One step.
    package enum Step: Sendable, Equatable {
        /// A reminder before the time is up: the newest that is due, counted in days since the message.
        case reminder(Int)
        /// The one message after it.
        case overdue
        /// Those who answer for the person are told; the last step.
        case nextRank
    }

    /// Seconds between two steps: the figure `reminder_rhythm`.
    package let interval: Double

    /// The rhythm with this many hours between two steps.
    package init(hours: Int) {
        interval = Double(max(1, hours)) * 3600
    }

    /// The step that is due at a moment; nil before the first and after the last.
    ///
    /// - Parameters:
    ///   - last: the last reminder's number, 0 before the first.
    ///   - overdueAt: when the overdue message was made.
    ///   - isOver: whether the next rank has been told.
    package func step(
        createdAt: Date, answerBy: Date, last: Int = 0, overdueAt: Date? = nil, isOver: Bool = false, now: Date
    ) -> Step? {
        guard !isOver else { return nil }
        if let overdueAt { return now >= overdueAt.addingTimeInterval(interval) ? .nextRank : nil }
        guard now < answerBy else { return .overdue }
        let days = Int((now.timeIntervalSince(createdAt) / interval).rounded(.down))
        return days > last ? .reminder(days) : nil
    }

    /// The next step after a moment and when it comes, if nobody answers; nil after the last.
    package func next(
        createdAt: Date, answerBy: Date, overdueAt: Date? = nil, isOver: Bool = false, after now: Date
    ) -> (step: Step, at: Date)? {
        guard !isOver else { return nil }
        if let overdueAt { return (.nextRank, max(now, overdueAt.addingTimeInterval(interval))) }
        guard now < answerBy else { return (.overdue, now) }
        let days = max(1, Int((now.timeIntervalSince(createdAt) / interval).rounded(.down)) + 1)
        let reminder = createdAt.addingTimeInterval(Double(days) * interval)
        return reminder < answerBy ? (.reminder(days), reminder) : (.overdue, answerBy)
    }
}
