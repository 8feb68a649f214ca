import Deployment
import Records

/// Jobs and versions, newest first.
enum RosterListPage {
    static let route = WebRoute.page("/roster", BoardPages.planners) { call in
        let jobs = try await call.house.jobs.list(cursor: call.asked("jobs"), limit: 10)
        let versions = try await call.house.versions.list(cursor: call.asked("versions"), limit: 20)
        func next(_ name: String, _ cursor: String?) -> String? {
            cursor.map { "/roster?\(name)=\(WebResponder.escapedForQuery($0))" }
        }
        return View(
            "Rosters",
            [
                .html("<p><a class=\"button\" href=\"/roster/generate\">Generate a roster</a></p>"),
                .table(table(versions.items, more: next("versions", versions.next))),
                .table(table(jobs.items, more: next("jobs", jobs.next))),
            ])
    }

    static func table(_ versions: [RosterVersion], more: String?) -> TableView {
        TableView(
            "Versions", heads: ["Version", "Days", "Made", "Below minimum", "Below target", "State"],
            rows: versions.map { version in
                [
                    .init("Version \(version.id)", link: "/roster/versions/\(version.id)"),
                    .init(period(version.from, version.days)), .init(Moments.text(version.madeAt)),
                    .init(version.summary.map { String($0.dutiesBelowMin) } ?? "not counted", isNumber: true),
                    .init(version.summary.map { String($0.dutiesBelowTarget) } ?? "not counted", isNumber: true),
                    version.publishedAt.map { .init("Published \(Moments.text($0))", tag: .good) }
                        ?? .init("Proposal", tag: .note),
                ]
            }, empty: "No roster was made yet. Generate one.", more: more)
    }

    static func table(_ jobs: [RosterJob], more: String?) -> TableView {
        TableView(
            "Jobs", heads: ["Job", "Days", "Asked for", "State", "Result"],
            rows: jobs.map { job in
                [
                    .init("Job \(job.id)", link: "/roster/jobs/\(job.id)"),
                    .init(period(job.request.from, job.request.days)), .init(Moments.text(job.createdAt)),
                    job.state.tag,
                    job.result.map { .init("Version \($0.version)", link: "/roster/versions/\($0.version)") } ?? "",
                ]
            }, empty: "Nothing was asked for yet.", more: more)
    }

    static func period(_ from: Day, _ days: Int) -> String {
        "\(Moments.text(from)) to \(Moments.text(from.adding(days - 1)))"
    }
}

extension JobState {
    /// Its word and tone.
    var tag: TableView.Cell {
        switch self {
        case .queued: .init("Waiting", tag: .note)
        case .running: .init("Running", tag: .note)
        case .succeeded: .init("Done", tag: .good)
        case .failed: .init("Failed", tag: .bad)
        case .cancelled: .init("Cancelled", tag: .warn)
        }
    }
}
