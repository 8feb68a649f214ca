import Deployment
import Testing

extension InABrowser {
    @Suite("An officer's own pages")
    struct OfficerJourney {
        @Test(
            "an officer sees their duties and records, and makes and revokes a calendar address",
            arguments: Way.allCases)
        func ownPages(way: Way) async throws {
            try await Person.walk(way) { person, stage in
                try await person.signIn("PC Rowan Tate", stage)
                try await person.expects("Next duty")
                try await person.follow("As a list")
                try await person.follow("My records")
                try await person.follow(person.words(ofLinkTo: "/me/records/ND-"))
                try await person.expects("What was weighed and decided")
                try await person.follow("My records")
                try await person.follow("Who read sensitive text about me")
                try await person.follow("Calendar")
                try await person.press("Make an address")
                try await person.expects("/calendar/")
                try await person.follow("Calendar")
                try await person.press("Revoke")
                try await person.expects("Revoked")
            }
        }

        @Test("an officer raises a concern in confidence, and the supervisor answers it", arguments: Way.allCases)
        func concern(way: Way) async throws {
            try await Person.walk(way) { person, stage in
                let text = "I am uneasy at that gate since Sunday. <b>Not bold</b> \u{202E}turned. \(way.rawValue)"
                try await person.signIn("PC Rowan Tate", stage)
                try await person.follow("Concerns")
                try await person.follow("Raise a concern")
                try await person.fill("What it is about", text)
                try await person.press("Raise the concern")
                let number = try await person.browser.script("return document.body.innerText.match(/C-\\d+/)[0]")
                try await person.signOut()

                try await person.signIn("Insp Dele Marsh", stage)
                try await person.browser.open("/concerns/\(number.string ?? "")")
                try await person.follow("Take it on")
                try await person.press("Take it on")
            }
        }
    }
}
