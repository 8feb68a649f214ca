/// One of the competition's text files, in memory.
package struct CompetitionFile: Sendable, Equatable {
    /// What errors call it: a file name or a path.
    package var name: String
    /// Its content, meant to be UTF-8.
    package var bytes: [UInt8]

    /// A file of these bytes.
    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    /// A file of this text.
    package init(name: String, text: String) {
        self.init(name: name, bytes: Array(text.utf8))
    }

    /// The name that the competition gives to an instance of these files, such as `n030w4_1_6-2-9-1`.
    ///
    /// Nil unless the names (folders do not count) are `Sc-D.txt`, `H0-D-h.txt` and `WD-D-w.txt` with one data set D.
    package static func instanceName(scenario: String, history: String, weeks: [String]) -> String? {
        func stem(_ path: String, after start: String) -> Substring? {
            let name = path.split(separator: "/").last ?? ""
            guard name.hasPrefix(start), name.hasSuffix(".txt") else { return nil }
            return name.dropFirst(start.count).dropLast(4)
        }
        func digit(_ text: Substring?) -> String? {
            guard let text, text.utf8.count == 1, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
            return String(text)
        }
        guard let name = stem(scenario, after: "Sc-"), let first = digit(stem(history, after: "H0-\(name)-")) else {
            return nil
        }
        let order = weeks.compactMap { digit(stem($0, after: "WD-\(name)-")) }
        return order.count == weeks.count ? "\(name)_\(first)_\(order.joined(separator: "-"))" : nil
    }
}
