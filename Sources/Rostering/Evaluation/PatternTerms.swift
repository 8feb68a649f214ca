/// What departures from the rostered pattern and from requests cost.
extension Term {
    /// `request`: the weight of each request whose unwanted shift or day is worked.
    static func request(_ row: OfficerRow) -> Int {
        let broken = row.problem.officers.requests[row.officer].filter { request in
            row.duties.contains { $0.day == request.day && (request.shift == nil || request.shift == $0.shift) }
        }
        return row.problem.weights.request * broken.reduce(0) { $0 + $1.weight }
    }

    /// `changedShift`: each day worked on another shift than rostered; a rest day is not charged here.
    static func changedShift(_ row: OfficerRow) -> Int {
        row.duties.reduce(0) { sum, duty in
            let rostered = Int(row.problem.officers.rostered[row.problem.cell(row.officer, duty.day)])
            return rostered >= 0 && rostered != duty.shift ? sum + row.problem.weights.changedShift[duty.day] : sum
        }
    }

    /// `workedRestDay`: each rostered rest day worked.
    static func workedRestDay(_ row: OfficerRow) -> Int {
        row.duties.reduce(0) { sum, duty in
            let rostered = row.problem.officers.rostered[row.problem.cell(row.officer, duty.day)]
            return rostered < 0 ? sum + row.problem.weights.workedRestDay[duty.day] : sum
        }
    }
}
