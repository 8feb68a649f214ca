import Deployment
import HTTPTypes
import Records

/// Rosters as CSV, with the filters of the screens that they are linked from.
enum RosterCSVPages {
    static let routes = [
        WebRoute(method: .get, path: "/roster.csv", access: BoardPages.planners) { call in
            let days = AskedDays(call, days: 28)
            var (all, cursor): ([StandingDeployment], String?) = ([], nil)
            repeat {
                let page = try await call.house.standing.list(
                    from: days.from, to: days.to, officer: call.asked("officer"), post: call.asked("post"),
                    site: call.asked("site"), cursor: cursor, limit: 1000)
                all += page.items
                cursor = page.next
            } while cursor != nil
            let names = try await OfficerNames.read(all.map(\.officer), in: call.house.pool)
            return file(RosterCSV.standing(all, names), "roster-\(days.from)-\(days.to).csv")
        },
        WebRoute(method: .get, path: "/roster/versions/{version}/deployments.csv", access: BoardPages.planners) {
            call in
            let version = try await call.house.versions.get(call.call.number("version"))
            var (all, cursor): ([VersionDeployment], String?) = ([], nil)
            repeat {
                let page = try await call.house.versions.deployments(
                    of: version.id, officer: call.asked("officer"), post: call.asked("post"), cursor: cursor,
                    limit: 1000)
                all += page.items
                cursor = page.next
            } while cursor != nil
            let names = try await OfficerNames.read(all.map(\.officer), in: call.house.pool)
            return file(RosterCSV.version(all, names), "roster-version-\(version.id).csv")
        },
        WebRoute(method: .get, path: "/roster/versions/{version}/unfilled.csv", access: BoardPages.planners) { call in
            let version = try await call.house.versions.get(call.call.number("version"))
            var (all, cursor): ([VersionDuty], String?) = ([], nil)
            repeat {
                let page = try await call.house.versions.duties(
                    of: version.id, unfilledOnly: true, cursor: cursor, limit: 1000)
                all += page.items
                cursor = page.next
            } while cursor != nil
            return file(RosterCSV.unfilled(all), "roster-version-\(version.id)-unfilled.csv")
        },
    ]

    private static func file(_ bytes: [UInt8], _ name: String) -> WebAnswer {
        .bytes(bytes, type: "text/csv; charset=utf-8", name: name)
    }
}
