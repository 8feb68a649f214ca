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

    /// A filter in force, and the address without it.
    struct Chip: Sendable {
        var label: String
        var without: String
    }

    var path: String
    var selects: [Select]
    /// Whether the list shows anything but what it shows unasked.
    var isFiltered: Bool
    var hasChips = false
    var chips: [Chip] = []

    /// The same with the filters in force as chips that can be taken away. `silent` names the filters that hold unasked, and the
    /// value that takes each away.
    func chipped(silent: [String: String] = [:]) -> FilterView {
        func chosen(_ select: Select) -> Option? { select.options.first { $0.isChosen } }
        let asked = selects.compactMap { select in
            chosen(select).flatMap { $0.value.isEmpty ? nil : (select.name, $0.value) }
        }
        var view = self
        view.chips = selects.compactMap { select in
            guard let option = chosen(select), option.value != silent[select.name],
                !option.value.isEmpty || silent[select.name] != nil
            else { return nil }
            let rest = asked.filter { $0.0 != select.name } + (silent[select.name].map { [(select.name, $0)] } ?? [])
            let query = rest.map { "\($0.0)=\(Paging.escaped($0.1))" }.joined(separator: "&")
            return Chip(label: "\(select.label): \(option.text)", without: query.isEmpty ? path : "\(path)?\(query)")
        }
        view.hasChips = !view.chips.isEmpty
        return view
    }

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
