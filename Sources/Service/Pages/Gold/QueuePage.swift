import Deployment
import FoundationEssentials
import Records

/// The Gold group's queue: cases by priority and clock.
enum QueuePage {
    struct Model: Sendable {
        struct Row: Sendable {
            var number: String
            var path: String
            var subject: String
            var priority: String
            var priorityTone: String
            var clock: String
            var clockTone: String
            var due: String
            var finding: String
            var state: String
            var isClaimed: Bool
            var claimedBy: String
            var form: FormView?
        }

        var hasRows: Bool
        var rows: [Row]
        var empty: String
        var more: String?
    }

    private static let filters = ["state", "priority", "claimed", "overdue"]

    static let routes: [WebRoute] = [
        .page("/queue", .roles([.gold])) { call in
            let caller = try call.caller.accountID
            let paging = try Paging(call.call)
            let page = try await call.house.gold.list(
                filter(call, caller), for: caller, after: paging.cursor, limit: paging.limit)
            return view(
                page.items, more: FilterView.next(page.next, path: "/queue", keeping: filters, call), call,
                caller: caller)
        },
        .stream("/queue/stream", .roles([.gold])) { try QueueEvents.answer($0.call) },
    ]

    /// The filter that the address asks for: the same as the API's.
    static func filter(_ call: WebCall, _ caller: Int64) -> GoldQueue.Filter {
        var filter = GoldQueue.Filter()
        switch call.asked("state") {
        case "all": filter.states = []
        case let state?: filter.states = CaseState(rawValue: state).map { [$0] } ?? filter.states
        case nil: break
        }
        filter.priority = call.asked("priority").flatMap { Priority(rawValue: $0) }
        filter.claimedBy = call.asked("claimed") == "mine" ? caller : nil
        filter.isUnclaimed = call.asked("claimed") == "nobody"
        filter.overdueAsOf = call.asked("overdue") == nil ? nil : call.now
        return filter
    }

    static func view(_ cases: [GoldCaseSummary], more: String?, _ call: WebCall, caller: Int64) -> View {
        let isFiltered = filters.contains { call.asked($0) != nil }
        let rows = cases.map { row($0, call, caller) }
        let empty =
            isFiltered
            ? "No case fits these filters." : "The queue is clear. Choose the state Closed to see what was closed."
        let table = Model(hasRows: !rows.isEmpty, rows: rows, empty: empty, more: more)
        return View(
            "Queue",
            [.template("gold/filters", choices(call, isFiltered))]
                + View.Part.live("queue", news: news(cases, asOf: call.now), [.template("gold/queue", table)])
        ).live(
            by: "/queue/stream", path: FilterView.here("/queue", keeping: filters + ["cursor"], call), asOf: call.now
        )
        .with { $0.isWide = true }
    }

    /// The list in a sentence, for those who hear that it changed.
    static func news(_ cases: [GoldCaseSummary], asOf now: Date) -> String {
        let unclaimed = cases.count { $0.claimedBy == nil && $0.state != .closed }
        let overdue = cases.count { $0.state != .closed && $0.dueAt < now }
        return "Cases in this list: \(cases.count). Claimed by nobody: \(unclaimed). Overdue: \(overdue)."
    }

    private static func choices(_ call: WebCall, _ isFiltered: Bool) -> FilterView {
        FilterView(
            path: "/queue",
            selects: [
                .init(
                    "state", "State",
                    [
                        ("", "Open"), ("raised", "Raised"), ("convened", "Convened"), ("closed", "Closed"),
                        ("all", "All"),
                    ], chosen: call.asked("state")),
                .init(
                    "priority", "Priority", [("", "All"), ("high", "High"), ("medium", "Medium"), ("low", "Low")],
                    chosen: call.asked("priority")),
                .init(
                    "claimed", "Claimed", [("", "By anybody or nobody"), ("mine", "By me"), ("nobody", "By nobody")],
                    chosen: call.asked("claimed")),
                .init("overdue", "Clock", [("", "All"), ("yes", "Overdue")], chosen: call.asked("overdue")),
            ], isFiltered: isFiltered
        ).chipped(silent: ["state": "all"])
    }

    private static func row(_ item: GoldCaseSummary, _ call: WebCall, _ caller: Int64) -> Model.Row {
        let (priority, clock) = (GoldWords.priority(item.priority), GoldWords.clock(item, asOf: call.now))
        return Model.Row(
            number: item.number, path: "/cases/\(item.number)",
            subject: GoldWords.subject(item.subjectKind, item.subjectID, item.subjectName), priority: priority.text,
            priorityTone: priority.tone.rawValue, clock: clock.text, clockTone: clock.tone.rawValue,
            due: item.state == .closed ? "" : Moments.text(item.dueAt), finding: item.finding,
            state: GoldWords.state(item.state), isClaimed: item.claimedBy != nil,
            claimedBy: item.claimedBy.map { $0.id == caller ? "You" : $0.name } ?? "",
            form: item.claimedBy == nil && item.state != .closed ? claim(item, call) : nil)
    }

    /// Claims a case as it is seen here. Each button is a form of its own, so each has its own number.
    static func claim(_ item: GoldCaseSummary, _ call: WebCall) -> FormView {
        var form = call.button(
            "Claim \(item.number)", to: "/cases/\(item.number)/entries/claim",
            hidden: [("revision", String(item.revision))])
        form.once = UUID().uuidString.lowercased()
        return form
    }
}
