import Deployment
import Postgres
import TestDatabase
import Testing

@testable import Records

@Suite("An import of master data")
struct MasterDataImportTests {
    @Test("twice changes nothing, and counts what it read")
    func idempotent() async throws {
        try await withDatabase { database in
            let pool = database.pool
            let files = MasterDataSample.files()
            let first = try await MasterData.importing(files: files, into: pool, by: nil)
            #expect(first.problems == [] && first.hasChanged)
            #expect(first.files.allSatisfy { $0.new == $0.read && $0.changed + $0.unchanged == 0 })
            let second = try await MasterData.importing(files: files, into: pool, by: nil)
            #expect(!second.hasChanged)
            #expect(second.files.allSatisfy { $0.unchanged == $0.read && $0.new + $0.changed == 0 })
            #expect(second.files.map(\.name) == MasterData.tables.map(\.file))
            let history = try await pool.withConnection { try await $0.query("SELECT FROM evenhand.master_history") }
            #expect(history.isEmpty)
        }
    }

    @Test("writes only rows that differ, leaves absent rows alone, and names who changed what")
    func changes() async throws {
        try await withDatabase { database in
            let pool = database.pool
            _ = try await MasterData.importing(files: MasterDataSample.files(), into: pool, by: nil)
            let text = "team_id,name\nB,\"Bravo, the second\"\nA,Adder\nC,Charlie\n"
            let report = try await MasterData.importing(files: ["team.csv": Array(text.utf8)], into: pool, by: 7)
            #expect(report.files == [.init(name: "team.csv", read: 3, new: 1, changed: 1, unchanged: 1)])
            let history = try await pool.withConnection {
                try await $0.query("SELECT changed_by, old_row ->> 'name' AS old FROM evenhand.master_history")
            }
            #expect(history.count == 1)
            #expect(try history[0].decode("changed_by", as: String.self) == "7")
            #expect(try history[0].decode("old", as: String.self) == "Alpha")
            let exported = try await MasterData.exporting(from: pool)
            #expect(exported[0].csv == "team_id,name\nA,Adder\nB,\"Bravo, the second\"\nC,Charlie\n")
        }
    }

    @Test("takes columns in any order, numbers with leading zeros, CRLF and a byte order mark for the same row")
    func sameRowOtherwiseWritten() async throws {
        try await withDatabase { database in
            let pool = database.pool
            _ = try await MasterData.importing(files: MasterDataSample.files(), into: pool, by: nil)
            let text = "\u{FEFF}cycle_days,\"name\",pattern_id\r\n003,Long,long\r\n"
            let report = try await MasterData.importing(files: ["pattern.csv": Array(text.utf8)], into: pool, by: nil)
            #expect(report.files == [.init(name: "pattern.csv", read: 1, new: 0, changed: 0, unchanged: 1)])
        }
    }

    @Test("tells two spellings of one accented letter apart")
    func byteForByte() async throws {
        try await withDatabase { database in
            let pool = database.pool
            for (name, new, changed) in [("\u{E9}", 1, 0), ("e\u{301}", 0, 1), ("e\u{301}", 0, 0)] {
                let bytes = Array("team_id,name\nA,\(name)\n".utf8)
                let report = try await MasterData.importing(files: ["team.csv": bytes], into: pool, by: nil)
                #expect(report.files.map { [$0.new, $0.changed] } == [[new, changed]])
            }
        }
    }

    @Test("as a trial tells the same and writes nothing")
    func dryRun() async throws {
        try await withDatabase { database in
            let pool = database.pool
            let empty = try await MasterData.exporting(from: pool).map(\.csv)
            let trial = try await MasterData.importing(
                files: MasterDataSample.files(), into: pool, by: nil, dryRun: true)
            #expect(!trial.isRefused && !trial.hasChanged)
            #expect(try await MasterData.exporting(from: pool).map(\.csv) == empty)
            let real = try await MasterData.importing(files: MasterDataSample.files(), into: pool, by: nil)
            #expect(real.files == trial.files)
        }
    }

    @Test("writes nothing at all when one row of one file is bad")
    func allOrNothing() async throws {
        try await withDatabase { database in
            let pool = database.pool
            let files = MasterDataSample.files(["roster_request": "request_id,officer_id,day,shift_id,weight\nQ1,,,,\n"]
            )
            let report = try await MasterData.importing(files: files, into: pool, by: nil)
            #expect(report.isRefused && !report.hasChanged)
            for (_, csv) in try await MasterData.exporting(from: pool) {
                #expect(csv.split(separator: "\n").count == 1)
            }
        }
    }

    @Test("of an export changes nothing, and into an empty database gives the same export byte for byte")
    func roundTrip() async throws {
        var exported: [String: [UInt8]] = [:]
        try await withDatabase { database in
            let pool = database.pool
            _ = try await MasterData.importing(files: MasterDataSample.files(), into: pool, by: nil)
            for (name, csv) in try await MasterData.exporting(from: pool) { exported[name] = Array(csv.utf8) }
            let again = try await MasterData.importing(files: exported, into: pool, by: nil)
            #expect(!again.isRefused && !again.hasChanged)
        }
        #expect(
            exported.mapValues { String(decoding: $0, as: UTF8.self) }
                == [String: String](
                    uniqueKeysWithValues: MasterDataSample.texts.map { ("\($0).csv", $1) }))
        try await withDatabase { database in
            let pool = database.pool
            let report = try await MasterData.importing(files: exported, into: pool, by: nil)
            #expect(!report.isRefused)
            for (name, csv) in try await MasterData.exporting(from: pool) {
                #expect(exported[name] == Array(csv.utf8))
            }
        }
    }

    @Test("keeps text that SQL, arrays, CSV and spreadsheets treat specially")
    func awkwardText() async throws {
        try await withDatabase { database in
            let pool = database.pool
            let names = [
                "=1+1", "'; DROP TABLE team; --", "{a,NULL}", "NULL", "\\N", "a\\b\"c", "x\r\ny\tz", " ", "\u{202E}😀",
            ]
            var text = "team_id,name\n"
            for (index, name) in names.enumerated() {
                text += "T\(index),\"\(name.replacing("\"", with: "\"\""))\"\n"
            }
            let files = ["team.csv": Array(text.utf8)]
            #expect(try await MasterData.importing(files: files, into: pool, by: nil).problems == [])
            let stored = try await pool.withConnection {
                try await $0.query("SELECT name FROM evenhand.team ORDER BY team_id")
            }
            #expect(try stored.map { try $0.decode("name", as: String.self) } == names)
            #expect(try await !MasterData.importing(files: files, into: pool, by: nil).hasChanged)
            let exported = try await MasterData.exporting(from: pool)[0].csv
            #expect(
                try await !MasterData.importing(files: ["team.csv": Array(exported.utf8)], into: pool, by: nil)
                    .hasChanged)
        }
    }

    @Test("takes the invented command without a problem, and gives it back the same to another database")
    func inventedCommand() async throws {
        let day = try #require(Day(iso: "2006-07-03"))
        let sample = SampleCommand(seed: 3, from: day, size: .team)
        var files: [String: [UInt8]] = [:]
        for (name, csv) in sample.files { files[name] = Array(csv.utf8) }
        #expect(Set(files.keys) == Set(MasterData.tables.map(\.file)))
        var first: [String: [UInt8]] = [:]
        try await withDatabase { database in
            let pool = database.pool
            let report = try await MasterData.importing(files: files, into: pool, by: nil)
            #expect(report.problems == [])
            for (name, csv) in try await MasterData.exporting(from: pool) { first[name] = Array(csv.utf8) }
        }
        try await withDatabase { database in
            let pool = database.pool
            let report = try await MasterData.importing(files: first, into: pool, by: nil)
            #expect(report.problems == [])
            for (name, csv) in try await MasterData.exporting(from: pool) { #expect(first[name] == Array(csv.utf8)) }
        }
    }

    @Test("waits for another one, so that each row is counted as new once")
    func concurrent() async throws {
        try await withDatabase { database in
            let pool = database.pool
            let files = MasterDataSample.files()
            let reports = try await withThrowingTaskGroup(of: ImportReport.self) { group in
                for _ in 0..<4 {
                    group.addTask { try await MasterData.importing(files: files, into: pool, by: nil) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(reports.allSatisfy { !$0.isRefused })
            #expect(reports.count { $0.hasChanged } == 1)
        }
    }

    @Test("of no file at all says so and changes nothing")
    func nothing() async throws {
        try await withDatabase { database in
            let pool = database.pool
            let report = try await MasterData.importing(files: [:], into: pool, by: nil)
            #expect(!report.isRefused && !report.hasChanged)
            #expect(report.text == "there is no master file: nothing was imported")
        }
    }

    @Test("finds the line of each row that only the database refuses")
    func databaseRefusal() async throws {
        try await withDatabase { database in
            let pool = database.pool
            _ = try await MasterData.importing(files: MasterDataSample.files(), into: pool, by: nil)
            let table = try #require(MasterData.table("post_skill"))
            var file = MasterFile(table)
            for line in 2...60 {
                // Lines 9 and 42 name a post that is not there, which the checks before would have told.
                let values = [line == 9 || line == 42 ? "P9" : "P2", line % 2 == 0 ? "AFO" : "SHOOT"]
                if line < 4 || values[0] == "P9" {
                    file.rows.append(MasterRow(line: line, values: values, unreadable: [], key: "\(values)"))
                }
            }
            let rows = file
            let problems = try await pool.transaction { connection in
                let state = try await MasterState(connection, rowsOf: [], keysOf: [])
                var writer = MasterWriter(connection, problems: ImportProblems())
                _ = try await writer.write(rows, over: state)
                return writer.problems.sorted
            }
            #expect(problems.map(\.line) == [9, 42])
            #expect(problems.allSatisfy { $0.file == "post_skill.csv" && $0.rule.contains("fkey") })
        }
    }
}
