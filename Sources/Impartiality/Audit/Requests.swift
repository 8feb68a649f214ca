/// First requests up to each day, and the days of service among which they came: of one team or one command.
struct Requests: Sendable {
    private var counts: [Double] = [0]
    private var service: [Double] = [0]

    /// Closes a day with so many requests and officers in service.
    mutating func close(_ requests: Double, officers: Double) {
        counts.append(counts[counts.count - 1] + requests)
        service.append(service[service.count - 1] + officers)
    }

    /// Days closed.
    var days: Int { counts.count - 1 }

    /// Requests of the days from `start` up to, not with, `end`.
    func count(_ start: Int, _ end: Int) -> Double { counts[end] - counts[start] }

    /// Days of service of the same days.
    func service(_ start: Int, _ end: Int) -> Double { service[end] - service[start] }

    /// The year that ends four weeks ago: what is usual, untouched by what happens now.
    var pastYear: Range<Int> { max(0, days - 28 - 365)..<max(0, days - 28) }

    /// Of an ordinary command before anything is on record: 10 requests in 10,000 days of service.
    static let prior = (requests: 10.0, service: 10_000.0)
}
