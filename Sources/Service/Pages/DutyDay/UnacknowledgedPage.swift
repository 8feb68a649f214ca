import Deployment
import Records

/// Changes that officers have yet to acknowledge: whom to ring, the longest told first.
enum UnacknowledgedPage {
    static let route = WebRoute.page("/changes/unacknowledged", BoardPages.planners) { call in
        let turning = try Turning(call)
        let page = try await UnacknowledgedChange.list(
            cursor: turning.mark, limit: turning.limit, in: call.house.pool)
        let names = try await OfficerNames.read(page.items.map(\.officer), in: call.house.pool)
        return View(
            "Changes to be acknowledged",
            [
                .table(
                    TableView(
                        "Not acknowledged yet, the longest told first",
                        heads: ["Change", "Officer", "Duty of", "Told", "Seen", "Answer by"],
                        rows: page.items.map { one in
                            [
                                .init("Change \(one.change)", link: "/changes/\(one.change)"),
                                .init(names.called(one.officer), link: "/officers/\(one.officer)"),
                                .init(one.day.map { Moments.text($0) } ?? ""), .init(Moments.text(one.toldAt)),
                                one.isSeen ? .init("Seen", tag: .note) : .init("Not seen", tag: .warn),
                                .init(
                                    one.answerBy.map { Moments.text($0) } ?? "",
                                    tag: one.answerBy.map { $0 < call.now } == true ? .bad : nil),
                            ]
                        }, empty: "Every change is acknowledged.",
                        more: turning.next(page.next, of: "/changes/unacknowledged"))),
                .link("All changes", to: "/changes"),
            ])
    }
}
