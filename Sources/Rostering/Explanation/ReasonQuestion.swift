internal import Deployment

/// Questions by id, as a person types them; what is unknown is named.
extension Problem {
    /// Index of the duty "POST,DAY,SHIFT"; the day is a number of the horizon or an ISO date.
    ///
    /// - Throws: every part that the problem does not know, or that no such duty is wanted.
    package func duty(named text: String, in field: String = "--duty") throws(ProblemError) -> Int {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        var faults = FaultList()
        guard parts.count >= 3 else {
            faults.add(field, "\(text) is not POST,DAY,SHIFT")
            throw ProblemError(faults: faults.faults)
        }
        let (postID, shiftID) = (parts.dropLast(2).joined(separator: ","), parts[parts.count - 1])
        let post = postIndex[postID]
        let shift = shiftIndex[shiftID]
        let day = dayNumber(parts[parts.count - 2])
        faults.need(post != nil, field, "unknown post \(postID)")
        faults.need(day != nil, field, dayRule(parts[parts.count - 2]))
        faults.need(shift != nil, field, "unknown shift \(shiftID) (there are \(shiftIDs.joined(separator: ", ")))")
        try faults.check()
        guard let post, let day, let shift, let index = duty(post: post, day: day, shift: shift) else {
            faults.add(field, "\(postID) wants nobody on \(shiftID) of day \(parts[parts.count - 2])")
            throw ProblemError(faults: faults.faults)
        }
        return index
    }

    /// Index of an officer.
    ///
    /// - Throws: that the problem does not know the id.
    package func officer(named id: String, in field: String = "--officer") throws(ProblemError) -> Int {
        guard let officer = officerIndex[id] else {
            throw ProblemError(faults: [ProblemError.Fault(pointer: field, rule: "unknown officer \(id)")])
        }
        return officer
    }

    /// A day of the horizon, from its number or an ISO date.
    ///
    /// - Throws: that it is neither, or lies outside the horizon.
    package func day(named text: String, in field: String) throws(ProblemError) -> Int {
        guard let day = dayNumber(text) else {
            throw ProblemError(faults: [ProblemError.Fault(pointer: field, rule: dayRule(text))])
        }
        return day
    }

    private func dayNumber(_ text: String) -> Int? {
        let number = Int(text) ?? Day(iso: text).map { $0.days(since: start) }
        return number.flatMap { (0..<days).contains($0) ? $0 : nil }
    }

    private func dayRule(_ text: String) -> String {
        "day \(text) is no day of the horizon, 0 to \(days - 1) (\(start) to \(start.adding(days - 1)))"
    }
}
