import Deployment
import Records

/// What a roster breaks, as a table.
enum BreachTable {
    /// The table; with `names` each row begins with its officer.
    static func table(_ found: [FoundBreach], caption: String, names: OfficerNames?, more: String? = nil) -> TableView {
        TableView(
            caption, heads: (names == nil ? [] : ["Officer"]) + ["Days", "What", "Weight"],
            rows: found.map { one in
                let breach = one.breach
                let days =
                    breach.from == breach.to
                    ? Moments.text(breach.from) : "\(Moments.text(breach.from)) to \(Moments.text(breach.to))"
                let officer = names.map { names in
                    [
                        breach.officer.map { TableView.Cell(names.called($0), link: "/officers/\($0)") }
                            ?? TableView.Cell("The whole roster")
                    ]
                }
                return (officer ?? []) + [.init(days), .init(breach.words), weight(one)]
            }, empty: "Nothing in these days breaks a rule.", more: more)
    }

    private static func weight(_ found: FoundBreach) -> TableView.Cell {
        switch found.breach.kind {
        case .absolute: TableView.Cell("No exception possible", tag: .bad)
        case .needsException:
            found.isExcepted
                ? TableView.Cell("Exception on record", tag: .note) : TableView.Cell("Needs an exception", tag: .bad)
        case .warning: TableView.Cell("Warning", tag: .warn)
        }
    }
}
