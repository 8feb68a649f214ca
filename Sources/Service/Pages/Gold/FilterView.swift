/// Filters of a list, sent with the address, as their template takes them.
struct FilterView: Sendable {
    struct Option: Sendable {
        var value: String
        var text: String
        var isChosen: Bool
    }

    struct Select: Sendable {
        var name: String
        var label: String
        var options: [Option]

        /// A filter with its choices, the one that the address names chosen.
        init(_ name: String, _ label: String, _ choices: [(String, String)], chosen: String?) {
            self.name = name
            self.label = label
            options = choices.map { Option(value: $0.0, text: $0.1, isChosen: $0.0 == chosen ?? "") }
        }
    }

    var path: String
    var selects: [Select]
    /// Whether the list shows anything but what it shows unasked.
    var isFiltered: Bool

    /// The address of this very page, with the filters that hold.
    static func here(_ path: String, keeping names: [String], _ call: WebCall) -> String {
        let kept = names.compactMap { name in call.asked(name).map { "\(name)=\(Paging.escaped($0))" } }
        return kept.isEmpty ? path : path + "?" + kept.joined(separator: "&")
    }

    /// The address of the next page: the filters as they are, and where it begins.
    static func next(_ mark: String?, path: String, keeping names: [String], _ call: WebCall) -> String? {
        guard let mark else { return nil }
        let kept = names.compactMap { name in call.asked(name).map { "\(name)=\(Paging.escaped($0))" } }
        return path + "?" + (kept + ["cursor=\(Paging.cursor(of: mark))"]).joined(separator: "&")
    }
}
