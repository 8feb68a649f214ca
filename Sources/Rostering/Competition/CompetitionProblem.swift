/// A problem of the Second International Nurse Rostering Competition (INRC-II) over its whole horizon.
///
/// INRC2.md beside this file tells the formats and the rules. Everything is by dense index: nurses, shifts, skills and
/// contracts in the order of the scenario, days from 0 (the Monday of the first week) to `days` - 1 (the last Sunday).
/// A value from the reader or from `sample` keeps every rule of the formats; nothing is checked here.
package struct CompetitionProblem: Sendable, Equatable {
    /// A shift type.
    package struct Shift: Sendable, Equatable {
        /// Name, unique among the shifts.
        package var id: String
        /// Least and most days in a row on this same shift.
        package var run: ClosedRange<Int>
    }

    /// A contract.
    package struct Contract: Sendable, Equatable {
        /// Name, unique among the contracts.
        package var id: String
        /// Least and most assignments, those of the history included.
        package var total: ClosedRange<Int>
        /// Least and most days in a row at work, on any shift.
        package var work: ClosedRange<Int>
        /// Least and most days off in a row.
        package var off: ClosedRange<Int>
        /// Most weekends with work on at least one of the two days, those of the history included.
        package var mostWeekends: Int
        /// Whether a weekend is to be worked on both days or on none.
        package var completeWeekends: Bool
    }

    /// A nurse.
    package struct Nurse: Sendable, Equatable {
        /// Name, unique among the nurses.
        package var id: String
        /// Index of the contract.
        package var contract: Int
        /// Indices of the skills, ascending.
        package var skills: [Int]
    }

    /// What a nurse did up to the day before day 0.
    ///
    /// Either `lastShift` is nil and `sameShift` and `worked` are 0, or `off` is 0 and 1 <= `sameShift` <= `worked`.
    package struct History: Sendable, Equatable {
        /// Assignments so far.
        package var assignments: Int
        /// Weekends worked so far.
        package var weekends: Int
        /// Shift of the day before day 0; nil for a day off.
        package var lastShift: Int?
        /// Days in a row on `lastShift`, up to the day before day 0.
        package var sameShift: Int
        /// Days in a row at work, up to the day before day 0.
        package var worked: Int
        /// Days off in a row, up to the day before day 0.
        package var off: Int
    }

    /// How many nurses a slot (day, shift, skill) asks for; `minimum` <= `optimal`.
    package struct Cover: Sendable, Equatable {
        /// Nurses it must have.
        package var minimum: Int
        /// Nurses it should have.
        package var optimal: Int
    }

    /// A nurse's wish not to work.
    package struct Request: Sendable, Hashable {
        /// Index of the nurse.
        package var nurse: Int
        /// Day of the horizon.
        package var day: Int
        /// The shift she asks not to work; nil for all of them (the day off).
        package var shift: Int?
    }

    /// The scenario's name.
    package var name: String
    /// Weeks of the horizon, at least 1.
    package var weeks: Int
    /// Names of the skills, each once.
    package var skills: [String]
    /// The shift types.
    package var shifts: [Shift]
    /// `forbidden[before * shifts.count + after]`: whether `after` may not follow `before` on the next day.
    package var forbidden: [Bool]
    /// The contracts.
    package var contracts: [Contract]
    /// The nurses.
    package var nurses: [Nurse]
    /// One history a nurse, in the order of `nurses`.
    package var history: [History]
    /// One entry a slot, `demand[slot(day:shift:skill:)]`; 0 and 0 where the files ask for nobody.
    package var demand: [Cover]
    /// The wishes by nurse, day and shift; of any (nurse, day, shift) at most one holds, see `distinct(_:)`.
    package var requests: [Request]

    /// Days of the horizon.
    package var days: Int { 7 * weeks }

    /// Index into `demand`: days outermost, then shifts, then skills.
    package func slot(day: Int, shift: Int, skill: Int) -> Int {
        (day * shifts.count + shift) * skills.count + skill
    }

    /// Whether `after` may not be worked on the day after `before`.
    package func isForbidden(_ before: Int, then after: Int) -> Bool {
        forbidden[before * shifts.count + after]
    }

    /// The requests sorted, each once, and without those for one shift on a day that is asked off as a whole.
    ///
    /// A day worked against several wishes costs once, so the sum over these requests is the cost.
    package static func distinct(_ requests: [Request]) -> [Request] {
        let known = Set(requests)
        return known.filter { request in
            request.shift == nil || !known.contains(Request(nurse: request.nurse, day: request.day, shift: nil))
        }.sorted { ($0.nurse, $0.day, $0.shift ?? -1) < ($1.nurse, $1.day, $1.shift ?? -1) }
    }
}
