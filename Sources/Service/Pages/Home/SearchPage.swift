import Deployment
import HTTPTypes
import Records

/// Leads from a number to its page, which decides for itself what may be seen: nothing is told here of what there is.
enum SearchPage {
    static let routes: [WebRoute] = [
        WebRoute(method: .get, path: "/search", access: .signedIn) { call in
            let asked = (call.asked("q") ?? "").stripped.uppercased()
            guard let path = path(of: asked, for: try call.caller.role) else { return .view(nothing) }
            return .redirect(path)
        }
    ]

    private static let nothing = View(
        "Nothing found",
        [
            .paragraph(
                "Search by a whole number: an officer's (W00024), a site's (S014), a case's (G-3), a record's (ND-4), "
                    + "a concern's (C-2), a swap's (SW-5), a challenge's (CH-1) or a flag's (F-7). What your role may not see is not found."
            )
        ])

    /// Where a number leads for a role; nil where it is none, or leads to no page of that role.
    static func path(of number: String, for role: Role) -> String? {
        let forms: [(TextForm, String, (String) -> String)] = [
            (.nonDeployment, "/decisions/{nd}", { "/decisions/\($0)" }),
            (.goldCase, "/cases/{case}", { "/cases/\($0)" }),
            (.goldCase, "/advice/{case}", { "/advice/\($0)" }),
            (PathParts.form("concern"), "/concerns/{concern}", { "/concerns/\($0)" }),
            (PathParts.form("flag"), "/flags/{flag}", { "/flags/\($0)" }),
            (PathParts.form("site"), "/sites/{site}", { "/sites/\($0)" }),
            (.question, "/questions/{question}", { "/questions/\($0)" }),
            (.operation, "/operations/{operation}", { "/operations/\($0)" }),
            (.swap, "/swaps/{swap}", { "/swaps/\($0)" }),
            (PathParts.form("challenge"), "/challenges/{challenge}", { "/challenges/\($0)" }),
            (.restriction, "/limited-duty/{restriction}", { "/limited-duty/\($0)" }),
            (.officer, "/officers/{officer}", { "/officers/\($0)" }),
        ]
        for (form, pattern, path) in forms where form.fault(in: number) == nil {
            let isKnown = WebPages.all.contains {
                $0.method == .get && $0.path == pattern && $0.access.lets(role)
            }
            if isKnown { return path(number) }
        }
        return nil
    }
}
