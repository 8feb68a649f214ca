/// What a pattern counted for a flag: the numbers behind its sentence, its picture and its statement of chance.
package struct Finding: Sendable, Equatable {
    /// Events seen, such as reliefs at the mission.
    package var observed: Double
    /// Events expected of an impartial command.
    package var expected: Double
    /// Occasions on which it could have happened, such as postings offered.
    package var opportunities: Double
    /// From the start of the evidence: the day, and evidence against the threshold (natural logarithm of their ratio; 0 flags).
    package var course: [Course]
    /// The days of the events on which it rests.
    package var events: [Int32]
    /// Those with whom it was compared: rate observed and expected of each, the subject first.
    package var comparison: [Peer]
    /// Whether they are compared over the days of the evidence; otherwise over all that is on record.
    package var comparesSameDays: Bool

    package init(
        observed: Double, expected: Double, opportunities: Double, course: [Course] = [], events: [Int32] = [],
        comparison: [Peer] = [], comparesSameDays: Bool = false
    ) {
        self.observed = observed
        self.expected = expected
        self.opportunities = opportunities
        self.course = course
        self.events = events
        self.comparison = comparison
        self.comparesSameDays = comparesSameDays
    }

    /// The evidence at the end of a day.
    package struct Course: Sendable, Equatable {
        package var day: Int32
        /// ln(evidence / threshold).
        package var logRatio: Double

        package init(day: Int32, logRatio: Double) {
            self.day = day
            self.logRatio = logRatio
        }
    }

    /// One member of the comparison group.
    package struct Peer: Sendable, Equatable {
        package var subject: Subject
        package var observed: Double
        package var expected: Double

        package init(subject: Subject, observed: Double, expected: Double) {
            self.subject = subject
            self.observed = observed
            self.expected = expected
        }
    }
}
