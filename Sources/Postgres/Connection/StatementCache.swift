/// Which statements a session has prepared: the second use of a text prepares it, the least recently used goes first.
///
/// A bounded table, so that generated SQL cannot fill the server's memory. Pure; the caller talks to the server.
struct StatementCache: Sendable {
    enum Plan: Equatable, Sendable {
        /// Send the text; it has not been seen before.
        case oneOff
        /// Prepare under this name, then use it.
        case prepare(String)
        /// Use what is prepared under this name.
        case use(String)
    }

    private struct Entry {
        var name: String?
        var lastUse: Int
    }

    private var entries: [String: Entry] = [:]
    private var uses = 0
    private var names = 0
    private let capacity: Int
    /// Names that the server still holds and nobody will use again.
    private var orphans: [String] = []

    /// A text longer than this is sent as it is: it is a generated one.
    private static let longestText = 8192

    init(capacity: Int) {
        self.capacity = capacity
    }

    /// How to run a text now; counts the use, and takes a `prepare` as done.
    mutating func plan(for text: String) -> Plan {
        guard capacity > 0, text.utf8.count <= Self.longestText else { return .oneOff }
        uses += 1
        guard var entry = entries[text] else {
            entries[text] = Entry(name: nil, lastUse: uses)
            evictIfFull()
            return .oneOff
        }
        entry.lastUse = uses
        defer { entries[text] = entry }
        if let name = entry.name { return .use(name) }
        names += 1
        let name = "s\(names)"
        entry.name = name
        return .prepare(name)
    }

    /// Names to DEALLOCATE before the next statement.
    mutating func takeOrphans() -> [String] {
        defer { orphans = [] }
        return orphans
    }

    /// The text was not prepared after all.
    mutating func forget(_ text: String) {
        entries[text] = nil
    }

    /// The plan of the text is out of date; the server still holds it.
    mutating func retire(_ text: String) {
        if let name = entries.removeValue(forKey: text)?.name { orphans.append(name) }
    }

    /// The server lost every prepared statement of the session.
    mutating func forgetAll() {
        entries = [:]
        orphans = []
    }

    private mutating func evictIfFull() {
        guard entries.count > capacity, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) else {
            return
        }
        retire(oldest.key)
    }
}
