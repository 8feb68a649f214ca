import Deployment
import Records

/// Replaces what an operation wants from a day on.
enum AmendOperationPage {
    static let routes = WebRoute.form(
        "/operations/{operation}/demand", OperationPages.leaders,
        fields: { call in
            [Field("from", "From", .day, hint: "Today at the earliest.", pointers: ["/from"])]
                + (try await DemandForm.fields(call))
        },
        show: { call, state in
            let detail = try await call.house.operations.get(call.call.number("operation"), asOf: call.now)
            return View(
                "Change what \(detail.operation.number) wants",
                [
                    .paragraph(
                        "From that day on this is all that it wants; the days before stay as they were. "
                            + "A shift that is left empty wants nobody."),
                    .form(
                        state.view(
                            call, button: "Change what it wants", cancel: "/operations/\(detail.operation.number)",
                            given: given(detail, today: call.today))),
                ])
        },
        submit: { call, form in
            guard let from = form.day("from") else { throw APIProblem.notFound }
            let number = try call.call.number("operation")
            _ = try await call.house.operations.get(number, asOf: call.now)
            _ = try await call.house.operations.amend(
                number, from: from, lines: DemandForm.lines(form, try await DemandForm.fields(call)),
                by: call.caller.accountID)
            return .redirect("/operations/OP-\(number)", .recorded)
        })

    /// What it wants now.
    private static func given(_ detail: OperationDetail, today: Day) -> [String: [String]] {
        var given = DemandForm.given
        given["from"] = [today.description]
        for line in detail.demand where line.to.map({ $0 >= today }) ?? true {
            given["min-\(line.shift)"] = [String(line.min)]
            given["target-\(line.shift)"] = [String(line.target)]
            given["level"] = [line.level.rawValue]
        }
        given["skills"] = detail.posts.last?.skills
        return given
    }
}
