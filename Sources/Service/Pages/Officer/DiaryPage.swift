import Deployment
import FoundationEssentials
import Records

/// An officer's own duties: a month as a calendar or as a list, the next duty on top, and what changed.
enum DiaryPage {
    static let show = WebRoute.page("/me", .roles([.officer])) { call in
        let own = try OfficerPages.own(call)
        let month = call.asked("month").flatMap(DiaryMonth.init) ?? DiaryMonth(of: call.today)
        let turning = try Turning(call, keeping: ["month", "view"])
        let house = call.house
        var diary = Diary(month: month, today: call.today)
        diary.duties = try await house.standing.list(from: month.first, to: month.last, officer: own, limit: 200).items
        // A duty of yesterday may go on past midnight.
        diary.next = try await house.standing.list(
            from: call.today.adding(-1), to: call.today.adding(366), officer: own, limit: 10
        ).items.first { $0.endsAt > call.now }
        diary.places = try await DutyWords.places(
            of: diary.duties + [diary.next].compactMap(\.self), in: house.pool)
        diary.waiting = try await house.notifications.waiting(for: call.caller.accountID)
        let changes = try await house.changes.list(
            from: month.first, to: month.last, officer: own, cursor: turning.mark, limit: turning.limit)
        diary.changes = changes.items.map { $0.part(of: own) }
        diary.more = turning.next(changes.next, of: "/me")
        return view(diary, of: own, asList: call.asked("view") == "list")
    }

    /// The page of a diary.
    static func view(_ diary: Diary, of own: String, asList: Bool) -> View {
        var parts = waiting(diary) + next(diary)
        parts.append(.heading(diary.month.words))
        parts.append(.html(turning(diary, asList: asList)))
        if diary.duties.isEmpty {
            parts.append(.paragraph("No duties are published for you in \(diary.month.words)."))
        }
        if asList, !diary.duties.isEmpty {
            parts.append(.table(list(diary)))
        } else if !asList {
            parts.append(.html(grid(diary)))
        }
        parts.append(.heading("Changes of this month's duties"))
        parts.append(.table(changes(diary, of: own)))
        return View("My duties", parts)
    }

    private static func waiting(_ diary: Diary) -> [View.Part] {
        guard !diary.waiting.isEmpty else { return [] }
        let rows = diary.waiting.map { notice in
            [
                TableView.Cell(notice.title, link: "/due"), TableView.Cell(notice.day.map { Moments.text($0) } ?? ""),
                TableView.Cell(notice.answerBy.map { Moments.text($0) } ?? ""),
                notice.isUrgent ? TableView.Cell("Urgent", tag: .bad) : "",
            ]
        }
        return [
            .heading("To be acknowledged"),
            .table(TableView("What you were told", heads: ["What", "Day", "Answer by", ""], rows: rows, empty: "")),
            .link("Read and acknowledge", to: "/due"),
        ]
    }

    private static func next(_ diary: Diary) -> [View.Part] {
        guard let duty = diary.next else {
            return [.heading("Next duty"), .paragraph("No duty is published for you from today on.")]
        }
        return [
            .heading("Next duty"),
            .summary([
                SummaryRow("Day", Moments.text(duty.day)),
                SummaryRow("Time", DutyWords.times(duty)),
                SummaryRow("Shift", duty.shift), SummaryRow("Where", DutyWords.place(duty, diary.places)),
            ]),
        ]
    }

    /// Links to the months beside this one and to the other way of showing it.
    private static func turning(_ diary: Diary, asList: Bool) -> String {
        let (month, view) = (diary.month, asList ? "list" : "month")
        var html = HTML()
        func link(_ path: String, _ words: String, isHere: Bool = false) {
            html.mark("<li><a")
            html.attribute("href", path)
            if isHere { html.attribute("aria-current", "page") }
            html.mark(">")
            html.say(words)
            html.mark("</a></li>")
        }
        html.mark("<nav class=\"turning\" aria-label=\"Months\"><ul>")
        link("/me?month=\(month.previous.code)&view=\(view)", month.previous.words)
        link("/me?view=\(view)", "This month")
        link("/me?month=\(month.next.code)&view=\(view)", month.next.words)
        link("/me?month=\(month.code)&view=month", "As a month", isHere: !asList)
        link("/me?month=\(month.code)&view=list", "As a list", isHere: asList)
        html.mark("</ul></nav>")
        return html.text
    }

    private static func list(_ diary: Diary) -> TableView {
        TableView(
            "Duties in \(diary.month.words)", heads: ["Day", "Time", "Shift", "Where", "Swap"],
            rows: diary.duties.map { duty in
                [
                    TableView.Cell(Moments.text(duty.day)), TableView.Cell(DutyWords.times(duty)),
                    TableView.Cell(duty.shift), TableView.Cell(DutyWords.place(duty, diary.places)),
                    duty.day > diary.today
                        ? TableView.Cell("Ask for a swap", link: "/swaps/new?duty=\(duty.id)") : "",
                ]
            }, empty: "")
    }

    private static func grid(_ diary: Diary) -> String {
        var html = HTML()
        html.mark(
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Month\"><table class=\"month\"><caption>"
        )
        html.say("Duties in \(diary.month.words)")
        html.mark("</caption><thead><tr>")
        for place in 0..<7 {
            html.mark("<th scope=\"col\">")
            html.say(Moments.weekday(diary.month.first.monday.adding(place)))
            html.mark("</th>")
        }
        html.mark("</tr></thead><tbody>")
        for monday in diary.month.weeks {
            html.mark("<tr>")
            for place in 0..<7 { cell(monday.adding(place), diary, &html) }
            html.mark("</tr>")
        }
        html.mark("</tbody></table></div>")
        return html.text
    }

    private static func cell(_ day: Day, _ diary: Diary, _ html: inout HTML) {
        guard (diary.month.first...diary.month.last).contains(day) else {
            html.mark("<td></td>")
            return
        }
        html.mark("<td")
        if day == diary.today { html.attribute("aria-current", "date") }
        // A telephone shows the days with duties only, one below the other, each under its whole date.
        html.attribute("data-day", Moments.text(day))
        html.mark("><p class=\"date\">")
        html.say(String(day.civil.day))
        if day == diary.today { html.mark(" <span class=\"tag note\">Today</span>") }
        html.mark("</p>")
        for duty in diary.duties where duty.day == day {
            html.mark("<p class=\"duty\"><strong><bdi>")
            html.say(duty.shift)
            html.mark("</bdi></strong> ")
            html.say(DutyWords.times(duty))
            html.mark("<br><bdi>")
            html.say(DutyWords.place(duty, diary.places))
            html.mark("</bdi></p>")
        }
        html.mark("</td>")
    }

    private static func changes(_ diary: Diary, of own: String) -> TableView {
        TableView(
            "Changes", heads: ["Told", "Was", "Is now", "Why", "Notice", "What it brings you"],
            rows: diary.changes.map { change in
                [
                    TableView.Cell(Moments.text(change.madeAt)),
                    TableView.Cell(change.removed.map(duty) ?? "No duty"),
                    TableView.Cell(change.placed.map(duty) ?? "No duty"),
                    // Why somebody else came off a duty is not for the one who takes it.
                    TableView.Cell(change.removed == nil ? "A duty to be filled" : change.ground.label),
                    TableView.Cell(notice(change.noticeDays)),
                    TableView.Cell(
                        change.consequences.isEmpty
                            ? "Nothing" : change.consequences.map(\.words).joined(separator: "; ")),
                ]
            }, empty: "No changes.", more: diary.more)
    }

    private static func duty(_ deployment: VersionDeployment) -> String {
        "\(Moments.text(deployment.day)), shift \(deployment.shift)"
    }

    private static func notice(_ days: Int?) -> String {
        guard let days else { return "" }
        return days < 0 ? "None" : days == 1 ? "1 clear day" : "\(days) clear days"
    }
}
