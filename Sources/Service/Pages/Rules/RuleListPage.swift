import Deployment
import Records

/// Every rule with its days and source, and the figures that all of them rest on.
enum RuleListPage {
    static let route = WebRoute.page("/rules", .roles([.duties, .supervisor, .officer, .auditor])) { call in
        let day = call.askedDay("on") ?? call.today
        let rules = try await call.house.ruleSets.rules().filter {
            $0.from <= day && ($0.to.map { day <= $0 } ?? true)
        }
        let figures = try await RuleFigureReader(pool: call.house.pool).read()
        let inForce = Dictionary(grouping: figures.all.filter { $0.from <= day }, by: \.rule)
            .compactMap { $0.value.last }.sorted { $0.rule < $1.rule }
        let isOfOffice = try [.duties, .supervisor].contains(call.caller.role)
        return View(
            "Rules in force on \(Moments.text(day))",
            (isOfOffice ? RulePages.links : [])
                + [
                    AddressFilters("Rules of another day", to: "/rules").with("on", "On", .day(day.description)).part,
                    .table(table(rules)), .table(table(inForce)),
                ])
    }

    static func table(_ rules: [DatedRule]) -> TableView {
        TableView(
            "Rules", heads: ["Rule", "Set", "For", "What it says", "Weight", "From", "Source"],
            rows: rules.map { rule in
                [
                    .init(rule.rule.label),
                    .init(rule.ruleSet == "police-regs" ? "Police regulations" : "Working time"),
                    .init(rule.ranks.map(\.rawValue).joined(separator: ", ")), .init(rule.words), rule.kind.tag,
                    .init(Moments.text(rule.from)), .init(rule.source),
                ]
            }, empty: "No rule was in force on this day.")
    }

    private static func table(_ figures: [RuleFigure]) -> TableView {
        TableView(
            "Figures", heads: ["Figure", "Value", "From", "Source"],
            rows: figures.map { figure in
                [
                    .init(figure.rule.replacing("_", with: " ").capitalizedFirst),
                    .init("\(figure.figure) \(figure.unit)", isNumber: true), .init(Moments.text(figure.from)),
                    .init(figure.source),
                ]
            }, empty: "No figure was in force on this day.")
    }
}
