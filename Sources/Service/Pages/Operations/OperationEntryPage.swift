import Deployment
import Records

/// Writes a review, a debrief or a learning line in an operation; nothing of it is taken back.
enum OperationEntryPage {
    static let routes = WebRoute.form(
        "/operations/{operation}/entries/{kind}", OperationPages.leaders,
        fields: { call in fields(try kind(call)) },
        show: { call, state in
            let kind = try kind(call)
            let detail = try await call.house.operations.get(call.call.number("operation"), asOf: call.now)
            return View(
                "\(kind.label) of \(detail.operation.number)",
                [
                    .summary([SummaryRow("Operation", detail.operation.name)]),
                    .paragraph("What is written stays; a correction is another entry."),
                    .form(state.view(call, button: "Record", cancel: "/operations/\(detail.operation.number)")),
                ])
        },
        submit: { call, form in
            let (number, kind) = (try call.call.number("operation"), try kind(call))
            _ = try await call.house.operations.write(
                kind, in: number, note: form.text("note"), nextReview: form.day("nextReview"),
                by: call.caller.accountID)
            return .redirect("/operations/OP-\(number)", .recorded)
        })

    /// The kind of the address; the closing has a page of its own.
    private static func kind(_ call: WebCall) throws -> OperationEntryKind {
        guard let kind = OperationEntryKind(rawValue: try call.call.part("kind")), kind != .closing else {
            throw APIProblem.notFound
        }
        return kind
    }

    private static func fields(_ kind: OperationEntryKind) -> [Field] {
        let note = Field("note", "In words", .area(.free(1...10_000), rows: 6), pointers: ["/note"])
        guard kind == .review || kind == .authorityReview else { return [note] }
        return [note, Field("nextReview", "Next review", .day, pointers: ["/nextReview"])]
    }
}
