import Deployment
import HTTPTypes
import Records

/// A supervisor's approval: what the swap brings is shown first, then it is approved and carried out at once.
enum SwapApprovalPage {
    static let routes = WebRoute.form(
        "/swaps/{swap}/approve", .roles([.supervisor]),
        fields: { call in
            _ = try await SwapAccess.visible(call.call)
            return [
                Field(
                    "welfareConsidered", "Welfare",
                    .boxes([.init("yes", "The welfare of both officers was considered")]), isOptional: true,
                    pointers: ["/welfareConsidered"]),
                Field(
                    "note", "Note", .area(.free(1...500), rows: 3),
                    hint: "For the two officers and supervisors; the duties office never sees it.", isOptional: true,
                    pointers: ["/note"]),
            ]
        },
        show: { call, state in
            let swap = try await SwapAccess.visible(call.call)
            var parts: [View.Part] = [.summary(try await SwapPage.summary(swap, call))]
            switch try await outlook(swap, call) {
            case .refused(let words):
                parts += [
                    .paragraph("It cannot be approved as it stands. \(words)"),
                    .link("Back to \(swap.number)", to: "/swaps/\(swap.number)"),
                ]
            case .made(let made):
                parts += try await consequences(made, call)
                parts.append(
                    .form(state.view(call, button: "Approve and change both duties", cancel: "/swaps/\(swap.number)")))
            }
            return View("Approve swap \(swap.number)", parts)
        },
        submit: { call, form in
            let swap = try await SwapAccess.visible(call.call)
            guard form.all("welfareConsidered").contains("yes") else {
                throw FormRefused(
                    "welfareConsidered", "Tick the box once the welfare of both officers was considered")
            }
            _ = try await SwapWords.telling {
                try await call.house.swaps.approve(
                    swap.id, welfareConsidered: true, note: form.optional("note"), by: call.caller.accountID)
            }
            return .redirect("/swaps/\(swap.number)", .recorded)
        })

    private enum Outlook {
        case made(ChangeMade)
        case refused(String)
    }

    /// What an approval would bring. Nobody's own swap is rehearsed: looking at a page is no attempt to decide.
    private static func outlook(_ swap: SwapRecord, _ call: WebCall) async throws -> Outlook {
        let caller = try call.caller
        if caller.officerID.map([swap.gives.officer, swap.takes.officer].contains) == true {
            return .refused("It is your own swap, so another supervisor decides.")
        }
        guard swap.state == .agreed else { return .refused(SwapWords.next(swap)) }
        do {
            return .made(try await call.house.swaps.rehearse(swap.id, by: caller.accountID))
        } catch let error as RecordError {
            if case .refused(_, let rule, _) = error, let words = SwapWords.remedy(rule) { return .refused(words) }
            guard let problem = APIProblem(error) else { throw error }
            let sentence = problem.detail.prefix(1).uppercased() + problem.detail.dropFirst()
            return .refused(sentence.hasSuffix(".") ? sentence : sentence + ".")
        }
    }

    private static func consequences(_ made: ChangeMade, _ call: WebCall) async throws -> [View.Part] {
        let names = try await OfficerNames.read(
            made.consequences.map(\.officer) + made.breaches.compactMap(\.breach.officer), in: call.house.pool)
        return [.heading("What it brings"), .summary([SummaryRow("Notice", made.notice.words)])]
            + made.warnings.map { .paragraph("Note: \($0)") }
            + [
                .table(ChangePages.consequences(made.consequences, names)),
                .table(BreachTable.table(made.breaches, caption: "Rules it comes near to or breaks", names: names)),
            ]
    }
}
