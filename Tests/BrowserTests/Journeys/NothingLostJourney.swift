import Deployment
import Testing

extension InABrowser {
    @Suite("Nothing lost, nothing doubled")
    struct NothingLostJourney {
        @Test("a session that ends in the middle of the long form loses nothing of it", arguments: Way.allCases)
        func expiredSession(way: Way) async throws {
            try await Person.walk(way) { person, stage in
                try await person.signIn("Sgt Mina Hale", stage)
                try await person.follow("Start a full form")
                let grounds = "A long text, typed for a quarter of an hour. \(way.rawValue)"
                try await person.fill("Grounds", grounds)
                try await signOutElsewhere(stage)
                try await person.press("Save and continue")
                try await person.expects("What you typed is kept on this page")
                try await person.fill("Name", "Sgt Mina Hale")
                try await person.fill("Password", stage.demonstration.password)
                try await person.press("Sign in and go on")
                try await person.press("Send what you typed")
                try await person.expects("There is a problem")
                try await person.expects(grounds, in: "Grounds")
            }
        }

        private func signOutElsewhere(_ stage: Stage) async throws {
            let browser = try await Browser.start(stage.driver, origin: stage.demonstration.origin)
            let elsewhere = Person(browser: browser, way: .pointer)
            try await elsewhere.signIn("Sgt Mina Hale", stage)
            try await browser.open("/sessions")
            try await elsewhere.press("Sign out everywhere")
            await browser.end()
        }

        @Test("a second click while the first is on its way sends nothing twice")
        func doubleClick() async throws {
            try await Person.walk(.pointer) { person, stage in
                try await person.signIn("PC Rowan Tate", stage)
                let before = try await concerns(person)
                try await person.follow("Raise a concern")
                try await person.fill("What it is about", "Clicked twice.")
                try await person.browser.script(
                    """
                    const button = document.querySelector("main form.entry button");
                    button.click();
                    button.click();
                    """)
                for _ in 0..<100 where try await !person.heading.hasPrefix("Concern C-") {
                    try await Task.sleep(for: .milliseconds(100))
                }
                #expect(try await concerns(person) == before + 1)
            }
        }

        private func concerns(_ person: Person) async throws -> Int {
            try await person.follow("Concerns")
            return try await person.browser.script(
                "return document.querySelectorAll(\"main a[href^='/concerns/C-']\").length"
            ).integer ?? 0
        }
    }
}
