import Deployment
import FoundationEssentials
import Records

/// A team's day as its page shows it.
struct TeamView: Sendable {
    let team: String
    let day: Day
    let isToday: Bool
    let board: TeamDay
    /// Short forms whose full form is owed.
    let shortForms: [NonDeploymentSummary]
    /// Records whose review is due by the end of the day.
    let reviews: [NonDeploymentSummary]
    /// Open questions that were asked of the reader.
    let questions: [Question]
    let names: [String: TeamMember]
    let caller: Principal

    var view: View {
        View(
            "Team \(team), \(Moments.text(day))",
            [
                .html(TeamView.chooser(team, day: day)), .html(TeamView.starts), .table(onDuty), .table(away),
                .table(owed), .table(due), .table(asked),
            ]
        ).with { $0.isWide = true }
    }

    private static let starts = """
        <p class="buttons"><a class="button" href="/decisions/short">Record a short form</a> \
        <a href="/decisions/new">Start a full form</a></p>
        <p class="steps"><a href="/swaps">Swaps to decide</a> <a href="/limited-duty">Limited duty</a> \
        <a href="/patterns">Individual patterns</a> <a href="/challenges">My challenges</a></p>
        """

    private var onDuty: TableView {
        TableView(
            isToday ? "On duty today" : "On duty",
            heads: ["Officer", "Shift", "Site", "Post", "From", "Until", "Short form"],
            rows: board.onDuty.map { duty in
                [
                    person(duty.name, duty.officer), TableView.Cell(duty.shiftName), TableView.Cell(duty.site),
                    TableView.Cell(duty.post.map { "\($0) \(duty.postName ?? "")" } ?? "Not shown"),
                    TableView.Cell(Moments.text(duty.startsAt)), TableView.Cell(Moments.text(duty.endsAt)),
                    // Nobody drafts about themselves.
                    duty.officer == caller.officerID
                        ? TableView.Cell("")
                        : TableView.Cell("Record for \(duty.name)", link: "/decisions/short?officer=\(duty.officer)"),
                ]
            }, empty: "Nobody of team \(team) is on duty.")
    }

    private var away: TableView {
        TableView(
            "Away or with limits", heads: ["Officer", "Kind", "From", "Until"],
            rows: board.away.map { absence in
                [
                    person(absence.name, absence.officer), TableView.Cell(TeamView.kind(absence.kind)),
                    TableView.Cell(Moments.text(absence.from)),
                    TableView.Cell(absence.to.map { Moments.text($0) } ?? "Open"),
                ]
            }, empty: "Nobody of team \(team) is away.")
    }

    private var owed: TableView {
        TableView(
            "Short forms owed in full", heads: ["Number", "Officer", "Until", "Full form by"],
            rows: shortForms.map { item in
                [
                    record(item), TableView.Cell(DecisionWords.officer(item.officer, names)),
                    TableView.Cell(Moments.text(item.terms.endsAt)),
                    TableView.Cell(item.owedInFullBy.map { Moments.text($0) } ?? ""),
                ]
            }, empty: "No full form is owed.")
    }

    private var due: TableView {
        TableView(
            "Reviews due", heads: ["Number", "Officer", "Kept from", "Review due"],
            rows: reviews.map { item in
                [
                    record(item), TableView.Cell(DecisionWords.officer(item.officer, names)),
                    TableView.Cell(DecisionWords.scope(item.terms.scope)),
                    TableView.Cell(Moments.text(item.terms.reviewAt)),
                ]
            }, empty: "No reviews due.")
    }

    private var asked: TableView {
        TableView(
            "Questions to me", heads: ["Number", "Question", "Officer", "Day", "Answer by"],
            rows: questions.map { question in
                [
                    TableView.Cell(
                        question.number,
                        link: WebPages.link(
                            "/questions/{question}", "/questions/\(question.number)", for: caller.role)),
                    TableView.Cell(question.wording), TableView.Cell(question.officer ?? "The whole shift"),
                    TableView.Cell(Moments.text(question.day)), TableView.Cell(Moments.text(question.answerBy)),
                ]
            }, empty: "No questions.")
    }

    private func person(_ name: String, _ id: String) -> TableView.Cell {
        TableView.Cell(
            "\(name), \(id)", link: WebPages.link("/officers/{officer}", "/officers/\(id)", for: caller.role))
    }

    private func record(_ item: NonDeploymentSummary) -> TableView.Cell {
        TableView.Cell(item.number, link: "/decisions/\(item.number)")
    }

    /// A kind of abstraction or restriction as people say it.
    static func kind(_ kind: String) -> String {
        switch kind {
        case "lieu": "Time off in lieu"
        case "post_incident": "Post-incident"
        case "restricted": "Restricted duty"
        case "recuperative": "Recuperative duty"
        default: kind.prefix(1).uppercased() + kind.dropFirst().replacing("_", with: " ")
        }
    }

    /// Another day or team, by the address.
    static func chooser(_ team: String?, day: Day) -> String {
        var html = HTML()
        html.mark(#"<form class="filters" method="get" action="/team"><div><label for="day">Day</label>"#)
        html.mark(#"<input id="day" name="day" type="date""#)
        html.attribute("value", day.description)
        html.mark(#"></div><div><label for="team">Team</label><input class="short" id="team" name="team""#)
        html.attribute("value", team ?? "")
        html.mark("></div><button>Show</button></form>")
        if let team {
            html.mark("<p><a")
            html.attribute("href", "/team?day=\(day.adding(-1))&team=\(team)")
            html.mark(">Day before</a> <a")
            html.attribute("href", "/team?day=\(day.adding(1))&team=\(team)")
            html.mark(">Day after</a></p>")
        }
        return html.text
    }
}
