import Deployment
import Records

/// One non-deployment, as the officer it is about sees it: every text of the decision; their own words behind a purpose.
enum OwnRecordPage {
    static let show = WebRoute.page("/me/records/{nd}", .roles([.officer])) { call in
        let record = try await visible(call)
        return view(
            record, places: try await DecisionWords.places(of: [record.summary.terms.scope], in: call.house.pool),
            challenges: try await ChallengePages.part(of: record, call))
    }

    /// The officer's own words: asked for with a purpose, which is on record before the text is seen.
    static let annex = WebRoute.form(
        "/me/records/{nd}/annex", .roles([.officer]),
        fields: { call in
            _ = try await visible(call)
            return [
                Field(
                    "purpose", "What you read it for", .line(.free(5...200), width: .long),
                    hint: "5 to 200 characters. It is kept with the time of reading.")
            ]
        },
        show: { call, state in
            let number = try await visible(call).summary.number
            return View(
                "Read my own words in \(number)",
                [.form(state.view(call, button: "Read the text", cancel: "/me/records/\(number)"))])
        },
        submit: { call, form in
            let detail = try await visible(call)
            let texts = try await call.house.nonDeployments.readSealed(
                detail.summary.id, layer: .annex, by: call.caller.accountID, purpose: form.text("purpose"))
            return .view(annexView(texts, of: detail.summary.number))
        })

    private static func visible(_ call: WebCall) async throws -> NonDeploymentDetail {
        _ = try OfficerPages.own(call)
        return try await NonDeploymentAccess.visible(call.call.number("nd"), for: call.call)
    }

    /// The texts, once their reading is on record.
    static func annexView(_ texts: [String], of number: String) -> View {
        View(
            "My own words in \(number)",
            texts.map { View.Part.html("<p class=\"said\"><bdi>\(HTML.escaped($0))</bdi></p>") } + [
                .paragraph("This reading is on record. The text is gone when you leave the page."),
                .link("Back to \(number)", to: "/me/records/\(number)"),
            ])
    }

    /// The page of a record.
    static func view(
        _ record: NonDeploymentDetail, places: PlaceNames = PlaceNames(), challenges: [View.Part] = []
    ) -> View {
        let (summary, terms) = (record.summary, record.summary.terms)
        let state = DecisionWords.state(summary.state)
        var rows = [
            SummaryRow("State", state.text, tag: state.tone),
            SummaryRow("Why, in kind", DecisionWords.category(of: terms)),
            SummaryRow("Duties you are kept from", DecisionWords.scope(terms.scope, places)),
            SummaryRow("From", Moments.text(terms.startsAt)),
            SummaryRow("Ends by itself", Moments.text(terms.endsAt)),
            SummaryRow("Review by", Moments.text(terms.reviewAt)),
            SummaryRow(
                "In an emergency there", terms.emergencyResponse ? "You still respond" : "You do not respond"),
            SummaryRow("Raised by", record.raisedBy.name), SummaryRow("Drafted by", record.draftedBy.name),
        ]
        if let owed = summary.owedInFullBy { rows.append(SummaryRow("Owed in full by", Moments.text(owed))) }
        if let renews = record.renews { rows.append(SummaryRow("Renews", renews, link: "/me/records/\(renews)")) }
        if let renewed = record.renewedBy {
            rows.append(SummaryRow("Renewed by", renewed, link: "/me/records/\(renewed)"))
        }
        var parts: [View.Part] = [.summary(rows), .heading("What was weighed and decided"), .timeline(steps(record))]
        if record.hasAnnex { parts.append(.link("Read my own words", to: "/me/records/\(summary.number)/annex")) }
        parts.append(.link("Who read sensitive text about me", to: "/me/reads"))
        parts += challenges
        return View("Non-deployment \(summary.number)", parts)
    }

    private static func steps(_ record: NonDeploymentDetail) -> [TimelineStep] {
        let assessments = record.assessments.map { assessment in
            let name = assessment.kind == .welfare ? "Welfare assessment" : "Impartiality assessment"
            return (
                assessment.assessedAt,
                TimelineStep(
                    Moments.text(assessment.assessedAt), assessment.form == .short ? name + ", one line" : name,
                    by: assessment.assessedBy.name, text: assessment.text)
            )
        }
        let decisions = record.decisions.map { decision in
            let outcome = decision.outcome == .granted ? "Granted" : "Refused"
            let other = decision.alternatives.map { "\n\nWhat else was considered: \($0)" } ?? ""
            return (
                decision.decidedAt,
                TimelineStep(
                    Moments.text(decision.decidedAt),
                    decision.form == .short ? outcome + ", short form" : outcome,
                    by: "\(decision.decidedBy.name), as \(decision.decidedAs)", text: decision.reason + other)
            )
        }
        let reviews = record.reviews.map { review in
            (
                review.reviewedAt,
                TimelineStep(Moments.text(review.reviewedAt), "Review", by: review.reviewedBy.name, text: review.note)
            )
        }
        let endings = record.ending.map { ending in
            (
                ending.endedAt,
                TimelineStep(
                    Moments.text(ending.endedAt), DecisionWords.ending(ending.cause), by: ending.endedBy?.name,
                    text: ending.note)
            )
        }
        return (assessments + decisions + reviews + (endings.map { [$0] } ?? [])).sorted { $0.0 < $1.0 }.map(\.1)
    }
}
