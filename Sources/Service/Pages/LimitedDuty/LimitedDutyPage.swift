import Deployment
import HTTPTypes
import Records

/// One restriction: what it leaves room for, and how it was reviewed.
enum LimitedDutyPage {
    static let show = WebRoute.page("/limited-duty/{restriction}", LimitedDutyPages.readers) { call in
        let record = try await visible(call)
        let reviews = try await call.house.limitedDuty.reviews(of: record.id)
        let caller = try call.caller
        let posts = try await call.house.limitedDuty.postsThatSuit(record.officer, on: call.today)
        let places = try await PlaceNames.read(posts.flatMap { [$0.post, $0.site] }, in: call.house.pool)
        let limits = try await call.house.limitedDuty.functionalLimits()
        return view(
            record, reviews: reviews, limits: limits,
            // A covert post has no name here, and is shown to planners only.
            posts: posts.filter { caller.role == .duties || places.knows($0.post) }, places: places, for: caller)
    }

    /// The restriction of the path, where it is the caller's to see.
    static func visible(_ call: WebCall) async throws -> LimitedDutyRecord {
        let found = try await call.house.limitedDuty.get(call.call.part("restriction"), asOf: call.now)
        try Whose.check(found.officer, team: found.team, call.call)
        return found
    }

    /// The page of a restriction.
    static func view(
        _ record: LimitedDutyRecord, reviews: [RestrictionReviewRecord], limits: [FunctionalLimit],
        posts: [SuitingPost], places: PlaceNames, for caller: Principal
    ) -> View {
        var parts: [View.Part] = [.summary(summary(record))]
        if caller.role == .supervisor, caller.officerID != record.officer {
            let path = HTML.escaped("/limited-duty/\(record.id)/review")
            parts.append(.html("<p><a class=\"button\" href=\"\(path)\">Record a review</a></p>"))
        }
        parts += [
            .table(
                TableView(
                    "Posts that suit today", heads: ["Post", "Site", "Shifts", "Wanted"],
                    rows: posts.map { post in
                        [
                            TableView.Cell("\(post.name) \(post.post)"), TableView.Cell(places.called(post.site)),
                            TableView.Cell(post.shifts.joined(separator: ", ")),
                            post.isWanted ? TableView.Cell("Somebody is wanted", tag: .good) : "No",
                        ]
                    }, empty: "No post suits today.")),
            .heading("Reviews"),
        ]
        parts.append(
            reviews.isEmpty ? .paragraph("It was never reviewed.") : .timeline(reviews.map { step($0, limits) }))
        return View("Limited duty \(record.id)", parts)
    }

    static func summary(_ record: LimitedDutyRecord) -> [SummaryRow] {
        let review = Moments.text(record.reviewOn)
        return [
            SummaryRow("Officer", "\(record.name) \(record.officer)"), SummaryRow("Team", record.team),
            SummaryRow("Kind", TeamView.kind(record.kind)),
            SummaryRow("What the officer cannot do", record.words),
            SummaryRow("From", Moments.text(record.from)),
            SummaryRow("Until", record.to.map { Moments.text($0) } ?? "Open"),
            record.isOverdue
                ? SummaryRow("Next review", "Overdue since \(review)", tag: .bad) : SummaryRow("Next review", review),
        ]
    }

    private static func step(_ review: RestrictionReviewRecord, _ limits: [FunctionalLimit]) -> TimelineStep {
        let title =
            review.endedOn.map { "Reviewed: it ends with \(Moments.text($0))" }
            ?? review.nextReview.map { "Reviewed; the next review is on \(Moments.text($0))" } ?? "Reviewed"
        let words = review.limits.map { ids in
            ids.map { id in limits.first { $0.id == id }?.words ?? id }.joined(separator: "; ")
        }
        return TimelineStep(Moments.text(review.reviewedAt), title, text: words.map { "Limits from then on: \($0)" })
    }
}
