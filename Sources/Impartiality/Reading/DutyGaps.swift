/// Days of a history that were lost: without any duty, in a force too large to have such a day.
///
/// A few officers may all rest on one day, so an empty day proves nothing there. A force with twenty or more duties on an
/// average day guards posts round the clock, and a day without one is a part that was not exported: read on, everybody
/// published on it would look like an absentee. Of a file without rows nothing is said here.
struct DutyGaps {
    /// Duties of a day, on the average of the days that have any, from which an empty day is a gap.
    static let least = 20

    /// Runs of empty days, in order.
    let runs: [ClosedRange<Int32>]

    var isEmpty: Bool { runs.isEmpty }

    /// Whether duties were published in such a force and none of them is on record as worked.
    static func isWorkMissing(published: Postings, worked: Postings) -> Bool {
        let filled = (0..<Int32(published.days)).count { !published.rows($0).isEmpty }
        return worked.count == 0 && filled > 0 && published.count >= filled * least
    }

    init(_ postings: Postings, lastDay: Int32) {
        let empty = (0...lastDay).filter { postings.rows($0).isEmpty }
        let filled = Int(lastDay) + 1 - empty.count
        guard filled > 0, postings.count >= filled * DutyGaps.least else {
            runs = []
            return
        }
        var runs: [ClosedRange<Int32>] = []
        for day in empty {
            if let last = runs.last, last.upperBound == day - 1 {
                runs[runs.count - 1] = last.lowerBound...day
            } else {
                runs.append(day...day)
            }
        }
        self.runs = runs
    }
}
