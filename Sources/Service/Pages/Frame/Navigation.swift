import Deployment
import HTTPTypes

/// The pages that each role finds at the head of every page.
enum Navigation {
    struct Place: Sendable {
        var name: String
        var path: String
    }

    /// In the order of daily use.
    static func places(_ role: Role) -> [Place] {
        switch role {
        case .duties:
            [
                Place(name: "Today", path: "/today"), Place(name: "Board", path: "/board"),
                Place(name: "Roster", path: "/roster"), Place(name: "Attendance", path: "/attendance"),
                Place(name: "Repairs", path: "/repairs"), Place(name: "Swaps", path: "/swaps"),
                Place(name: "Currencies", path: "/currencies"), Place(name: "Due", path: "/due"),
                Place(name: "More", path: "/more"),
            ]
        case .supervisor:
            [
                Place(name: "My team", path: "/team"), Place(name: "Board", path: "/board"),
                Place(name: "Non-deployments", path: "/decisions"), Place(name: "Concerns", path: "/concerns"),
                Place(name: "Swaps", path: "/swaps"), Place(name: "Attendance", path: "/attendance"),
                Place(name: "Due", path: "/due"), Place(name: "More", path: "/more"),
            ]
        case .gold:
            [
                Place(name: "Queue", path: "/queue"), Place(name: "Non-deployments", path: "/decisions"),
                Place(name: "Flags", path: "/flags"), Place(name: "Challenges", path: "/challenges"),
                Place(name: "Due", path: "/due"), Place(name: "More", path: "/more"),
            ]
        case .adviser: [Place(name: "Cases", path: "/advice"), Place(name: "Due", path: "/due")]
        case .officer:
            [
                Place(name: "My duties", path: "/me"), Place(name: "My records", path: "/me/records"),
                Place(name: "Swaps", path: "/swaps"), Place(name: "Concerns", path: "/concerns"),
                Place(name: "Calendar", path: "/me/calendar"), Place(name: "Due", path: "/due"),
            ]
        case .auditor:
            [
                Place(name: "Report", path: "/report"), Place(name: "Access log", path: "/access-log"),
                Place(name: "Dip samples", path: "/dips"),
                Place(name: "Flags", path: "/flags"), Place(name: "Ledger", path: "/ledger"),
                Place(name: "Due", path: "/due"),
            ]
        case .admin:
            [
                Place(name: "Accounts", path: "/accounts"), Place(name: "Import", path: "/import"),
                Place(name: "Export", path: "/export"), Place(name: "Ledger", path: "/ledger"),
            ]
        }
    }

    /// The one of these places that an address belongs to: `/me/records/ND-3` to `/me/records` rather than to `/me`.
    static func place(of path: String, among places: [Place]) -> String? {
        places.map(\.path).filter { path == $0 || path.hasPrefix($0 + "/") }.max { $0.count < $1.count }
    }

    /// Those of them that there are pages for.
    static func known(_ role: Role) -> [Place] {
        places(role).filter { place in
            WebPages.all.contains { route in
                route.method == .get && route.path == place.path && route.access.lets(role)
            }
        }
    }
}

extension WebRoute.Access {
    /// Whether somebody signed in with a role may.
    func lets(_ role: Role) -> Bool {
        switch self {
        case .anyone, .signedIn: true
        case .roles(let roles): roles.contains(role)
        }
    }
}

extension Role {
    /// As people say it.
    var words: String {
        switch self {
        case .duties: "Duties office"
        case .supervisor: "Supervisor"
        case .gold: "Gold group"
        case .adviser: "Independent adviser"
        case .officer: "Officer"
        case .auditor: "Auditor"
        case .admin: "Administrator"
        }
    }
}
