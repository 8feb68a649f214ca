import Deployment
import Testing

@Suite("London's clock")
struct LondonClockTests {
    private static func day(_ text: String) throws -> Day {
        try #require(Day(iso: text))
    }

    @Test("in winter the clock shows universal time, in summer an hour more")
    func seasons() throws {
        let winter = try LondonClockTests.day("2027-01-15")
        #expect(LondonClock.absoluteMinutes(winter, 600) == winter.number * 1440 + 600)
        let summer = try LondonClockTests.day("2027-07-15")
        #expect(LondonClock.absoluteMinutes(summer, 600) == summer.number * 1440 + 540)
    }

    @Test("the night in which clocks go forward has 23 hours, the one in which they go back 25")
    func lengths() throws {
        func hours(_ text: String) throws -> Int {
            let day = try LondonClockTests.day(text)
            return (LondonClock.absoluteMinutes(day.adding(1), 0) - LondonClock.absoluteMinutes(day, 0)) / 60
        }
        #expect(try hours("2027-03-28") == 23)
        #expect(try hours("2027-10-31") == 25)
        #expect(try hours("2027-10-30") == 24)
    }

    @Test("the jump lies in the night of the Saturday")
    func jumps() throws {
        #expect(LondonClock.jump(inNightOf: try LondonClockTests.day("2027-03-27")) == 60)
        #expect(LondonClock.jump(inNightOf: try LondonClockTests.day("2027-03-28")) == 0)
        #expect(LondonClock.jump(inNightOf: try LondonClockTests.day("2027-10-30")) == -60)
        #expect(LondonClock.jump(inNightOf: try LondonClockTests.day("2027-10-23")) == 0)
    }

    @Test("every moment of a year lies on the day whose midnight it follows")
    func days() throws {
        let first = try LondonClockTests.day("2027-01-01")
        for day in (0..<365).map({ first.adding($0) }) {
            let (begins, ends) = (LondonClock.absoluteMinutes(day, 0), LondonClock.absoluteMinutes(day.adding(1), 0))
            for minute in [begins, begins + 1, ends - 1] {
                #expect(LondonClock.day(atAbsoluteMinutes: minute) == day)
            }
        }
    }
}
