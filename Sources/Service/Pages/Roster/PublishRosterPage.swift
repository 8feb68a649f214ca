import Deployment
import Records

/// Publication: what is accepted with it, by a second person, in a sentence that stays.
enum PublishRosterPage {
    static let routes = WebRoute.form(
        "/roster/versions/{version}/publish", BoardPages.planners, fields: { _ in fields },
        show: { call, state in
            let version = try await call.house.versions.get(call.call.number("version"))
            return view(version, try await stopping(version.id, call), state, call, caller: try call.caller)
        },
        submit: { call, form in
            let id = try call.call.number("version")
            guard form.all("checked").contains("yes") else {
                throw FormRefused("checked", "Say that you have looked at what is accepted")
            }
            _ = try await call.house.versions.publish(
                id, by: call.caller.accountID, statement: form.text("statement"))
            return .redirect("/roster/versions/\(id)", .published)
        })

    private static let fields = [
        Field(
            "checked", "Before you publish",
            .boxes([Field.Choice("yes", "I have looked at the unfilled duties and at what the roster breaks")])),
        Field(
            "statement", "What is accepted with it", .area(.free(10...2000), rows: 4),
            hint: "Such as: two nights at P027 below target until the course ends. It stays with the version for good.",
            pointers: ["/statement"]),
    ]

    /// Breaches that a publication is refused for, as they were found when the version was made.
    private static func stopping(_ version: Int64, _ call: WebCall) async throws -> [FoundBreach] {
        var (found, cursor): ([FoundBreach], String?) = ([], nil)
        repeat {
            let page = try await call.house.ruleSets.breaches(of: version, cursor: cursor, limit: 200)
            found += page.items.filter(\.stops)
            cursor = page.next
        } while cursor != nil
        return found
    }

    static func view(
        _ version: RosterVersion, _ stopping: [FoundBreach], _ state: FormState, _ call: WebCall, caller: Principal
    ) -> View {
        let own = "/roster/versions/\(version.id)"
        var parts: [View.Part] = [.summary(RosterVersionPage.facts(version)), .link("Look at it again", to: own)]
        if version.publishedBy != nil {
            parts.append(.paragraph("This version is published. From now on each change needs its ground."))
        } else if version.madeBy == caller.accountID {
            parts.append(
                .paragraph(
                    "You asked for this roster, so a second member of the duties office publishes it. "
                        + "Give them the address of this page."))
        } else {
            if !stopping.isEmpty {
                parts.append(
                    .paragraph(
                        "\(stopping.count) breaches stop this publication unless exceptions are on record by now; the "
                            + "version's page names them."))
            }
            parts += [
                .paragraph(
                    "Publishing makes every deployment stand and tells each officer of their duties. It cannot be "
                        + "undone: what turns out wrong is changed duty by duty, each with its ground."),
                .form(state.view(call, button: "Publish version \(version.id)", cancel: own)),
            ]
        }
        return View("Publish roster version \(version.id)", parts)
    }
}
