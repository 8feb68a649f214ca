import Deployment
import FoundationEssentials
import Records

/// One question, and its answer.
enum QuestionPage {
    static let routes =
        [
            WebRoute.page("/questions/{question}", QuestionPages.readers) { call in
                let question = try await question(call)
                return view(
                    question, try await OfficerNames.read([question.officer].compactMap(\.self), in: call.house.pool),
                    caller: try call.caller)
            }
        ]
        + WebRoute.form(
            "/questions/{question}/answer", .roles([.supervisor, .duties]), fields: { _ in fields },
            show: { call, state in
                let question = try await question(call)
                guard question.ended == nil else {
                    return View(
                        "\(question.number) has ended",
                        [.link("The question and how it ended", to: "/questions/\(question.number)")])
                }
                return View(
                    "Answer \(question.number)",
                    [
                        .html("<p class=\"said\"><bdi>\(HTML.escaped(question.wording))</bdi></p>"),
                        .paragraph(
                            "Answering ends the question. Where a row on record says why, name it; without one the question "
                                + "goes to the Gold group with your words."),
                        .form(state.view(call, button: "Answer", cancel: "/questions/\(question.number)")),
                    ])
            },
            submit: { call, form in
                let question = try await question(call)
                let row = CoveringRow(rawValue: form.text("row"))
                if row != nil, form.optional("rowKey") == nil {
                    throw FormRefused("rowKey", "Enter the number of the row that says why")
                }
                _ = try await call.house.questions.answer(
                    question.id,
                    Questions.Answer(words: form.text("words"), row: row, rowKey: form.optional("rowKey")),
                    by: call.caller.accountID)
                return .redirect("/questions/\(question.number)", .recorded)
            })

    private static let fields = [
        Field(
            "words", "What happened", .area(.free(10...2000), rows: 4), hint: "In a sentence.", pointers: ["/words"]),
        Field(
            "row", "What is on record about it",
            .select(CoveringRow.allCases.map { Field.Choice($0.rawValue, $0.label) }),
            hint: "Leave empty where nothing is on record.", isOptional: true, pointers: ["/row"]),
        Field(
            "rowKey", "Its number", .line(.token(40), width: .short),
            hint: "Such as A12, R3 or ND-41; a skill by its code.",
            isOptional: true, pointers: ["/rowKey"]),
    ]

    /// The question of the address, as far as the caller's role sees questions.
    private static func question(_ call: WebCall) async throws -> Question {
        let caller = try call.caller
        return try await call.house.questions.get(
            call.call.number("question"), for: caller.accountID, scope: Routes.scope(of: caller))
    }

    static func view(_ question: Question, _ names: OfficerNames, caller: Principal) -> View {
        var rows = [
            SummaryRow("About", question.officer.map { names.called($0) } ?? "the whole shift"),
            SummaryRow(
                "Day and shift", "\(Moments.text(question.day)) \(question.shift)",
                link: caller.role == .gold ? nil : AttendancePage.path(question.day, question.shift)),
        ]
        if let post = question.post {
            rows.append(
                SummaryRow(
                    "Post", post,
                    link: caller.role == .gold ? nil : DutyPage.path(post, question.day, question.shift)))
        }
        rows += [
            SummaryRow("Recorded", question.status.replacing("_", with: " ")),
            SummaryRow("Asked", Moments.text(question.askedAt) + (question.isMine ? ", of you among others" : "")),
        ]
        if let ended = question.ended {
            rows.append(
                SummaryRow(
                    "Ended", ended.words + (question.endedAt.map { ", \(Moments.text($0))" } ?? ""), tag: .good))
        } else {
            rows.append(SummaryRow("Answer by", Moments.text(question.answerBy), tag: .warn))
        }
        if let row = question.row {
            rows.append(SummaryRow("What says why", "\(row.label) \(question.rowKey ?? "")"))
        }
        if let flag = question.flag {
            rows.append(SummaryRow("Flag", flag, link: caller.role == .gold ? "/flags/\(flag)" : nil))
        }
        var parts: [View.Part] = [
            .html("<p class=\"said\"><bdi>\(HTML.escaped(question.wording))</bdi></p>"), .summary(rows),
        ]
        if let answer = question.answer {
            parts.append(.heading("The answer"))
            parts.append(
                Routes.hidesAnswer(of: question, from: caller)
                    ? .paragraph("Its words are for the line and the Gold group.")
                    : .html("<p class=\"said\"><bdi>\(HTML.escaped(answer))</bdi></p>"))
        }
        if question.ended == nil, caller.role != .gold {
            parts.append(.link("Answer this question", to: "/questions/\(question.number)/answer"))
        }
        parts.append(.link("All questions", to: "/questions"))
        return View("Question \(question.number)", parts)
    }
}

extension CoveringRow {
    /// As a list of rows shows it.
    var label: String {
        switch self {
        case .abstraction: "Absence"
        case .restriction: "Restricted or recuperative duty"
        case .nonDeployment: "Non-deployment"
        case .lapsedCurrency: "Lapsed currency"
        }
    }
}
