import Deployment
import Records

/// The concerns that somebody may know of.
enum ConcernListPage {
    static let show = WebRoute.page("/concerns", ConcernPages.listeners) { call in
        let caller = try call.caller
        let turning = try Turning(call, keeping: ["state"])
        let state = call.asked("state").flatMap { ConcernState(rawValue: $0) }
        let page = try await call.house.concerns.list(
            for: caller.accountID, own: caller.role == .officer, state: state, after: turning.mark,
            limit: turning.limit)
        return view(
            page.items, isOfficer: caller.role == .officer, state: state, next: turning.next(page.next, of: "/concerns")
        )
    }

    /// The page of these concerns.
    static func view(
        _ concerns: [ConcernSummary], isOfficer: Bool, state: ConcernState? = nil, next: String? = nil
    ) -> View {
        let empty = isOfficer ? "You have raised no concern." : "There is no concern that you may know of."
        return View(
            "Concerns",
            [
                .paragraph(
                    isOfficer
                        ? "What you raise here takes you off no duty and counts towards nothing. Only who answers for you may read it, and you see who did."
                        : "Their texts are sealed: reading one asks for a purpose, and the officer sees who read."),
                .html("<p><a class=\"button\" href=\"/concerns/new\">Raise a concern</a></p>"),
                filters(state),
                .table(
                    TableView(
                        "Concerns", heads: ["Number", "About", "State", "Raised", "To be taken on by", "With"],
                        rows: concerns.map(row), empty: state == nil ? empty : "None in this state.", more: next)),
            ])
    }

    private static func row(_ concern: ConcernSummary) -> [TableView.Cell] {
        let about = [concern.officer, concern.site.map { "site \($0)" }].compactMap(\.self)
        let state = words(concern.state)
        return [
            TableView.Cell(concern.number, link: "/concerns/\(concern.number)"),
            TableView.Cell(about.isEmpty ? "Concern raised" : about.joined(separator: ", ")),
            TableView.Cell(state.text, tag: state.tone), TableView.Cell(Moments.text(concern.raisedAt)),
            TableView.Cell(Moments.text(concern.acknowledgeBy)),
            TableView.Cell(concern.takenOnBy?.name ?? "Nobody yet"),
        ]
    }

    private static func filters(_ state: ConcernState?) -> View.Part {
        let states = ConcernState.allCases.map { Field.Choice($0.rawValue, words($0).text) }
        return AddressFilters("Filter concerns", to: "/concerns")
            .with("state", "State", .select([Field.Choice("", "All")] + states, state?.rawValue ?? "")).part
    }

    /// A state as people say it.
    static func words(_ state: ConcernState) -> (text: String, tone: Tone) {
        switch state {
        case .raised: ("Raised", .warn)
        case .acknowledged: ("Taken on", .note)
        case .answered: ("Answered", .good)
        case .withdrawn: ("Withdrawn", .note)
        }
    }
}
