import Deployment
import Records

/// Closes an operation. A hospital guard takes its debrief here, an exercise its learning, in the same step.
enum CloseOperationPage {
    static let routes = WebRoute.form(
        "/operations/{operation}/close", OperationPages.leaders,
        fields: { call in
            let detail = try await call.house.operations.get(call.call.number("operation"), asOf: call.now)
            return missing(detail).map { [field($0)] } ?? []
        },
        show: { call, state in
            let detail = try await call.house.operations.get(call.call.number("operation"), asOf: call.now)
            let operation = detail.operation
            guard operation.state == .open else {
                return View(
                    "\(operation.number) is closed", [.link("The operation", to: "/operations/\(operation.number)")])
            }
            var form = state.view(call, button: "Close the operation", cancel: "/operations/\(operation.number)")
            form.isGrave = true
            return View(
                "Close \(operation.number) \(operation.name)",
                [
                    .paragraph(
                        "What it wants ends at once, and it is not opened again. Officers who are deployed to it then stand "
                            + "above what is wanted, and are listed to be stood down or moved."), .form(form),
                ])
        },
        submit: { call, form in
            let number = try call.call.number("operation")
            let detail = try await call.house.operations.get(number, asOf: call.now)
            let caller = try call.caller.accountID
            if let kind = missing(detail), detail.operation.state == .open {
                _ = try await call.house.operations.write(kind, in: number, note: form.text("note"), by: caller)
            }
            _ = try await call.house.operations.close(number, by: caller)
            return .redirect("/operations/OP-\(number)", .ended)
        })

    /// What must be on record before it is closed and is not yet.
    private static func missing(_ detail: OperationDetail) -> OperationEntryKind? {
        guard let kind = detail.operation.kind.closedBy, !detail.entries.contains(where: { $0.kind == kind }) else {
            return nil
        }
        return kind
    }

    private static func field(_ kind: OperationEntryKind) -> Field {
        Field(
            "note", kind.label, .area(.free(1...10_000), rows: 6),
            hint: kind == .debrief ? "A hospital guard is closed by its debrief." : "An exercise is closed with it.",
            pointers: ["/note"])
    }
}
