import Deployment
import HTTPTypes
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
}
