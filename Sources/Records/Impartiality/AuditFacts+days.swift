import Deployment

extension AuditFacts {
    /// The same facts day by day, from the one after `before`: what became known on each. O(facts), levels once a day.
    package func byDay(after before: Day) -> [AuditFacts] {
        var cursor = (published: 0, worked: 0, moves: 0, decisions: 0, absences: 0, currencies: 0, seasons: 0)
        guard before < through else { return [] }
        return (1...through.days(since: before)).map { offset in
            let day = before.adding(offset)
            var part = AuditFacts(through: day)
            part.published = take(published, &cursor.published) { $0.day <= day }
            part.worked = take(worked, &cursor.worked) { $0.day <= day }
            part.moves = take(moves, &cursor.moves) { max($0.recorded, $0.day) <= day }
            part.decisions = take(decisions, &cursor.decisions) { $0.recorded <= day }
            part.absences = take(absences, &cursor.absences) { $0.recorded <= day }
            part.currencies = take(currencies, &cursor.currencies) { $0.from <= day }
            part.seasons = take(seasons, &cursor.seasons) { $0.from <= day }
            part.levels = levels.filter { $0.from <= day && $0.to.map { $0 >= day } ?? true }
            part.ends = ends
            return part
        }
    }

    /// The rows from a place on that came by then; they are in the order in which they came.
    private func take<Row>(_ rows: [Row], _ place: inout Int, _ came: (Row) -> Bool) -> [Row] {
        let start = place
        while place < rows.count, came(rows[place]) { place += 1 }
        return Array(rows[start..<place])
    }
}
