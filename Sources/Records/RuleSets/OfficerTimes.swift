import Deployment
import Postgres

/// Officers with their tours and marks while they are read, and as they stood before a change.
struct OfficerTimes {
    let start: Day
    let days: Int
    let judged: ClosedRange<Day>
    /// Which days of each pattern's cycle are rest days.
    var cycles: [String: [Bool]] = [:]
    private(set) var officers: [DutyTimes.Officer] = []
    private var places: [String: Int] = [:]
    /// Days without a pattern, on which a course counts from Monday to Friday.
    private var hasPattern: [[Bool]] = []

    init(start: Day, days: Int, judged: ClosedRange<Day>) {
        self.start = start
        self.days = days
        self.judged = judged
    }

    /// The arrays that the rules read.
    var flat: DutyTimes {
        let first = judged.lowerBound.days(since: start)
        return DutyTimes(
            start: start, days: days, judged: first..<(judged.upperBound.days(since: start) + 1), officers: officers)
    }

    /// The days of a stretch, counted from the first and cut to those that are read.
    func offsets(_ from: Day, _ to: Day?) -> Range<Int> {
        let first = max(0, from.days(since: start))
        let end = min(days, (to?.days(since: start) ?? days) + 1)
        return first..<max(first, end)
    }

    /// Takes tours away from officers and gives them others, in place.
    mutating func exchange(taking: [(String, DutyTimes.Tour)], giving: [(String, DutyTimes.Tour)]) {
        for (officer, tour) in taking {
            guard let place = places[officer] else { continue }
            if let index = officers[place].tours.firstIndex(of: tour) { officers[place].tours.remove(at: index) }
        }
        for (officer, tour) in giving {
            guard let place = places[officer] else { continue }
            let index = officers[place].tours.firstIndex { $0.start > tour.start } ?? officers[place].tours.count
            officers[place].tours.insert(tour, at: index)
        }
    }

    mutating func takeOfficer(_ row: Row, known: [Bool]) throws {
        let id: String = try row.decode("officer_id")
        let joined = try row.decode("joined_on", as: Day.self).days(since: start)
        let left = try row.decode("left_on", as: Day?.self)?.days(since: start) ?? Int.max
        let marks = (0..<days).map { day -> DutyTimes.Marks in
            if day < joined { return .notJoined }
            return known[day] && day <= left ? .known : []
        }
        places[id] = officers.count
        officers.append(DutyTimes.Officer(id: id, rank: try row.decode("rank"), tours: [], marks: marks))
        hasPattern.append([Bool](repeating: false, count: days))
    }

    mutating func takePattern(_ row: Row) throws {
        guard let place = places[try row.decode("officer_id")], let cycle = cycles[try row.decode("pattern_id")],
            !cycle.isEmpty
        else { return }
        let anchor = try row.decode("anchor_day", as: Day.self).days(since: start)
        for day in offsets(try row.decode("from_day"), try row.decode("to_day")) {
            let index = (day - anchor) % cycle.count
            hasPattern[place][day] = true
            if cycle[index < 0 ? index + cycle.count : index] { officers[place].marks[day].insert(.restDay) }
        }
    }

    mutating func takeRestDay(_ row: Row) throws {
        guard let place = places[try row.decode("officer_id")] else { return }
        let day: Day = try row.decode("rest_day")
        for offset in offsets(day, day) { officers[place].marks[offset].insert(.restDay) }
    }

    /// Leave and sickness do not count; a course, court and the like are duty on the days that the officer would work.
    mutating func takeAbsence(_ row: Row) throws {
        guard let place = places[try row.decode("officer_id")] else { return }
        let kind: String = try row.decode("kind")
        for day in offsets(try row.decode("from_day"), try row.decode("to_day")) {
            switch kind {
            case "leave", "sickness", "post_incident": officers[place].marks[day].insert(.excluded)
            case "lieu": continue
            default:
                let works =
                    hasPattern[place][day]
                    ? !officers[place].marks[day].contains(.restDay) : start.adding(day).weekday < 5
                if works { officers[place].marks[day].insert(.otherDuty) }
            }
        }
    }

    mutating func takeOptOut(_ row: Row) throws {
        guard let place = places[try row.decode("officer_id")] else { return }
        for day in offsets(try row.decode("from_day"), try row.decode("to_day")) {
            officers[place].marks[day].insert(.optedOut)
        }
    }

    mutating func takeTours(_ row: Row) throws {
        guard let place = places[try row.decode("officer_id")] else { return }
        let days = try row.decode("days", as: NumberList.self).numbers
        let starts = try row.decode("starts", as: NumberList.self).numbers
        let ends = try row.decode("ends", as: NumberList.self).numbers
        officers[place].tours = zip(days, zip(starts, ends)).map {
            DutyTimes.Tour(start: $1.0, end: $1.1, day: $0)
        }.sorted { $0.start < $1.start }
    }
}
