import Deployment
import Records

/// The sealed texts of a concern: a purpose first, and the texts only in the answer to it.
enum ConcernReadingPage {
    static let routes = WebRoute.form(
        "/concerns/{concern}/reading", ConcernPages.listeners,
        fields: { call in
            _ = try await ConcernPage.visible(call)
            return [
                Field(
                    "purpose", "What you read it for", .line(.free(5...200), width: .long),
                    hint: "5 to 200 characters. The officer sees your name, the time and these words.")
            ]
        },
        show: { call, state in
            let number = try await ConcernPage.visible(call).summary.number
            return View(
                "Read concern \(number)",
                [.form(state.view(call, button: "Read the texts", cancel: "/concerns/\(number)"))])
        },
        submit: { call, form in
            let number = try await ConcernPage.visible(call).summary.number
            let texts = try await call.house.concerns.read(
                call.call.number("concern"), by: call.caller.accountID, purpose: form.text("purpose"))
            return .view(view(texts, of: number))
        })

    /// The texts, once their reading is on record.
    static func view(_ texts: [ConcernText], of number: String) -> View {
        var parts: [View.Part] = []
        for text in texts {
            parts.append(.heading(title(text.part)))
            parts.append(.html("<p class=\"said\"><bdi>\(HTML.escaped(text.text))</bdi></p>"))
        }
        return View(
            "Texts of concern \(number)",
            parts + [
                .paragraph("This reading is on record. The texts are gone when you leave the page."),
                .link("Back to concern \(number)", to: "/concerns/\(number)"),
            ])
    }

    private static func title(_ part: ConcernPart) -> String {
        switch part {
        case .what: "What it is about"
        case .help: "What would help"
        case .ownWords: "In the officer's own words"
        case .acknowledged: "Said when it was taken on"
        case .answered: "The answer"
        case .withdrawn: "Said when it was withdrawn"
        }
    }
}
