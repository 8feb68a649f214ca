import Deployment
import Testing

extension InABrowser {
    @Suite("The duties office's work")
    struct DutiesJourney {
        @Test("from the board one click leads to a duty, and one more to an officer", arguments: Way.allCases)
        func board(way: Way) async throws {
            try await Person.walk(way) { person, stage in
                try await person.signIn("Ana Kerr", stage)
                try await person.follow("Board")
                try await person.choose("S002", in: "Site")
                try await person.press("Show")
                #expect(try await person.browser.path.contains("site=S002"), "filters are in the address")
                let duty = try await person.words(ofLinkTo: "/duties/")
                try await person.follow(duty)
                try await person.expects("Officers on this duty")
                let officer = try await person.words(ofLinkTo: "/officers/")
                try await person.follow(officer)
                try await person.expects("Burdens of the last 24 weeks")
                try await person.browser.back()
                try await person.follow("Who else could do this duty")
                try await person.expects("nearest first")
            }
        }

        @Test("an officer who cannot work is replaced by the smallest lawful change", arguments: Way.allCases)
        func repair(way: Way) async throws {
            try await Person.walk(way) { person, stage in
                try await person.signIn("Ana Kerr", stage)
                try await person.follow("Repairs")
                try await person.follow("An officer cannot work")
                try await person.fill("Officer", ["W00013", "W00014", "W00019"][way.number])
                try await person.fill("First day", daysFromNow: 9)
                try await person.fill("Last day", daysFromNow: 13)
                try await person.choose("Sickness", in: "Or what to record")
                try await person.press("Work out a repair")
                try await person.expects("In a sentence")
                try await person.fill("Why these changes are made", "Reported sick by telephone. \(way.rawValue).")
                try await person.choose("The welfare of those", in: "Welfare")
                try await person.press("Accept the repair")
                try await person.expects("Accepted")
            }
        }

        @Test("the slash key leads to the search, which finds an officer by number")
        func search() async throws {
            try await Person.walk(.keyboard) { person, stage in
                try await person.signIn("Ana Kerr", stage)
                try await person.browser.type("/w00032")
                try await person.press("Search")
                try await person.expects("Rowan Tate")
            }
        }
    }
}
