import Deployment
import Testing

@Suite("Days")
struct DayTests {
    @Test(
        "the text of a day is read back",
        arguments: ["1970-01-01", "2000-02-29", "2027-12-31", "0001-01-01", "9999-12-31", "1969-12-31"])
    func text(iso: String) throws {
        #expect(try #require(Day(iso: iso)).description == iso)
    }

    @Test(
        "what is no day is refused",
        arguments: [
            "", "2027-02-29", "2100-02-29", "2027-13-01", "2027-00-10", "2027-1-1", "2027-01-32", "20270101",
            "2027-01-0a", " 2027-01-01", "0000-01-01", "2027-01-01T00", "２０２７-01-01",
        ])
    func noDay(text: String) {
        #expect(Day(iso: text) == nil)
    }

    @Test("days follow each other without gaps for four centuries, and weekdays with them")
    func calendar() throws {
        var day = try #require(Day(iso: "1900-01-01"))
        #expect(day.weekday == 0)
        var (year, month, date) = day.civil
        for _ in 0..<146_097 {
            let next = day.adding(1)
            let civil = next.civil
            let follows =
                civil.year == year && civil.month == month && civil.day == date + 1
                || civil.year == year && civil.month == month + 1 && civil.day == 1 && date >= 28
                || civil.year == year + 1 && civil.month == 1 && civil.day == 1 && month == 12 && date == 31
            guard follows, next.weekday == (day.weekday + 1) % 7,
                Day(year: civil.year, month: civil.month, day: civil.day) == next
            else {
                Issue.record("\(day) is followed by \(next)")
                return
            }
            (year, month, date) = civil
            day = next
        }
        #expect(day.description == "2300-01-01")
    }

    @Test("differences are whole days, and Monday begins the week")
    func arithmetic() throws {
        let (first, last) = (try #require(Day(iso: "2027-02-27")), try #require(Day(iso: "2027-03-02")))
        #expect(last.days(since: first) == 3)
        #expect(first < last)
        #expect(first.monday.description == "2027-02-22")
        #expect(first.monday.monday == first.monday)
    }
}
