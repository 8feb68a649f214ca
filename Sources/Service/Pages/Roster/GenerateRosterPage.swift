import Deployment
import Records

/// Asks for a roster. Who asks for the days of a job under way is led to that job.
enum GenerateRosterPage {
    private static let usualDays = 28

    static let routes = WebRoute.form(
        "/roster/generate", BoardPages.planners, fields: { _ in fields },
        show: { call, state in
            View(
                "Generate a roster",
                [
                    .paragraph(
                        "What is on record now is honoured: patterns, absences, restrictions, currencies, decisions and "
                            + "levels. Nobody is told anything before a second person publishes the roster."),
                    .form(
                        state.view(
                            call, button: "Generate", cancel: "/roster",
                            given: [
                                "from": [try await nextMonday(call).description], "days": [String(usualDays)],
                                "seconds": ["120"], "seed": ["1"],
                            ])),
                ])
        },
        submit: { call, form in
            guard let from = form.day("from"), let days = Int(form.text("days")),
                let seconds = Double(form.text("seconds"))
            else { throw FormRefused(nil, "Fill in the days and the time again") }
            let (job, isNew) = try await call.house.jobs.enqueue(
                GenerateRequest(
                    from: from, days: days, seconds: seconds, seed: form.optional("seed").flatMap { Int($0) } ?? 1,
                    threads: call.house.jobThreads), by: call.caller.accountID, now: call.now)
            return .redirect("/roster/jobs/\(job.id)", isNew ? .queued : nil)
        })

    private static let fields = [
        Field("from", "First day", .day, hint: "A Monday.", pointers: ["/from"]),
        Field(
            "days", "Days", .select(["7", "14", "28", "56", "84"].map { Field.Choice($0, $0) }), pointers: ["/days"]),
        Field(
            "seconds", "Time to search",
            .select([
                Field.Choice("30", "30 seconds"), Field.Choice("120", "2 minutes"), Field.Choice("300", "5 minutes"),
                Field.Choice("900", "15 minutes"), Field.Choice("3600", "1 hour"),
            ]), hint: "More time finds a better roster.", pointers: ["/seconds"]),
        Field(
            "seed", "Seed", .line(.decimal(0...1_000_000), width: .short),
            hint: "Another number tries another way. The same record, seed and time make rosters alike.",
            isOptional: true, pointers: ["/seed"]),
    ]

    /// The first Monday that no published roster covers.
    private static func nextMonday(_ call: WebCall) async throws -> Day {
        let usual = call.today.monday.adding(7)
        var (latest, cursor): (Day, String?) = (usual, nil)
        // Publications lie among the newest versions; whoever needs another day types it.
        for _ in 0..<4 {
            let page = try await call.house.versions.list(cursor: cursor, limit: 50)
            for version in page.items where version.publishedBy != nil {
                latest = max(latest, version.from.adding(version.days + 6).monday)
            }
            cursor = page.next
            if cursor == nil { break }
        }
        return latest
    }
}
