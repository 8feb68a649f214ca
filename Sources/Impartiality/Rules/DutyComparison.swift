/// Compares the duties worked on a day with those published, when the days in which to record the cause are over.
struct DutyComparison: Sendable {
    /// Days after the duty within which its cause must be on record.
    static let grace: Int32 = 3
    private static let absent: Int32 = -2

    /// The post that each officer worked on the day in hand; `absent` between the days.
    private var worked: [Int32] = []

    /// Flags what is still without a cause `grace` days after the duty.
    mutating func close(
        _ today: Int32, of history: History, relief: ReliefOnRecord, into flags: inout [AuditFlag]
    ) {
        worked.append(contentsOf: repeatElement(Self.absent, count: max(0, history.officers.count - worked.count)))
        let day = today - Self.grace
        let (workers, places) = (history.worked.officer, history.worked.post)
        let workedRows = history.worked.rows(day)
        for row in workedRows { worked[Int(workers[row])] = places[row] }
        defer { for row in workedRows { worked[Int(workers[row])] = Self.absent } }
        let (officers, posts) = (history.published.officer, history.published.post)
        for row in history.published.rows(day) {
            let (officer, post) = (officers[row], posts[row])
            let place = worked[Int(officer)]
            // Reserve called to a post is what the reserve is for.
            if place == post || (post < 0 && place >= 0) { continue }
            let isAbsent = place == Self.absent
            if relief.hasSwap(officer, daysAgo: Self.grace) { continue }
            if isAbsent, relief.isAway(officer, on: day, in: history) { continue }
            let shift = history.published.shift[row]
            if relief.isRelieved(officer, on: day, post: post, shift: shift, in: history) { continue }
            flags.append(
                AuditFlag(
                    raisedOn: today, pattern: .undocumented,
                    subjects: post < 0 ? [.officer(officer)] : [.officer(officer), .post(post)], evidence: .rule,
                    firstEvent: day, lastEvent: day, detail: isAbsent ? "absent" : "moved"))
        }
    }
}
