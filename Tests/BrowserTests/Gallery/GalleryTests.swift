import Deployment
import Foundation
import Testing

extension InABrowser {
    /// Every page that somebody can come to, looked at. `.ci/pages DIRECTORY` keeps a picture of each.
    @Suite("Every page that a link leads to")
    struct GalleryTests {
        /// Who looks. What one supervisor was shown is not looked at again as the other.
        static let visitors: [(name: String, role: Role)] = [
            ("Ana Kerr", .duties), ("Insp Dele Marsh", .supervisor), ("Sgt Mina Hale", .supervisor),
            ("Supt Wren Ashby", .gold), ("Dr P. Nandy", .adviser), ("PC Rowan Tate", .officer), ("R. Vale", .auditor),
            ("Administrator", .admin),
        ]

        @Test(
            "keeps WCAG 2.2 AA, fits a telephone, asks nobody else for anything; no page is out of reach, no link dead")
        func everyPage() async throws {
            var reached: Set<String> = []
            var looked: [Role: Set<String>] = [:]
            let filtered = try await Scenery(#require(Stage.current).demonstration).make()
            try await Stage.withBrowser { browser, stage in
                try await browser.open("/sign-in")
                try await look(at: [("/sign-in", "/sign-in")], as: "nobody", browser, stage)
                reached.insert("/sign-in")
            }
            for visitor in GalleryTests.visitors {
                try await Stage.withBrowser { browser, stage in
                    let person = Person(browser: browser, way: .pointer)
                    try await person.signIn(visitor.name, stage)
                    let starts = ["/", "/sessions", "/password", "/search?q=W00032"]
                    var crawl = Crawl(from: starts + filtered[visitor.name, default: []])
                    try await crawl.run(browser)
                    #expect(crawl.dead.isEmpty, "no link of \(visitor.name)'s pages leads nowhere: \(crawl.dead)")
                    reached.formUnion(crawl.found.map(\.pattern))
                    let unseen = crawl.found.filter { looked[visitor.role, default: []].insert($0.pattern).inserted }
                    try await look(at: unseen, as: visitor.name, browser, stage)
                }
            }
            let missed = PagePatterns.shown.filter {
                !reached.contains($0) && !PagePatterns.isFile($0) && !PagePatterns.outOfReach.contains($0)
            }
            #expect(missed.isEmpty, "no link leads to these pages: \(missed)")
            let found = PagePatterns.outOfReach.intersection(reached)
            #expect(found.isEmpty, "a link does lead to these pages: \(found)")
        }

        private func look(
            at pages: [(pattern: String, address: String)], as name: String, _ browser: Browser, _ stage: Stage
        ) async throws {
            _ = try await browser.complaints()
            _ = try await browser.requests()
            for page in pages {
                for look in Look.checked {
                    try await look.set(browser)
                    try await browser.open(page.address)
                    let place = "\(page.address) as \(name), \(look.name)"
                    let violations = try await stage.axe.violations(browser)
                    #expect(violations.isEmpty, "\(place): \(violations.joined(separator: "\n"))")
                    try await fits(place, browser)
                    try await keepsNothing(place, browser)
                }
                try await picture(page, name, browser)
            }
            let complaints = try await browser.complaints().filter { !$0.contains("status of 40") }
            #expect(complaints.isEmpty, "the browser complains of nothing: \(complaints)")
            let foreign = try await browser.requests().filter { address in
                !address.hasPrefix(browser.origin) && !address.hasPrefix("data:") && address.hasPrefix("http")
            }
            #expect(foreign.isEmpty, "nothing is asked of anybody else: \(foreign)")
        }

        /// One heading of the first rank, and nothing beside the page but wide tables, which scroll by themselves (WCAG 1.4.10).
        private func fits(_ place: String, _ browser: Browser) async throws {
            let headings = try await browser.script("return document.querySelectorAll('h1').length")
            #expect(headings == 1, "\(place): one h1")
            let excess = try await browser.script(
                "return document.documentElement.scrollWidth - document.documentElement.clientWidth")
            #expect((excess.integer ?? 1) <= 0, "\(place) is \(excess) pixels too wide")
        }

        /// What is typed on a computer that is shared is not offered to the next person by the browser.
        private func keepsNothing(_ place: String, _ browser: Browser) async throws {
            let open = try await browser.script(
                """
                return [...document.forms].filter(form => form.method === "post" && form.autocomplete !== "off"
                  && form.querySelector("input:not([type=hidden]), textarea, select")).length
                """)
            #expect(open == 0, "\(place): a form lets the browser keep what is typed")
        }

        private func picture(
            _ page: (pattern: String, address: String), _ name: String, _ browser: Browser
        ) async throws {
            guard let folder = ProcessInfo.processInfo.environment["PICTURES_OF_PAGES"] else { return }
            let role = name.filter { $0.isLetter }.lowercased()
            let place = page.pattern.dropFirst().map { $0.isLetter || $0.isNumber ? String($0) : "-" }.joined()
            for look in Look.all {
                try await look.set(browser)
                try await browser.open(page.address)
                let file = URL(filePath: folder).appending(path: "\(role)-\(place)-\(look.name).png")
                try await browser.picture().write(to: file)
            }
        }
    }
}
