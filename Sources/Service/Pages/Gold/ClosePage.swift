import Deployment
import Records

/// Closing a case: what must be on record first, then the outcome.
enum ClosePage {
    private static let outcome = EntryForm.of("outcome")

    static let routes: [WebRoute] = WebRoute.form(
        "/cases/{case}/close", .roles([.gold]),
        fields: { call in
            let detail = try await EntryPage.detail(call)
            guard detail.missing.isEmpty, let outcome else { return [] }
            return outcome.fields(people: [], entries: detail.entries)
        },
        show: { call, state in view(try await EntryPage.detail(call), call, state) },
        submit: { call, input in
            let detail = try await EntryPage.detail(call)
            guard detail.missing.isEmpty, let outcome else {
                throw FormRefused(
                    nil,
                    "\(detail.summary.number) cannot close yet, it needs: \(detail.missing.joined(separator: "; "))"
                )
            }
            return try await EntryPage.write(try outcome.entry(input), call, input)
        })

    static func view(_ detail: GoldCaseDetail, _ call: WebCall, _ state: FormState) -> View {
        let number = detail.summary.number
        var parts: [View.Part] = [.link("Back to case \(number)", to: "/cases/\(number)")]
        parts += View.Part.live("fresh", news: CaseLog.news(detail.entries), EntryPage.fresh(detail, call))
        parts.append(
            .paragraph(
                "A case closes only by a Gold group member outside the line of the decision, with everything below on record."
            ))
        var tasks: [View.Part] = [.template("gold/tasks", ClosingTasks(detail))]
        if detail.summary.state == .closed {
            tasks.append(.paragraph("\(number) is closed. Only new evidence re-opens it."))
        } else if !detail.missing.isEmpty {
            tasks.append(.paragraph("\(number) cannot close yet."))
        }
        parts += View.Part.live("tasks", tasks)
        if detail.summary.state != .closed, detail.missing.isEmpty, let outcome {
            parts.append(.heading("Outcome"))
            var form = EntryPage.sealed(state, outcome.button, detail, call)
            form.isGrave = true
            parts.append(.form(form))
        }
        return EntryPage.watched(View("Close \(number)", parts), detail, call, path: "/cases/\(number)/close")
    }
}
