import Deployment
import HTTPTypes
import Records
import Service
import Testing

@Suite("The calendar's private address")
struct CalendarPageTests {
    @Test("a calendar is read by its address alone, a new address ends the old one, and none works once revoked")
    func address() async throws {
        try await withAPI { api in
            let officer = try await Visitor.signed(api.cast.person(.officer), .officer, api)
            let program = Visitor(api)
            var addresses: [String] = []
            for _ in 0..<2 {
                try await officer.get("/me/calendar")
                let page = try await officer.post("/me/calendar/make")
                let link = try #require(page.text.split(separator: "href=\"/calendar/").dropFirst().first)
                addresses.append("/calendar/" + link.prefix { $0 != "\"" })
                let answer = try await program.get(addresses[addresses.count - 1])
                #expect(answer.status == 200)
                #expect(answer.headers[.contentType]?.hasPrefix("text/calendar") == true)
                #expect(answer.text.hasPrefix("BEGIN:VCALENDAR\r\n") && answer.text.hasSuffix("END:VCALENDAR\r\n"))
            }
            #expect(addresses[0] != addresses[1])
            #expect(try await program.get(addresses[0]).status == 404)
            try await officer.get("/me/calendar")
            try await officer.post("/me/calendar/revoke")
            #expect(try await program.get(addresses[1]).status == 404)
        }
    }

    @Test("a duty that was swapped away is told as cancelled, under the name it had and with a higher number")
    func cancelled() async throws {
        try await withAPI { api in
            try await AttendanceRouteTests.free(api)
            let colleague = try await AttendanceRouteTests.colleague(api)
            let (own, other) = (try #require(api.cast.officer.officer), try #require(colleague.officer))
            let ids = try await AttendanceRouteTests.publish(api, [(own, 40), (other, 42), (own, 44)])
            let officer = try await Visitor.signed(api.cast.officer, .officer, api)
            try await officer.get("/me/calendar")
            let page = try await officer.post("/me/calendar/make")
            let link = try #require(page.text.split(separator: "href=\"/calendar/").dropFirst().first)
            let address = "/calendar/" + link.prefix { $0 != "\"" }
            func events() async throws -> [[String]] {
                let text = try await Visitor(api).get(address).text
                return text.split(separator: "BEGIN:VEVENT\r\n").dropFirst().map {
                    $0.split(separator: "\r\n").map(String.init)
                }
            }
            let before = try await events()
            #expect(before.count == 2)
            #expect(before.allSatisfy { $0.contains("SEQUENCE:0") && $0.contains("STATUS:CONFIRMED") })

            let swaps = api.house.swaps
            let swap = try await swaps.ask(
                gives: Int64(ids[0]), takes: Int64(ids[1]), by: api.cast.officer.account)
            try await swaps.take(.agreed, swap, by: colleague.account)
            _ = try await swaps.approve(swap, welfareConsidered: true, by: api.cast.inspector.account)
            let after = try await events()
            #expect(after.count == 3)
            let gone = after.filter { $0.contains("STATUS:CANCELLED") }
            #expect(gone.count == 1 && gone.first?.contains("UID:duty-\(ids[0])@evenhand") == true)
            #expect(gone.first?.contains("SEQUENCE:1") == true)
            let names = after.flatMap { $0.filter { $0.hasPrefix("UID:") } }
            #expect(Set(names).count == 3)
            #expect(Set(before.flatMap { $0.filter { $0.hasPrefix("UID:") } }).isSubset(of: names))
        }
    }
}
