import Deployment
import Testing

extension InABrowser {
    @Suite("Signing in and out")
    struct SignInJourney {
        @Test(
            "somebody signs in, looks at their sessions, and out, and the browser keeps nothing",
            arguments: Way.allCases)
        func signInAndOut(way: Way) async throws {
            try await Person.walk(way) { person, stage in
                try await person.signIn("PC Rowan Tate", stage)
                let cookie = try #require(try await person.browser.cookies().first { $0["name"]?.string == "evenhand" })
                #expect(cookie["httpOnly"]?.bool == true && cookie["sameSite"]?.string == "Lax")
                try await person.follow("My duties")
                try await person.signOut()
                try await person.expects("You are signed out")
                try await person.browser.open("/me")
                #expect(try await person.browser.path.hasPrefix("/sign-in"))
            }
        }

        @Test("a wrong password is told beside the fields and what was typed as name stays", arguments: Way.allCases)
        func wrongPassword(way: Way) async throws {
            try await Person.walk(way) { person, stage in
                try await person.browser.open("/sign-in")
                try await person.fill("Name", "Somebody Else")
                try await person.fill("Password", "not the password")
                try await person.press("Sign in")
                try await person.expects("There is a problem")
                #expect(try await person.browser.title.hasPrefix("Error: "))
                let name = try #require(try await person.browser.element(css: "#name"))
                let typed = try await person.browser.script(on: name, "return arguments[0].value")
                #expect(typed == "Somebody Else")
            }
        }
    }
}
