import Deployment
import FoundationEssentials
import Records

/// Questions about differences between published and worked: one's own first, then the oldest.
enum QuestionListPage {
    static let route = WebRoute.page("/questions", QuestionPages.readers) { call in
        let (caller, turning) = (try call.caller, try Turning(call, keeping: ["ended"]))
        let isEnded = call.asked("ended") == "1"
        let page = try await call.house.questions.list(
            for: caller.accountID, scope: Routes.scope(of: caller), ended: isEnded, cursor: turning.mark,
            limit: turning.limit)
        let names = try await OfficerNames.read(page.items.compactMap(\.officer), in: call.house.pool)
        return View(
            "Questions",
            [
                .paragraph(
                    "Where the record of a shift differs from what was published, a question is asked. It ends with the row "
                        + "that says why, or it goes to the Gold group. A question is not an accusation."),
                AddressFilters("Filter questions", to: "/questions").with("ended", "Answered ones", .box(isEnded)).part,
                .table(
                    table(
                        page.items, names, now: call.now, isEnded: isEnded,
                        more: turning.next(page.next, of: "/questions"))),
            ])
    }

    static func table(
        _ questions: [Question], _ names: OfficerNames, now: Date, isEnded: Bool, more: String?
    ) -> TableView {
        TableView(
            isEnded ? "Questions that have ended" : "Open questions",
            heads: ["Question", "Officer", "Duty", "Asked", isEnded ? "Ended" : "Answer by"],
            rows: questions.map { question in
                [
                    .init(
                        "\(question.number): \(question.kind.words)", link: "/questions/\(question.number)",
                        tag: nil),
                    .init(question.officer.map { names.called($0) } ?? "The whole shift"),
                    .init(
                        "\(Moments.text(question.day)) \(question.shift)" + (question.post.map { " \($0)" } ?? "")),
                    .init(question.isMine ? "of you" : "of others", tag: question.isMine ? .note : nil),
                    isEnded
                        ? .init(question.ended?.words ?? "")
                        : .init(Moments.text(question.answerBy), tag: question.answerBy < now ? .bad : nil),
                ]
            },
            empty: isEnded ? "No question has ended yet." : "No questions.", more: more)
    }
}

extension QuestionKind {
    /// What it is about, in a few words.
    var words: String {
        switch self {
        case .notWorked: "not worked"
        case .otherPost: "worked at another post"
        case .unpublished: "worked without a published duty"
        case .noReturn: "nothing recorded"
        }
    }
}

extension QuestionEnd {
    /// How it ended, in words.
    var words: String {
        switch self {
        case .row: "A row on record says why"
        case .gone: "The difference is gone"
        case .flagged: "With the Gold group"
        }
    }
}
