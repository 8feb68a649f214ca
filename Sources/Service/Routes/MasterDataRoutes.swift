import Deployment
import HTTPTypes
import Hummingbird
import Records

/// Master data: read row by row, exported and imported as files, and the levels of sites.
extension Routes {
    /// Tables that those who decide need for naming things; the rest is for the duties office.
    static let openTables: Set<String> = [
        "team", "skill", "shift", "officer", "mission", "site", "post", "post_skill", "site_level",
    ]

    private static let importReport = Schema.named(
        "ImportReport",
        .object([
            .required(
                "files",
                .list(
                    .object([
                        .required("name", .text(1...100)), .required("read", .integer(0...Int.max)),
                        .required("new", .integer(0...Int.max)), .required("changed", .integer(0...Int.max)),
                        .required("unchanged", .integer(0...Int.max)),
                    ]))),
            .required("problems", .list(.anything)), .required("problemCount", .integer(0...Int.max)),
            .required("isDryRun", .boolean),
        ]))

    static let masterData: [Route] = [
        .get(
            "\(base)/master/{table}",
            "Rows of a master table, by key. Without the duties role only officers, sites, posts and their names.",
            .roles([.duties, .admin, .supervisor, .gold, .auditor]), query: Route.Parameter.paging, .page(.anything)
        ) { call in
            let (name, paging) = (try call.part("table"), try Paging(call))
            guard let table = MasterData.tables.first(where: { $0.name == name }) else { throw APIProblem.notFound }
            let role = try call.caller.role
            guard role == .duties || role == .admin || openTables.contains(name) else { throw APIProblem.roleRefused }
            let (rows, next) = try await MasterRows.page(
                table, of: call.house.pool, cursor: paging.cursor, limit: paging.limit)
            return .json(paging.document(rows, next: next, of: call, path: "\(base)/master/\(name)"))
        },
        .get(
            "\(base)/export", "Every master table as CSV, by file name.", .roles([.duties, .admin]),
            .object([.required("files", .map(keys: .token(40), values: .string(.content)))])
        ) { call in
            let files = try await MasterData.exporting(from: call.house.pool)
            return .json(["files": .object(files.map { JSON.Member($0.name, .string($0.csv)) })])
        },
        Route(
            method: .post, path: "\(base)/import",
            summary: "Takes CSV files by name, all or nothing; 422 names every bad row.",
            access: .roles([.duties, .admin]),
            query: [.optional("dryRun", .oneOf(["true", "false"]), "Checks everything and writes nothing.")],
            body: .largeJSON(
                .object([.required("files", .map(keys: .token(40), values: .string(.content)))])),
            success: .json(importReport), handler: take),
        .post(
            "\(base)/levels", "Sets the response level of a site from a day on.", .roles([.duties]),
            body: .object([
                .required("site", .string(.numbered("S", digits: 1...6))),
                .required("level", .oneOf(ResponseLevel.self)),
                .required("from", .day), .optional("to", .day, "Last day; without it until the next level."),
                .required("setBy", .text(1...80), "Who set it."),
                .optional("reference", .text(0...80), "A reference only: intelligence is never stored."),
            ]),
            .json(
                .object([.required("site", .string(.token(16))), .required("dutiesAffected", .integer(0...Int.max))]))
        ) { call in
            let wish: SiteLevelWish = try call.decode()
            let affected = try await SiteLevels(pool: call.house.pool).set(
                wish, by: call.caller.accountID, now: call.now)
            return .json(["site": .string(wish.site), "dutiesAffected": .integer(affected)], status: .created)
        },
    ]

    private static func take(_ call: Call) async throws -> Answer {
        var files: [String: [UInt8]] = [:]
        for member in call.body["files"]?.members ?? [] { files[member.key] = Array((member.value.string ?? "").utf8) }
        let report = try await MasterData.importing(
            files: files, into: call.house.pool, by: call.caller.accountID, dryRun: call.query["dryRun"] == "true")
        guard report.isRefused else { return .json(try JSON(encoding: report)) }
        let shown = report.problems.prefix(Schema.mostFaults * 10).map { problem in
            let place = problem.line > 0 ? ":\(problem.line)" : ""
            let column = problem.column.map { " \($0)" } ?? ""
            return Fault(
                "/files/\(JSONPointer.escape(problem.file))", "\(problem.file)\(place)\(column): \(problem.rule)")
        }
        throw APIProblem(
            .unprocessableContent, "import-refused", "\(report.problemCount) problems: nothing was imported.",
            faults: Array(shown))
    }
}
