import Deployment
import Testing

extension InABrowser {
    @Suite("A case before the Gold group")
    struct GoldJourney {
        @Test("two people in one case: each is shown what the other writes, and keeps their own text")
        func twoPeople() async throws {
            try await Person.walk(.pointer) { first, stage in
                try await Person.walk(.pointer) { second, _ in
                    try await first.signIn("Supt Wren Ashby", stage)
                    try await second.signIn("Ch Supt Noor Reed", stage)
                    let number = try await first.words(ofLinkTo: "/cases/G-")
                    try await second.browser.open("/cases/\(number)")
                    try await second.follow("Add a note")
                    try await second.fill("Note", "Written second.")
                    try await second.browser.script("window.isFirst = true")

                    try await first.browser.open("/cases/\(number)")
                    try await first.follow("Add a note")
                    try await first.fill("Note", "Written first.")
                    try await first.press("Add the note")
                    try await first.browser.script("window.isFirst = true")

                    try await second.waits(for: "Written first.")
                    try await second.expects("New since you looked")
                    #expect(try await second.browser.script("return window.isFirst") == true, "no new page was needed")
                    try await second.expects("Written second.", in: "Note")
                    try await second.press("Add the note")
                    try await second.expects("Somebody else wrote in this case since you opened the form.")
                    try await second.expects("Written second.", in: "Note")
                    try await second.press("Add the note")
                    try await second.expects("Written second.")

                    try await first.waits(for: "Written second.")
                    try await first.expects("Ch Supt Noor Reed")
                    #expect(try await first.browser.script("return window.isFirst") == true, "no new page was needed")
                }
            }
        }

        @Test("a case goes from the queue to its outcome with independent advice", arguments: Way.allCases)
        func caseToOutcome(way: Way) async throws {
            try await Person.walk(way) { person, stage in
                try await person.signIn("Supt Wren Ashby", stage)
                let number = try await person.words(ofLinkTo: "/cases/G-")
                try await person.follow(number)
                try await person.press("Claim the case")
                try await person.expects("The case is yours until you release it")
                try await person.follow("Convene: terms of reference")
                try await person.fill("Terms of reference", "What led to it, and does the rule need to change?")
                try await person.press("Convene the case")
                try await person.follow("Ask an independent adviser")
                try await person.choose("Dr P. Nandy", in: "Independent adviser")
                try await person.fill("Question to the adviser", "How does this look from outside?")
                try await person.press("Ask for advice")
                try await person.follow("Close the case")
                try await person.expects("\(number) cannot close yet")
                try await person.signOut()

                try await person.signIn("Dr P. Nandy", stage)
                try await person.follow(number)
                try await person.fill("Your advice", "Say how often it happens, and to whom.")
                try await person.press("Send the advice")
                try await person.signOut()

                try await person.signIn("Supt Wren Ashby", stage)
                try await person.browser.open("/cases/\(number)")
                try await answer(person)
                try await person.browser.open("/cases/\(number)")
                try await person.expects("Closed")
            }
        }

        private func answer(_ person: Person) async throws {
            try await person.follow("Answer advice")
            let advice = try await person.options(of: "Advice")[0]
            try await person.choose(advice, in: "Advice")
            try await person.choose("Accepted", in: "Whether the advice is accepted")
            try await person.fill("Why", "It is fair to ask.")
            try await person.press("Answer the advice")
            try await person.follow("Record a decision")
            try await person.fill("Decision", "A slip of the hand; the rule held. Nothing further.")
            try await person.press("Record the decision")
            try await person.follow("Record a learning point")
            try await person.fill("Learning point", "Say on the page who may decide.")
            try await person.press("Record the learning point")
            try await person.follow("Close the case")
            let outcome = try await person.browser.script(
                "return document.querySelector(\"input[name='outcome']\")?.labels[0].innerText.trim() ?? null")
            try await person.choose(outcome.string ?? "", in: "Outcome")
            try await person.fill("Why this outcome", "Explained.")
            try await person.press("Close the case")
        }
    }
}
