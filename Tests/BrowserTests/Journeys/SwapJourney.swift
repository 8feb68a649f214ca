import Deployment
import Testing

extension InABrowser {
    @Suite("Two officers swap duties")
    struct SwapJourney {
        /// What the colleague chooses as their own password.
        private static let password = "three words of my own"

        @Test(
            "one asks, the other agrees, a supervisor sees what it brings and approves it", arguments: Way.allCases)
        func wholeWay(way: Way) async throws {
            try await Person.walk(way) { person, stage in
                let scenery = Scenery(stage.demonstration)
                let exchange = try await scenery.exchanges(1)[0]
                let colleague = try await scenery.account(of: exchange.officer)
                let once = try await oneTimePassword(of: colleague, person, stage)
                let number = try await ask(exchange, in: exchange.day.days(since: scenery.today), person, stage)

                try await choosePassword(colleague, once, person)
                try await person.follow("Swaps")
                try await person.follow(number)
                try await person.follow("Agree to the swap")
                try await person.expects("What it means for you")
                try await person.press("Agree")
                try await person.expects("Agreed, to be decided")
                try await person.signOut()

                try await person.signIn("Insp Dele Marsh", stage)
                try await person.follow("Swaps")
                try await person.follow(number)
                try await person.follow("Look at what it brings, and approve")
                try await person.expects("What it brings")
                try await person.choose("The welfare of both officers", in: "Welfare")
                try await person.press("Approve and change both duties")
                try await person.expects("Approved and made")
                try await person.expects("Both duties were changed, and everyone concerned was told.")
            }
        }

        private func ask(
            _ exchange: Scenery.Exchange, in days: Int, _ person: Person, _ stage: Stage
        ) async throws -> String {
            try await person.signIn("PC Rowan Tate", stage)
            try await person.follow("Swaps")
            try await person.follow("Ask for a swap")
            let duty = try await person.browser.script(
                "return document.querySelector(`option[value='${arguments[0]}']`).innerText.trim()",
                [.string(String(exchange.gives))])
            try await person.choose(duty.string ?? "", in: "Your duty")
            try await person.fill("Colleague", exchange.officer)
            try await person.fill("Day of the colleague's duty", daysFromNow: days)
            try await person.press("Check the swap")
            try await person.expects("Nothing keeps you from it")
            try await person.press("Ask the colleague")
            try await person.expects("Both duties stay as they are.")
            let number = try await String(person.heading.split(separator: " ").last ?? "")
            try await person.signOut()
            return number
        }

        /// The administrator gives a password that is good once.
        private func oneTimePassword(of name: String, _ person: Person, _ stage: Stage) async throws -> String {
            try await person.signIn("Administrator", stage)
            try await person.follow(name)
            try await person.follow("Give a one-time password")
            try await person.press("Give a one-time password")
            let password = try await person.browser.script(
                "return [...document.querySelectorAll('main dt')].find(t => t.innerText.trim() === 'Password').nextElementSibling.innerText.trim()"
            )
            try await person.signOut()
            return password.string ?? ""
        }

        private func choosePassword(_ name: String, _ once: String, _ person: Person) async throws {
            try await person.signIn(name, password: once)
            try await person.expects("This password was given to you once.")
            try await person.fill("Present password", once)
            try await person.fill("New password", SwapJourney.password)
            try await person.fill("New password again", SwapJourney.password)
            try await person.press("Change password")
            try await person.expects("The password was changed")
        }
    }
}
