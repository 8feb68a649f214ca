import Postgres

extension MasterData {
    /// Imports files by name, all or nothing, in one transaction.
    ///
    /// New rows are added, rows with other values changed, rows that are not in a file left alone; so the same import
    /// twice changes nothing. Every problem of every file is in the report (see `ImportProblem`), and with one of them
    /// nothing is written. A trial does all that an import does and takes it back. `account` is named in `master_history`
    /// as who changed the rows. The imported tables are locked against other writers meanwhile, not against readers.
    ///
    /// Throws `PostgresError` only for what is no fault of the files.
    package static func importing(
        files: [String: [UInt8]], into pool: Pool, by account: Int64?, dryRun: Bool = false
    ) async throws -> ImportReport {
        var problems = ImportProblems()
        for name in files.keys.sorted() where table(file: name) == nil {
            problems.add(unknownFile: name, rule: "no master table has this name; see the reference of master files")
        }
        var read: [String: MasterFile] = [:]
        for table in tables {
            guard let bytes = files[table.file] else { continue }
            read[table.name] = MasterFile(table, bytes: bytes, problems: &problems)
        }
        do {
            return try await pool.transaction { connection in
                let report = try await take(read, over: connection, by: account, problems, dryRun: dryRun)
                if report.isRefused || dryRun { throw Untaken(report: report) }
                return report
            }
        } catch let untaken as Untaken {
            return untaken.report
        }
    }

    /// Carries the report of a transaction that is to be rolled back.
    private struct Untaken: Error {
        let report: ImportReport
    }

    private static func take(
        _ files: [String: MasterFile], over connection: Connection, by account: Int64?, _ problems: ImportProblems,
        dryRun: Bool
    ) async throws -> ImportReport {
        let present = tables.filter { files[$0.name] != nil }
        let whole = whole(present)
        if !whole.isEmpty {
            let names = whole.map { "evenhand.\"\($0.name)\"" }.joined(separator: ", ")
            _ = try await connection.pipeline([
                Statement(unsafe: "LOCK TABLE \(names) IN SHARE ROW EXCLUSIVE MODE"),
                "SELECT set_config('evenhand.account', \(account.map { String($0) } ?? ""), true)",
            ])
        }
        let state = try await MasterState(connection, rowsOf: whole, keysOf: referenced(present))
        var checks = MasterChecks(files: files, state: state, problems: problems)
        checks.run()
        var writer = MasterWriter(connection, problems: checks.problems)
        var reports: [ImportReport.File] = []
        for table in present {
            guard let file = files[table.name] else { continue }
            reports.append(try await writer.write(file, over: state))
        }
        return ImportReport(
            files: reports, problems: writer.problems.sorted, problemCount: writer.problems.count, isDryRun: dryRun)
    }

    /// The tables whose rows an import compares with: its own, and both halves of the patterns.
    private static func whole(_ present: [MasterTable]) -> [MasterTable] {
        let names = Set(present.map(\.name))
        let halves: Set<String> = ["pattern", "pattern_day"]
        return tables.filter { names.contains($0.name) || halves.contains($0.name) && !halves.isDisjoint(with: names) }
    }

    private static func referenced(_ present: [MasterTable]) -> [MasterTable] {
        let names = Set(present.flatMap { $0.columns.compactMap(\.references) })
        return tables.filter { names.contains($0.name) }
    }
}
