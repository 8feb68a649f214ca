/// Running sums over one officer's days, so that every average of a window is a subtraction; reused from officer to officer.
struct OfficerSums {
    /// Minutes of duty before each day, tours and other duty.
    private(set) var minutes: [Int]
    /// Days before each day that do not count towards the weekly average and would have been worked.
    private(set) var excluded: [Int]
    /// Days with duty before each day.
    private(set) var worked: [Int]
    /// Tours with enough night time to make a night worker, before each day.
    private(set) var nights: [Int]
    /// Tours before each day.
    private(set) var tours: [Int]
    /// Rest days before each day: known, without duty and not excluded.
    private(set) var rest: [Int]
    /// Known days before each day that are not excluded.
    private(set) var countable: [Int]
    /// The days with duty, in order, and the minutes before each of them.
    private(set) var workedDays: [Int] = []

    private var ofDay: [Int]
    private var nightsOfDay: [Int]
    private var toursOfDay: [Int]

    /// Sums for so many days.
    init(days: Int) {
        let empty = [Int](repeating: 0, count: days + 1)
        (minutes, excluded, worked, nights, tours, rest, countable) = (empty, empty, empty, empty, empty, empty, empty)
        (ofDay, nightsOfDay, toursOfDay) = (empty, empty, empty)
        workedDays.reserveCapacity(days)
    }

    /// Whether the officer has a tour on a day.
    func hasTour(_ day: Int) -> Bool { toursOfDay[day] > 0 }

    /// Minutes of duty in the days of a window.
    func minutes(_ window: Range<Int>) -> Int { minutes[window.upperBound] - minutes[window.lowerBound] }

    /// Takes up an officer. Linear in days and tours.
    mutating func take(_ times: DutyTimes, _ officer: Int, _ terms: RuleTerms) {
        for day in 0..<times.days {
            ofDay[day] = 0
            nightsOfDay[day] = 0
            toursOfDay[day] = 0
        }
        for place in times.range(officer) {
            let tour = times.tours[place]
            guard tour.day >= 0, tour.day < times.days else { continue }
            ofDay[tour.day] += tour.end - tour.start
            toursOfDay[tour.day] += 1
            if terms.nightMinutes(tour) >= terms.nightWorker { nightsOfDay[tour.day] += 1 }
        }
        workedDays.removeAll(keepingCapacity: true)
        for day in 0..<times.days {
            let mark = times.mark(officer, day)
            let elsewhere = mark.contains(.otherDuty) && toursOfDay[day] == 0
            let isWorked = toursOfDay[day] > 0 || elsewhere
            let isAway = mark.contains(.excluded)
            minutes[day + 1] = minutes[day] + ofDay[day] + (elsewhere ? terms.normalDay : 0)
            let makesUp = (isAway || mark.contains(.optedOut)) && !mark.contains(.restDay)
            excluded[day + 1] = excluded[day] + (makesUp ? 1 : 0)
            worked[day + 1] = worked[day] + (isWorked ? 1 : 0)
            nights[day + 1] = nights[day] + nightsOfDay[day]
            tours[day + 1] = tours[day] + toursOfDay[day]
            let counts = mark.contains(.known) && !isAway
            countable[day + 1] = countable[day] + (counts ? 1 : 0)
            rest[day + 1] = rest[day] + (counts && !isWorked ? 1 : 0)
            if isWorked { workedDays.append(day) }
        }
    }
}
