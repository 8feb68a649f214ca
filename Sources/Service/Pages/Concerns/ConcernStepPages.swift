import Deployment
import Records

/// Moving a concern: taking it on, answering, withdrawing, and saying what came of it.
enum ConcernStepPages {
    static let routes: [WebRoute] =
        step(
            "acknowledgement", "Take on concern", [.supervisor], label: "A word to the officer", isNeeded: false,
            button: "Take it on", notice: .recorded
        ) { try await $0.concerns.acknowledge($1, note: $2, by: $3) }
        + step(
            "answer", "Answer concern", [.supervisor], label: "Your answer", isNeeded: true, button: "Send the answer",
            notice: .sent
        ) { try await $0.concerns.answer($1, text: $2 ?? "", by: $3) }
        + step(
            "withdrawal", "Withdraw concern", [.officer], label: "Why", isNeeded: false, button: "Withdraw it",
            notice: .withdrawn
        ) { try await $0.concerns.withdraw($1, note: $2, by: $3) }
        + link

    /// A page with one text, which is sealed like the concern.
    private static func step(
        _ name: String, _ title: String, _ roles: Set<Role>, label: String, isNeeded: Bool, button: String,
        notice: Notice,
        _ work: @escaping @Sendable (House, _ concern: Int64, _ text: String?, _ account: Int64) async throws -> Void
    ) -> [WebRoute] {
        WebRoute.form(
            "/concerns/{concern}/\(name)", .roles(roles),
            fields: { call in
                _ = try await ConcernPage.visible(call)
                return [
                    Field(
                        "text", label, .area(.free(1...10_000), rows: 5), hint: "Sealed like the concern.",
                        isOptional: !isNeeded, pointers: ["/note"])
                ]
            },
            show: { call, state in
                let number = try await ConcernPage.visible(call).summary.number
                return View(
                    "\(title) \(number)", [.form(state.view(call, button: button, cancel: "/concerns/\(number)"))])
            },
            submit: { call, form in
                let number = try await ConcernPage.visible(call).summary.number
                try await work(
                    call.house, call.call.number("concern"), form.optional("text"), call.caller.accountID)
                return .redirect("/concerns/\(number)", notice)
            })
    }

    private static let link = WebRoute.form(
        "/concerns/{concern}/link", .roles([.supervisor]),
        fields: { call in
            _ = try await ConcernPage.visible(call)
            return [
                Field(
                    "nonDeployment", "Number of the non-deployment", .line(.nonDeployment, width: .short),
                    hint: "The one that came of this concern, such as ND-41. It must be about the same officer.")
            ]
        },
        show: { call, state in
            let number = try await ConcernPage.visible(call).summary.number
            return View(
                "Link a non-deployment to concern \(number)",
                [.form(state.view(call, button: "Link it", cancel: "/concerns/\(number)"))])
        },
        submit: { call, form in
            let number = try await ConcernPage.visible(call).summary.number
            guard let record = Int64(form.text("nonDeployment").drop { !$0.isNumber }) else {
                throw FormRefused("nonDeployment", "Enter a number such as ND-41")
            }
            try await call.house.concerns.link(call.call.number("concern"), to: record, by: call.caller.accountID)
            return .redirect("/concerns/\(number)", .recorded)
        })
}
