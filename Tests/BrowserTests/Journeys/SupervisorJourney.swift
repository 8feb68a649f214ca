import Deployment
import Testing

extension InABrowser {
    @Suite("A supervisor's work")
    struct SupervisorJourney {
        @Test(
            "a short form takes an officer off at once; what is missing is told and nothing typed is lost",
            arguments: Way.allCases)
        func shortForm(way: Way) async throws {
            try await Person.walk(way) { person, stage in
                try await person.signIn("Sgt Mina Hale", stage)
                try await person.follow("Record a short form")
                // Not the inspector, whom a sergeant cannot decide about.
                let officer = try await person.options(of: "Officer").filter { !$0.hasPrefix("Dele") }[way.number]
                try await person.choose(officer, in: "Officer")
                try await person.choose("All armed duty", in: "Which duties")
                try await person.choose("Acute welfare event", in: "Category")
                try await person.choose("The officer would not respond", in: "Emergency response there")
                try await person.fill("Welfare, in a line", "Shaken after a call from home; driven there.")
                try await person.fill("Impartiality, in a line", "All armed duty; anybody would get this.")
                try await person.choose("I did", in: "Who raised it")
                try await person.press("Record and take the officer off")
                try await person.expects("There is a problem")
                try await person.expects("Shaken after a call from home; driven there.", in: "Welfare, in a line")
                try await person.fill("Reason", "Bad news from home at the start of the shift.")
                try await person.press("Record and take the officer off")
                #expect(try await person.heading.contains(officer), "the record is shown")
                try await person.expects("Short form, owed in full")
                try await person.expects("The full form is owed by")
            }
        }

        @Test(
            "the full form is filled section by section by two people, checked, and decided by a third",
            arguments: Way.allCases)
        func fullForm(way: Way) async throws {
            try await Person.walk(way) { person, stage in
                try await person.signIn("Sgt Mina Hale", stage)
                try await person.follow("Start a full form")
                let officer = try await person.options(of: "Officer")[3 + way.number]
                try await person.choose(officer, in: "Officer")
                try await person.choose("All armed duty", in: "Which duties")
                try await person.fill("Start date", daysFromNow: 30)
                try await person.fill("Start time", "08:00")
                try await person.fill("End date", daysFromNow: 33)
                try await person.fill("End time", "08:00")
                try await person.fill("Review date", daysFromNow: 32)
                try await person.fill("Review time", "09:00")
                try await person.choose("Acute welfare event", in: "Category")
                try await person.choose("The officer would not respond", in: "Emergency response there")
                try await person.choose("I did", in: "Who raised it")
                try await person.fill(
                    "Grounds", "Armed duty as such; nothing about any one post. Way: \(way.rawValue).")
                try await person.press("Save and continue")
                try await person.expects("Every section is saved as you go")
                let number = try await String(person.heading.prefix { $0 != ":" })
                try await person.follow("Welfare assessment")
                try await person.fill("Welfare assessment", "A loss in the family. Help was offered and taken.")
                try await person.press("Save and continue")
                try await person.signOut()

                try await person.signIn("Ch Insp Ida Roe", stage)
                try await person.browser.open("/decisions/\(number)/tasks")
                try await person.follow("Impartiality assessment")
                try await person.fill("Impartiality assessment", "Anybody with these facts would get the same.")
                try await person.press("Save and continue")
                try await person.signOut()

                try await person.signIn("Insp Dele Marsh", stage)
                try await person.browser.open("/decisions/\(number)/check")
                try await person.expects("What this causes")
                try await person.follow("Decide")
                try await person.choose("Grant it", in: "Decision")
                try await person.fill("Reason", "A fresh loss: armed duty can wait some days. \(way.rawValue).")
                try await person.fill("Alternatives considered", "Unarmed duty beside a colleague was considered.")
                try await person.press("Continue to check answers")
                try await person.press("Record this decision")
                try await person.browser.open("/decisions/\(number)")
                try await person.expects("Granted")
                try await read(person, number)
            }
        }

        /// Sealed text is shown for a purpose only, and the reading is on record.
        private func read(_ person: Person, _ number: String) async throws {
            try await person.follow("Read sealed text")
            let purpose = "Before the review of \(number), by \(person.way.rawValue)"
            try await person.choose("Grounds", in: "Text to read")
            try await person.fill("Purpose", purpose)
            try await person.press("Read and put on record")
            try await person.expects("nothing about any one post")
        }
    }
}
