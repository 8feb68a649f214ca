import Deployment

/// Goes from link to link as somebody who is signed in, and finds one address of each page that they come to.
struct Crawl {
    /// The first address of each pattern, in the order they were found.
    private(set) var found: [(pattern: String, address: String)] = []
    /// Links that led to a page that is refused or not there, with its status.
    private(set) var dead: [String] = []
    private var waiting: [String]
    private var seen: Set<String>
    /// How many addresses of a pattern have been opened: their links differ, for a while.
    private var opened: [String: Int] = [:]

    /// A crawl that begins at these addresses.
    init(from starts: [String]) {
        waiting = starts
        seen = Set(starts)
    }

    /// Opens pages until there is no link to anything new; at most three of each pattern.
    mutating func run(_ browser: Browser) async throws {
        while !waiting.isEmpty {
            let address = waiting.removeFirst()
            guard let pattern = PagePatterns.pattern(of: address), opened[pattern, default: 0] < 3 else { continue }
            opened[pattern, default: 0] += 1
            guard !PagePatterns.isFile(pattern) else { continue }
            try await browser.open(address)
            let status = try await browser.script(
                "return performance.getEntriesByType('navigation')[0].responseStatus")
            if let status = status.integer, status >= 400 { dead.append("\(address): \(status)") }
            let here = try await browser.path
            guard let shown = PagePatterns.pattern(of: here) else { continue }
            if !found.contains(where: { $0.pattern == shown }) { found.append((shown, here)) }
            for link in try await links(browser) where seen.insert(link).inserted { waiting.append(link) }
        }
    }

    private func links(_ browser: Browser) async throws -> [String] {
        let links = try await browser.script(
            """
            return [...document.querySelectorAll("a[href]")].filter(a => a.origin === location.origin)
              .map(a => a.pathname + a.search)
            """)
        return links.elements?.compactMap(\.string) ?? []
    }
}
