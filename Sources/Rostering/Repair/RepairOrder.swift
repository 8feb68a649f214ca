/// One link of a repair: an officer takes a duty, and leaves another duty of the same day for it or was free.
package struct RepairLink: Hashable, Sendable {
    /// Index of the officer.
    package var officer: Int
    /// Index of the duty taken.
    package var takes: Int
    /// Index of the duty left; nil where the officer was free that day.
    package var leaves: Int?
    /// The vacancy at the head of the chain, as an index of `Repair.vacancies`.
    package var vacancy: Int
    /// Links between the head of the chain and this one; 0 for the officer who fills the vacancy itself.
    package var depth: Int

    /// A link.
    package init(officer: Int, takes: Int, leaves: Int?, vacancy: Int, depth: Int) {
        self.officer = officer
        self.takes = takes
        self.leaves = leaves
        self.vacancy = vacancy
        self.depth = depth
    }
}

/// What a repair is asked for.
///
/// The problem is the one after the event: the officer who fell out is unavailable in it, the site has its new level, the
/// guard its demand. The base is the roster before the event.
package struct RepairOrder: Sendable {
    /// A duty that wants more officers than it has.
    package struct Vacancy: Hashable, Sendable {
        /// Index of the duty.
        package var duty: Int
        /// Places to fill, at least 1.
        package var places: Int

        /// Some places of a duty.
        package init(duty: Int, places: Int) {
            self.duty = duty
            self.places = places
        }
    }

    /// An officer chosen by a person for one vacancy, or for a duty that a chosen officer leaves.
    package struct Choice: Hashable, Sendable {
        /// Index of the duty to take.
        package var duty: Int
        /// Index of the officer; nil to leave the place empty.
        package var officer: Int?

        /// A choice.
        package init(duty: Int, officer: Int?) {
            self.duty = duty
            self.officer = officer
        }
    }

    /// Placements of the base that fall away; each opens one place of its duty.
    package var withdrawn: [Placement] = []
    /// Places to fill besides those that fall vacant.
    package var vacancies: [Vacancy] = []
    /// What is decided already, in order: heads of chains, and after each head what follows it.
    package var choices: [Choice] = []
    /// Duties that have begun, by index: nobody takes or leaves them.
    package var begun: Set<Int> = []
    /// Price of each officer-day that differs from the base, beside the cost of the roster.
    package var pricePerChange = 25
    /// By day, the least weight of a duty below its minimum for which a rostered rest day is worked; empty for any duty.
    package var restDayWeight: [Int] = []
    /// Most trials of one officer on one duty.
    package var work = 1_000_000
    /// Most officers in a chain.
    package var chain = 3

    /// An order for nothing.
    package init() {}

    /// An order for the duties of some days from which a row of the problem takes an officer off.
    package init(
        problem: Problem, base: [Placement], without officer: Int, on days: ClosedRange<Int>, begun: Set<Int> = []
    ) {
        self.begun = begun
        withdrawn = base.filter { placement in
            guard placement.officer == officer, days.contains(placement.day),
                let duty = problem.duty(post: placement.post, day: placement.day, shift: placement.shift),
                !begun.contains(duty)
            else { return false }
            let bar = problem.bar(officer, problem.duties[duty])?.0
            return bar == .unavailable || bar == .excluded
        }
    }

    /// An order for every place below target on some posts on some days, save duties that have begun.
    package init(
        problem: Problem, base: [Placement], posts: Set<Int>, on days: ClosedRange<Int>, begun: Set<Int> = []
    ) {
        let staffing = Staffing(problem, base)
        self.begun = begun
        for (index, duty) in problem.duties.enumerated()
        where days.contains(duty.day) && posts.contains(duty.post) && !begun.contains(index) {
            let places = duty.target - staffing.filled[index]
            if places > 0 { vacancies.append(Vacancy(duty: index, places: places)) }
        }
    }
}

extension Problem {
    /// Index of an officer; nil for an unknown id.
    package func index(officer id: String) -> Int? { officerIndex[id] }

    /// Index of a post; nil for an unknown id.
    package func index(post id: String) -> Int? { postIndex[id] }

    /// Index of a shift; nil for an unknown id.
    package func index(shift id: String) -> Int? { shiftIndex[id] }
}
