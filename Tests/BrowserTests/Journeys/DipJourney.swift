import Testing

extension InABrowser {
    @Suite("A dip sample")
    struct DipJourney {
        @Test("an auditor draws one and says what they found of each item", arguments: Way.allCases)
        func drawAndJudge(way: Way) async throws {
            try await Person.walk(way) { person, stage in
                try await person.signIn("R. Vale", stage)
                try await person.follow("Dip samples")
                try await person.follow("Draw a sample")
                try await person.fill("First day", daysFromNow: -1)
                try await person.fill("Last day", daysFromNow: 0)
                try await person.fill("How many to draw", "2")
                try await person.fill("Your own seed", "dice thrown: 3 1 6 \(way.number)")
                try await person.press("Draw the sample")
                #expect(try await person.heading.hasPrefix("Dip sample DS-"))
                try await person.expects("Told by the auditor")
                try await person.follow("Say what you found of item 1")
                try await person.choose("Query: something is to be asked", in: "What you found")
                try await person.press("Put it on record")
                try await person.expects("Enter a note: what is asked")
                try await person.fill("Note", "Who else was in the room? \(way.rawValue)")
                try await person.press("Put it on record")
                try await person.expects("1 of 2")
                try await person.expects("Who else was in the room? \(way.rawValue)")
                try await person.follow("Say what you found of item 2")
                try await person.choose("Satisfied: it is in order", in: "What you found")
                try await person.press("Put it on record")
                try await person.expects("2 of 2")
                try await person.follow("All samples")
                try await person.expects("2 of 2")
            }
        }
    }
}
