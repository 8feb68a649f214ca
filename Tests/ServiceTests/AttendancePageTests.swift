import Deployment
import FoundationEssentials
import Records
import TestDatabase
import Testing

@testable import Service

@Suite("The shift that attendance is entered for")
struct AttendancePageTests {
    @Test("is the one that runs, which before the first of the day is the last of the day before")
    func running() async throws {
        try await withAPI { api in
            let day = try #require(Day(iso: "2026-07-08"))
            let shifts = try await AttendanceSheet.read(day: day, shift: nil, asOf: Date(), in: api.house.pool).shifts
            let first = try #require(shifts.first)
            let before = try await AttendanceSheet.running(
                asOf: first.startsAt.addingTimeInterval(-60), in: api.house.pool)
            #expect(before.day == day.adding(-1) && before.shift?.id == shifts.last?.id)
            for shift in shifts {
                let sheet = try await AttendanceSheet.running(asOf: shift.startsAt, in: api.house.pool)
                #expect(sheet.day == day && sheet.shift?.id == shift.id)
            }
        }
    }

    @Test("leads to the shifts before and after it")
    func steps() async throws {
        try await withAPI { api in
            let visitor = try await Visitor.signed(api.cast.duties, .duties, api)
            let page = try await visitor.get("/attendance?day=2026-07-08&shift=E").text
            #expect(page.contains("day=2026-07-07&amp;shift=N\" rel=\"prev\""))
            #expect(page.contains("day=2026-07-08&amp;shift=L\" rel=\"next\""))
        }
    }
}
