import Deployment
import Records

/// Swaps, newest first: an officer's own, those that a supervisor may decide, and for planners all without their words.
enum SwapListPage {
    static let show = WebRoute.page("/swaps", SwapPages.readers) { call in
        let caller = try call.caller
        let turning = try Turning(call, keeping: ["state"])
        let state = call.asked("state") ?? (caller.role == .supervisor ? SwapState.agreed.rawValue : "all")
        var filter = Swaps.Filter()
        filter.states = SwapState(rawValue: state).map { [$0] } ?? []
        try SwapAccess.narrow(&filter, for: caller)
        let page = try await call.house.swaps.list(filter, cursor: turning.mark, limit: turning.limit)
        let duties = page.items.flatMap { [$0.gives, $0.takes] }
        let names = try await OfficerNames.read(duties.map(\.officer), in: call.house.pool)
        let places = try await PlaceNames.of(duties, call)
        return view(
            page.items, for: caller, state: state, names: names, places: places,
            next: turning.next(page.next, of: "/swaps"))
    }

    /// The page of these swaps.
    static func view(
        _ swaps: [SwapRecord], for caller: Principal, state: String, names: OfficerNames, places: PlaceNames,
        next: String?
    ) -> View {
        var parts: [View.Part] = []
        if caller.role == .officer {
            parts.append(.html("<p><a class=\"button\" href=\"/swaps/new\">Ask for a swap</a></p>"))
        }
        let choices =
            [Field.Choice("all", "All")]
            + SwapState.allCases.map { Field.Choice($0.rawValue, SwapWords.state($0).text) }
        parts.append(AddressFilters("Filter swaps", to: "/swaps").with("state", "State", .select(choices, state)).part)
        parts.append(
            .table(
                TableView(
                    "Swaps", heads: ["Number", "State", "Who asks", "Gives", "With whom", "Takes", "Answer by"],
                    rows: swaps.map { row($0, caller, names, places) },
                    empty: state == "all" ? "There are no swaps." : "No swaps in this state.", more: next)))
        return View("Swaps", parts)
    }

    private static func row(
        _ swap: SwapRecord, _ caller: Principal, _ names: OfficerNames, _ places: PlaceNames
    ) -> [TableView.Cell] {
        let state = SwapWords.state(swap.state)
        return [
            TableView.Cell(swap.number, link: "/swaps/\(swap.number)"), TableView.Cell(state.text, tag: state.tone),
            TableView.Cell(names.called(swap.gives.officer)),
            TableView.Cell(SwapWords.duty(swap.gives, for: caller, places)),
            TableView.Cell(names.called(swap.takes.officer)),
            TableView.Cell(SwapWords.duty(swap.takes, for: caller, places)),
            TableView.Cell(swap.answerBy.map { Moments.text($0) } ?? "Over"),
        ]
    }
}
