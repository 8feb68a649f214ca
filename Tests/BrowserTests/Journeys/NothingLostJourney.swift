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

        @Test("Back after recording shows an empty form, and nothing is recorded twice", arguments: Way.allCases)
        func back(way: Way) async throws {
            try await Person.walk(way) { person, stage in
                try await person.signIn("PC Rowan Tate", stage)
                let before = try await concerns(person)
                try await person.follow("Raise a concern")
                try await person.fill("What it is about", "Recorded once. \(way.rawValue)")
                try await person.press("Raise the concern")
                #expect(try await person.heading.hasPrefix("Concern C-"))
                try await person.browser.refresh()
                #expect(try await person.heading.hasPrefix("Concern C-"), "loading it again sends nothing")
                try await person.browser.back()
                if way != .withoutScript { try await expectEmpty(person) }
                // Without script the form may stand there as it was sent; sent again, it leads to the same concern.
                try await person.press("Raise the concern")
                #expect(try await concerns(person) == before + 1)
            }
        }

        /// The form comes back empty; the browser may show for a moment what it kept.
        private func expectEmpty(_ person: Person) async throws {
            for _ in 0..<100 {
                let typed = try? await person.browser.script(
                    "return document.querySelector('form.entry textarea').value")
                if typed == "" { break }
                try await Task.sleep(for: .milliseconds(100))
            }
            try await person.expects("", in: "What it is about")
        }

        @Test(
            "whoever leaves a short form is asked first where something is typed, and only there",
            arguments: [Way.pointer, .keyboard])
        func leaving(way: Way) async throws {
            try await Person.walk(way) { person, stage in
                try await person.signIn("Sgt Mina Hale", stage)
                try await person.follow("Record a short form")
                #expect(try await isAsked(person) == "no", "nothing was typed")
                try await person.follow("My team")
                try await person.follow("Record a short form")
                try await person.fill("Reason", "Half a sentence, typed at a gate.")
                #expect(try await isAsked(person) == "yes")
            }
        }

        /// Leaves the page by a link; whether the page has the browser ask first. The driver answers that question with yes.
        private func isAsked(_ person: Person) async throws -> String? {
            // The window's name outlives its page.
            try await person.browser.script(
                "addEventListener('beforeunload', event => { window.name = event.defaultPrevented ? 'yes' : 'no'; })")
            try await person.follow("Board")
            return try await person.browser.script("return window.name").string
        }

        private func concerns(_ person: Person) async throws -> Int {
            try await person.follow("Concerns")
            return try await person.browser.script(
                "return document.querySelectorAll(\"main a[href^='/concerns/C-']\").length"
            ).integer ?? 0
        }
    }
}
