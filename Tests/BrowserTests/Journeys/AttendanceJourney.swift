import Deployment
import Testing

extension InABrowser {
    @Suite("What was worked")
    struct AttendanceJourney {
        @Test(
            "a whole shift is recorded in one screen; what is missing is told and nothing chosen is lost",
            arguments: Way.allCases)
        func shift(way: Way) async throws {
            try await Person.walk(way) { person, stage in
                let scenery = Scenery(stage.demonstration)
                let day = try await scenery.workedWeek().adding(1)
                try await person.signIn("Ana Kerr", stage)
                try await person.follow("Attendance")
                try await person.fill("Day", daysFromNow: day.days(since: scenery.today))
                try await person.choose(["E", "L", "N"][way.number], in: "Shift")
                try await person.press("Show")
                let names = try await officers(person)
                try #require(names.count > 2, "somebody was on duty")
                let elsewhere = try await postElsewhere(person)
                try await person.choose("Absent", in: "What \(names[0]) did")
                try await person.choose("Other post", in: "What \(names[1]) did")
                try await person.press("Record the shift")
                try await person.expects("There is a problem")
                try await person.expects("Enter the post where \(names[1]) worked")
                #expect(try await person.chosen(in: "What \(names[0]) did") == "Absent")
                try await person.fill("Other post of \(names[1])", elsewhere)
                try await person.press("Record the shift")
                try await person.expects("On record")
                try await person.expects("At \(elsewhere)")
                #expect(
                    try await person.browser.script(
                        "return [...document.querySelectorAll('main tbody tr')].filter(r => /Present/.test(r.innerText)).length"
                    ).integer == names.count - 2, "everybody else is present")
                #expect(try await !person.reads("not on record yet"), "nobody is left")
            }
        }

        /// A post of the sheet at which the second officer is not published.
        private func postElsewhere(_ person: Person) async throws -> String {
            let found = try await person.browser.script(
                """
                const posts = [...document.querySelectorAll(".shift-form tbody tr")].map(r => r.cells[1].innerText.match(/P\\d+/)[0]);
                return posts.find(post => post !== posts[1]) ?? null;
                """)
            return try #require(found.string)
        }

        /// Rank and name of everybody on the sheet.
        private func officers(_ person: Person) async throws -> [String] {
            let found = try await person.browser.script(
                """
                return [...document.querySelectorAll(".shift-form legend")].map(
                  l => l.innerText.replace(/\\s+/g, " ").trim().replace(/^What /, "").replace(/ did$/, ""))
                """)
            return found.elements?.compactMap(\.string) ?? []
        }
    }
}
