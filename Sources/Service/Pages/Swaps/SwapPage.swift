import Deployment
import Records

/// One swap: both duties, how it stands, and what can be done by whoever looks.
enum SwapPage {
    static let show = WebRoute.page("/swaps/{swap}", SwapPages.readers) { call in
        let swap = try await SwapAccess.visible(call.call)
        return View(
            "Swap \(swap.number)",
            [.summary(try await summary(swap, call)), .paragraph(SwapWords.next(swap))]
                + steps(swap, for: try call.caller))
    }

    /// What there is to say of a swap, as far as somebody may know it.
    static func summary(_ swap: SwapRecord, _ call: WebCall) async throws -> [SummaryRow] {
        let caller = try call.caller
        let names = try await OfficerNames.read([swap.gives.officer, swap.takes.officer], in: call.house.pool)
        let places = try await PlaceNames.of([swap.gives, swap.takes], call)
        let state = SwapWords.state(swap.state)
        var rows = [
            SummaryRow("State", state.text, tag: state.tone),
            SummaryRow("Who asks", names.called(swap.gives.officer)),
            SummaryRow("Gives", SwapWords.duty(swap.gives, for: caller, places)),
            SummaryRow("With whom", names.called(swap.takes.officer)),
            SummaryRow("Takes", SwapWords.duty(swap.takes, for: caller, places)),
            SummaryRow("Asked", Moments.text(swap.askedAt)),
            SummaryRow("In this state since", Moments.text(swap.since)),
        ]
        guard SwapAccess.readsWords(caller) else { return rows }
        if let reason = swap.reason { rows.append(SummaryRow("Reason given", reason)) }
        if let note = swap.note { rows.append(SummaryRow("Said with the last step", note)) }
        return rows
    }

    /// The steps open to somebody; whether they may be taken, the record decides.
    static func steps(_ swap: SwapRecord, for caller: Principal) -> [View.Part] {
        var links: [(name: String, words: String)] = []
        let isOpen = swap.state == .asked || swap.state == .agreed
        let own = caller.officerID
        if caller.role == .officer, isOpen {
            if own == swap.takes.officer, swap.state == .asked { links.append(("agree", "Agree to the swap")) }
            if own == swap.takes.officer { links.append(("decline", "Decline it")) }
            if own == swap.gives.officer { links.append(("withdraw", "Withdraw it")) }
        }
        if caller.role == .supervisor, swap.state == .agreed {
            guard own != swap.gives.officer, own != swap.takes.officer else {
                return [.paragraph("It is your own swap, so another supervisor decides.")]
            }
            links += [("approve", "Look at what it brings, and approve"), ("refuse", "Refuse it")]
        }
        guard !links.isEmpty else { return [] }
        var html = HTML()
        html.mark("<p class=\"buttons\">")
        for link in links {
            html.mark("<a class=\"button\"")
            html.attribute("href", "/swaps/\(swap.number)/\(link.name)")
            html.mark(">")
            html.say(link.words)
            html.mark("</a> ")
        }
        html.mark("</p>")
        return [.html(html.text)]
    }
}
