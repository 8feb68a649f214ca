/// A roster of a competition problem; a day without an assignment is a day off.
package struct CompetitionRoster: Sendable, Equatable {
    /// One nurse at work on one day, by the indices of the problem.
    package struct Assignment: Sendable, Hashable {
        /// Index of the nurse.
        package var nurse: Int
        /// Day of the horizon.
        package var day: Int
        /// Index of the shift.
        package var shift: Int
        /// Index of the skill she serves with.
        package var skill: Int

        /// An assignment.
        package init(nurse: Int, day: Int, shift: Int, skill: Int) {
            self.nurse = nurse
            self.day = day
            self.shift = shift
            self.skill = skill
        }
    }

    /// The assignments. Of several on one nurse's day the first counts, the others break H1.
    package var assignments: [Assignment]

    /// A roster of these assignments; nothing is checked here.
    package init(assignments: [Assignment]) {
        self.assignments = assignments
    }

    /// The assignments by day, then nurse; those of one nurse's day keep their order.
    var byDay: [Assignment] {
        assignments.enumerated().sorted {
            ($0.element.day, $0.element.nurse, $0.offset) < ($1.element.day, $1.element.nurse, $1.offset)
        }.map(\.element)
    }
}
