import Deployment
import Testing

extension InABrowser {
    @Suite("A roster, from the wish to its publication")
    struct RosterJourney {
        @Test(
            "one planner generates it, stops early and keeps the best, and compares it; another publishes it",
            arguments: Way.allCases)
        func generateAndPublish(way: Way) async throws {
            try await Person.walk(way) { person, stage in
                try await person.signIn("Ana Kerr", stage)
                try await person.follow("Roster")
                try await person.follow("Generate a roster")
                let before = try await earlier(person, stage)
                try await person.choose("7", in: "Days")
                try await person.choose("15 minutes", in: "Time to search")
                try await person.press("Generate")
                let version = try await stopEarly(person)
                try await person.follow("Look at version \(version)")
                try await person.follow("Compare with another version")
                try await person.fill("Compare with version", String(before))
                try await person.press("Show")
                #expect(try await person.heading == "Version \(version) and version \(before)")
                try await person.expects("Notice from today")
                try await person.follow("Roster")
                try await person.follow("Version \(version)")
                try await person.follow("Check and publish")
                try await person.expects("so a second member of the duties office publishes it")
                try await person.signOut()

                try await person.signIn("Jo Lind", stage)
                try await person.follow("Roster")
                try await person.follow("Version \(version)")
                try await person.follow("Check and publish")
                try await person.choose("I have looked at the unfilled duties", in: "Before you publish")
                try await person.fill("What is accepted with it", "Nights below target until the course ends.")
                try await person.press("Publish version \(version)")
                try await person.expects("Published. Everyone it concerns is told.")
                try await person.expects("Nights below target until the course ends.")
            }
        }

        /// A version of the same days that was made before; its number.
        private func earlier(_ person: Person, _ stage: Stage) async throws -> Int {
            let first = try await person.browser.script("return document.querySelector('[name=from]').value").string
            let monday = try #require(first.flatMap { Day(iso: $0) })
            return try await Scenery(stage.demonstration).version(from: monday, by: stage.demonstration.token("duties"))
        }

        /// Watches the job, which shows its progress by itself, until it has something to keep; the version that it keeps.
        private func stopEarly(_ person: Person) async throws -> String {
            try await person.browser.script("window.isFirst = true")
            try await person.waits(for: "Best roster so far")
            if person.way != .withoutScript {
                #expect(
                    try await person.browser.script("return window.isFirst") == true, "progress needs no new page")
            }
            try await person.press("Stop early and keep the best")
            try await person.waits(for: "Look at version")
            try await person.expects("Ana Kerr")
            return try await String(person.words(ofLinkTo: "/roster/versions/").drop { !$0.isNumber })
        }
    }
}
