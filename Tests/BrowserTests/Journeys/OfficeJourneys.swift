import Deployment
import Testing

extension InABrowser {
    @Suite("Auditors and administrators")
    struct OfficeJourneys {
        @Test(
            "an auditor reads a quarter, looks for a reader, and finds the state of the ledger", arguments: Way.allCases
        )
        func auditor(way: Way) async throws {
            try await Person.walk(way) { person, stage in
                try await person.signIn("R. Vale", stage)
                try await person.expects("withheld")
                try await person.follow("Access log")
                try await person.fill("Reader's name has", "Marsh")
                try await person.press("Show")
                #expect(try await person.browser.path.contains("reader=Marsh"), "filters are in the address")
                try await person.follow("Ledger")
                try await person.expects("Newest checkpoint")
            }
        }

        @Test("an administrator makes an account and gives it one more role", arguments: Way.allCases)
        func administrator(way: Way) async throws {
            try await Person.walk(way) { person, stage in
                try await person.signIn("Administrator", stage)
                try await person.follow("Make an account")
                let name = "A. Newcomer \(way.number)"
                try await person.fill("Name", name)
                try await person.choose("Auditor", in: "Roles")
                try await person.press("Make the account")
                #expect(try await person.heading == name)
                try await person.choose("Independent adviser", in: "Role")
                try await person.press("Give this role")
                try await person.expects("Independent adviser")
            }
        }
    }
}
