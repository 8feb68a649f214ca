import Deployment
import Records

/// One case as its adviser sees it, and the form for the advice.
enum AdvicePage {
    static let routes: [WebRoute] = WebRoute.form(
        "/advice/{case}", .roles([.adviser]),
        fields: { call in fields(try await item(call)) },
        show: { call, state in view(try await item(call), call, state) },
        submit: { call, input in
            let item = try await item(call)
            let asked = item.requests
            guard
                let request = asked.count == 1
                    ? asked.first : asked.first(where: { String($0.id) == input.text("request") })
            else { throw FormRefused(nil, "No request in \(item.number) waits for advice.") }
            let id = try call.call.number("case")
            _ = try await call.house.gold.enter(
                NewCaseEntry(.advice, text: input.optional("text"), refersTo: Int64(request.id)), in: id,
                by: call.caller.accountID)
            return .redirect("/advice/\(item.number)", .sent)
        })

    /// The case, for the adviser who was asked in it; for anybody else there is none.
    private static func item(_ call: WebCall) async throws -> AdviserCaseView {
        let caller = try call.caller.accountID
        return AdviserCaseView(
            try await call.house.gold.detail(call.call.number("case"), forAdviser: caller), for: caller)
    }

    static func fields(_ item: AdviserCaseView) -> [Field] {
        let asked = item.requests
        guard !asked.isEmpty else { return [] }
        let advice = Field("text", "Your advice", .area(.free(1...10_000), rows: 10), pointers: ["/text"])
        guard asked.count > 1 else { return [advice] }
        return [
            Field(
                "request", "Which question you answer",
                .radios(asked.map { .init(String($0.id), "\($0.number). \(($0.text ?? "").prefix(120))") }),
                pointers: ["/refersTo"]), advice,
        ]
    }

    static func view(_ item: AdviserCaseView, _ call: WebCall, _ state: FormState) -> View {
        let priority = item.priority.map { GoldWords.priority($0) }
        var parts: [View.Part] = [
            .summary([
                SummaryRow("State", item.state.map { GoldWords.state($0) } ?? ""),
                SummaryRow("Priority", priority?.text ?? "", tag: priority?.tone),
                SummaryRow("Opened", item.openedAt),
            ])
        ]
        for question in item.questions {
            parts.append(.heading("\(GoldWords.sentence(question.kind)), raised \(question.raisedAt)"))
            parts.append(
                .summary([
                    SummaryRow("Question", question.question), SummaryRow("Finding", question.finding),
                    SummaryRow("What would explain it innocently", question.innocent),
                    SummaryRow("How often it comes with nothing wrong", question.baseRate),
                ]))
        }
        if !item.requests.isEmpty {
            parts.append(.heading("Give advice"))
            parts.append(
                .paragraph("Gold answers whether your advice is accepted, and why. What is sent stays as it is."))
            parts.append(.form(state.view(call, button: "Send the advice")))
        }
        parts.append(.heading("What was asked, said and decided"))
        parts.append(.timeline(item.steps))
        return View("Case \(item.number)", parts)
    }
}
