import Deployment
import HTTPTypes
import Records

/// Varying what was decided. A decision is never rewritten, so this page leads to what takes its place.
enum VaryPage {
    static let routes: [WebRoute] = [
        .page("/decisions/{nd}/vary", DecisionPages.deciders) { call in
            view(try await StepPages.record(.vary, call), for: try call.caller.role)
        }
    ]

    /// The ways to vary a record in its state.
    static func view(_ detail: NonDeploymentDetail, for role: Role) -> View {
        let number = detail.summary.number
        var parts: [View.Part] = [.summary(StepPages.summary(detail))]
        if detail.summary.state == .shortForm {
            parts += [
                .paragraph(
                    "The short form stands as it was recorded until it ends. New terms are decided with the full form."),
                .link("Write new terms for the full form", to: "/decisions/\(number)/terms"),
            ]
            // Gold records no short forms.
            if let path = WebPages.link(
                "/decisions/short", "/decisions/short?officer=\(detail.summary.officer)", for: role)
            {
                parts += [
                    .paragraph(
                        "If it must change at once, record another short form with what holds now, then end this one."),
                    .link("Record another short form", to: path),
                ]
            }
        } else {
            parts += [
                .paragraph(
                    "What was granted is not rewritten. Other duties, places or dates are a new record that renews this one: with its own assessments, decided at a higher rank."
                )
            ]
            if detail.renewedBy == nil {
                parts.append(
                    .link("Open a new record with these terms from now on", to: "/decisions/\(number)/renew?from=now"))
            } else if let other = detail.renewedBy {
                parts += [
                    .paragraph("It is renewed already; vary that record instead."),
                    .link("Open \(other)", to: "/decisions/\(other)"),
                ]
            }
            parts.append(.paragraph("Until the new one is decided, this one stands."))
        }
        return View(
            "\(number): vary it",
            parts + [
                .paragraph("If it should only be shorter, end it when it is no longer needed."),
                .link("End it early", to: "/decisions/\(number)/end"),
                .link("Back to \(number)", to: "/decisions/\(number)"),
            ])
    }
}
