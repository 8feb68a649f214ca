import Deployment
import HTTPTypes
import Records

/// Steps of a swap that change no duty: the colleague agrees or declines, the asker withdraws, a supervisor refuses.
enum SwapStepPages {
    static let routes: [WebRoute] =
        step("agree", .agreed, "Agree to swap", .officer, button: "Agree", .recorded)
        + step("decline", .declined, "Decline swap", .officer, button: "Decline", .recorded)
        + step("withdraw", .withdrawn, "Withdraw swap", .officer, button: "Withdraw it", .withdrawn)
        + step("refuse", .refused, "Refuse swap", .supervisor, button: "Refuse it", .recorded)

    private static func step(
        _ verb: String, _ state: SwapState, _ title: String, _ role: Role, button: String, _ notice: Notice
    ) -> [WebRoute] {
        WebRoute.form(
            "/swaps/{swap}/\(verb)", .roles([role]),
            fields: { call in
                _ = try await SwapAccess.visible(call.call)
                let isNeeded = state == .refused
                return [
                    Field(
                        "note", isNeeded ? "Why" : "A word to the others", .area(.free(1...500), rows: 3),
                        hint: "For the two officers and supervisors; the duties office never sees it.",
                        isOptional: !isNeeded, pointers: ["/note"])
                ]
            },
            show: { call, form in
                let swap = try await SwapAccess.visible(call.call)
                var parts: [View.Part] = [.summary(try await SwapPage.summary(swap, call))]
                if state == .agreed { parts += try await own(swap, call) }
                parts.append(.form(form.view(call, button: button, cancel: "/swaps/\(swap.number)")))
                return View("\(title) \(swap.number)", parts)
            },
            submit: { call, form in
                let swap = try await SwapAccess.visible(call.call)
                try await SwapWords.telling {
                    try await call.house.swaps.take(
                        state, swap.id, note: form.optional("note"), by: call.caller.accountID)
                }
                return .redirect("/swaps/\(swap.number)", notice)
            })
    }

    /// What agreeing would mean for the officer who was asked; of the other officer nothing.
    private static func own(_ swap: SwapRecord, _ call: WebCall) async throws -> [View.Part] {
        guard try OfficerPages.own(call) == swap.takes.officer else { return [] }
        do {
            let sides = try await call.house.swaps.sides(
                gives: swap.gives.deployment, takes: swap.takes.deployment, asOf: call.now)
            return sides.last.map { [.heading("What it means for you"), .summary(NewSwapPage.outlook($0))] } ?? []
        } catch RecordError.notFound {
            return [.paragraph("One of the two duties does not stand any more.")]
        }
    }
}
