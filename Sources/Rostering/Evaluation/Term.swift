/// The terms of the cost, named as in FORMAT.md.
package enum Term: String, CaseIterable, Sendable {
    case belowMin, belowTarget, shifts, minRun, maxNights, splitWeekend, maxWeekends
    case request, changedShift, workedRestDay, burden, siteRepeat
}

/// The hard rules of FORMAT.md; a roster that breaks one is worth nothing.
package enum HardRule: String, CaseIterable, Sendable {
    case oneDutyADay = "H1"
    case skillsInCurrency = "H2"
    case available = "H3"
    case restBetweenDuties = "H4"
    case daysInARow = "H5"
    case onlyWhatIsWanted = "H6"
}
