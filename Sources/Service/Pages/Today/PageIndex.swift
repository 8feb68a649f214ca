import Deployment
import HTTPTypes
import Records

/// Places by what they are for, so that the head of each page can stay short and nothing is out of reach.
enum PageIndex {
    static let routes = [
        WebRoute.page("/more", .signedIn) { call in
            let found = parts(for: try call.caller.role)
            return View(
                "More pages",
                found.isEmpty ? [.paragraph("Every page of your role is named at the head of this one.")] : found)
        }
    ]

    private static let groups: [(name: String, places: [(name: String, path: String)])] = [
        (
            "The day",
            [
                ("Attendance of a shift", "/attendance"), ("Questions about attendance", "/questions"),
                ("Changes of duties", "/changes"), ("Repairs", "/repairs"),
            ]
        ),
        (
            "The roster",
            [
                ("Rosters and their versions", "/roster"), ("Unfilled duties", "/unfilled"),
                ("Rules, breaches and exceptions", "/rules"), ("Rest days owed", "/rest-days-owed"),
                ("Swaps", "/swaps"),
            ]
        ),
        ("Places", [("Sites and their levels", "/sites"), ("Operations", "/operations")]),
        (
            "People",
            [
                ("Currencies that lapse", "/currencies"), ("Duties re-opened by a lapse", "/currencies/reopened"),
                ("Training sessions", "/training"), ("Limited duty", "/limited-duty"),
                ("Individual patterns", "/patterns"),
            ]
        ),
        ("Files", [("Import master data", "/import"), ("Export master data", "/export")]),
    ]

    /// The groups as lists of links: pages that there are, and that the role may use.
    static func parts(for role: Role) -> [View.Part] {
        groups.compactMap { group in
            let places = group.places.filter { place in
                WebPages.all.contains { $0.method == .get && $0.path == place.path && $0.access.lets(role) }
            }
            guard !places.isEmpty else { return nil }
            var html = HTML()
            html.mark("<section><h2>")
            html.say(group.name)
            html.mark("</h2><ul>")
            for (name, path) in places {
                html.mark("<li><a")
                html.attribute("href", path)
                html.mark(">")
                html.say(name)
                html.mark("</a></li>")
            }
            html.mark("</ul></section>")
            return .html(html.text)
        }
    }
}
