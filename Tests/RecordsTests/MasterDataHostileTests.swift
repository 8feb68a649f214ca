import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

@Suite("A hostile master file")
struct MasterDataHostileTests {
    private func refused(_ text: String, _ pool: Pool, file: String = "team.csv") async throws -> [ImportProblem] {
        let report = try await MasterData.importing(files: [file: Array(text.utf8)], into: pool, by: nil)
        #expect(report.isRefused)
        return report.problems
    }

    @Test("with a protected characteristic in its header is refused by name before anything else, its values unread")
    func protectedCharacteristic() async throws {
        try await withDatabase { database in
            let pool = database.pool
            for (header, word) in [
                ("team_id,name,Officer_Religion", "religion"), ("marital-status,team_id,name", "marital"),
                ("team_id,name,Date Of Birth,colour", "birth"), ("team_id,name,unionMember,unionMember", "union"),
            ] {
                let problems = try await refused("\(header)\nA,Alpha,secret\nB\n", pool)
                #expect(problems[0].line == 1 && problems[0].rule.contains("(\(word)) is never taken"))
                #expect(problems.allSatisfy { $0.line == 1 })
                #expect(!problems.contains { $0.value == "secret" || $0.rule.contains("secret") })
            }
        }
    }

    @Test("with a duplicate, unknown or missing column, or no header at all, is refused by its header")
    func headers() async throws {
        try await withDatabase { database in
            let pool = database.pool
            for (text, column, rule) in [
                ("team_id,name,name\nA,B,C\n", "name", "stands in the header once"),
                ("team_id,name,colour\nA,B,C\n", nil, "an unknown column"),
                ("team_id\nA\n", "name", "the column is missing"),
                ("Team_ID,name\nA,B\n", nil, "an unknown column"),
                ("", nil, "the first line is the header"),
                ("\u{FEFF}", nil, "the first line is the header"),
                ("\n", nil, "an unknown column"),
            ] as [(String, String?, String)] {
                let problems = try await refused(text, pool)
                #expect(
                    problems.contains { $0.line == 1 && $0.column == column && $0.rule.contains(rule) }, "\(problems)")
            }
        }
    }

    @Test("with a name that carries no master table is refused")
    func unknownFiles() async throws {
        try await withDatabase { database in
            let pool = database.pool
            for name in ["teams.csv", "Team.csv", "account.csv", "../team.csv", "team.CSV", "master_history.csv"] {
                let problems = try await refused("team_id,name\nA,Alpha\n", pool, file: name)
                #expect(problems.map(\.file) == [name] && problems[0].line == 0)
            }
        }
    }

    @Test("of ten megabytes is refused by its size alone")
    func tooLarge() async throws {
        try await withDatabase { database in
            let pool = database.pool
            let bytes = [UInt8](repeating: UInt8(ascii: "\n"), count: 10 << 20)
            let report = try await MasterData.importing(files: ["team.csv": bytes], into: pool, by: nil)
            #expect(report.problems.map(\.rule) == ["a file has at most 8 MiB"])
        }
    }

    @Test("full of faults is answered with a bounded report that counts them all")
    func boundedReport() async throws {
        try await withDatabase { database in
            let pool = database.pool
            let bytes = Array("team_id,name\n".utf8) + [UInt8](repeating: UInt8(ascii: "\n"), count: 200_000)
            let report = try await MasterData.importing(files: ["team.csv": bytes], into: pool, by: nil)
            #expect(report.problemCount == 200_000 && report.problems.count == 10_000)
            #expect(report.text.contains("... and 190000 more"))
        }
    }

    @Test("with a long value, a NUL, another encoding or an open quote is refused at its place, the value shortened")
    func values() async throws {
        try await withDatabase { database in
            let pool = database.pool
            let long = try await refused("team_id,name\nA,\(String(repeating: "x", count: 100_000))\n", pool)
            #expect(long.map(\.line) == [2] && long[0].rule.contains("longer than 4096 bytes"))
            let shown = try await refused("team_id,name\nA,\(String(repeating: "é", count: 300))\n", pool)
            #expect(shown[0].value == String(repeating: "é", count: 79) + "…")
            let nul = try await refused("team_id,name\nA,\0\n", pool)
            #expect(nul.map(\.column) == ["name"] && nul[0].rule.contains("NUL"))
            let open = try await refused("team_id,name\nA,\"Alpha\nB,Bravo\n", pool)
            #expect(open.map(\.line) == [2] && open[0].rule.contains("never closed"))
            let latin = Array("team_id,name\nA,".utf8) + [0xC9] + Array("lan\nB,Bravo\n".utf8)
            let report = try await MasterData.importing(files: ["team.csv": latin], into: pool, by: nil)
            #expect(report.problems.map(\.line) == [2])
            #expect(report.problems[0].rule.contains("not UTF-8: unexpected byte 0xC9 (byte 3"))
            let wide = Array("team_id,name\nA,Alpha\n".utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
            let utf16 = try await MasterData.importing(files: ["team.csv": [0xFF, 0xFE] + wide], into: pool, by: nil)
            #expect(utf16.isRefused && utf16.problems.allSatisfy { $0.line == 1 })
        }
    }

    @Test("cannot steer a terminal through the report")
    func terminalEscapes() async throws {
        try await withDatabase { database in
            let pool = database.pool
            let problems = try await refused("team_id,name\n\u{1B}[2J\u{202E},Alpha\n", pool)
            #expect(problems[0].value == "\u{1B}[2J\u{202E}")
            #expect(problems[0].text.hasPrefix("team.csv:2: team_id \"\\u{1B}[2J\\u{202E}\": a code"))
        }
    }

    @Test("made by mutation of good files never crashes and never imports by half")
    func mutations() async throws {
        try await withDatabase { database in
            let pool = database.pool
            let empty = try await MasterData.exporting(from: pool).map(\.csv)
            for seed in 1...60 {
                let files = Self.mutated(MasterDataSample.files(), seed: UInt64(seed))
                let trial = try await MasterData.importing(files: files, into: pool, by: nil, dryRun: true)
                #expect(trial.isRefused == !trial.problems.isEmpty, "seed \(seed)")
                guard trial.isRefused else { continue }
                let real = try await MasterData.importing(files: files, into: pool, by: nil)
                #expect(real.problems == trial.problems, "seed \(seed)")
            }
            #expect(try await MasterData.exporting(from: pool).map(\.csv) == empty)
        }
    }

    /// The files with one to three bytes changed, removed or added, or a file cut short.
    private static func mutated(_ files: [String: [UInt8]], seed: UInt64) -> [String: [UInt8]] {
        let bytes: [UInt8] = Array(",\"\n\r0-AZa\0".utf8) + [0xC3, 0xFF]
        var files = files
        var dice = Dice(state: seed)
        for _ in 0...Int.random(in: 0...2, using: &dice) {
            guard let name = files.keys.sorted().randomElement(using: &dice), var file = files[name] else { continue }
            let at = Int.random(in: 0..<file.count, using: &dice)
            let byte = bytes[Int.random(in: 0..<bytes.count, using: &dice)]
            switch Int.random(in: 0..<4, using: &dice) {
            case 0: file[at] = byte
            case 1: file.remove(at: at)
            case 2: file.insert(byte, at: at)
            default: file = Array(file[..<at])
            }
            files[name] = file.isEmpty ? nil : file
        }
        return files
    }

    /// SplitMix64, so that a failing seed fails again.
    private struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}

@Suite("A directory of master files")
struct MasterDataDirectoryTests {
    @Test("is exported and imported again without a change; other files in it are ignored, strange .csv files refused")
    func directory() async throws {
        let place = FileManager.default.temporaryDirectory.appending(path: "evenhand-\(UUID().uuidString)/master").path
        defer { try? FileManager.default.removeItem(atPath: place) }
        try await withDatabase { database in
            let pool = database.pool
            _ = try await MasterData.importing(files: MasterDataSample.files(), into: pool, by: nil)
            let names = try await MasterData.exporting(from: pool, directory: place)
            #expect(names == MasterData.tables.map(\.file))
            try Data("notes".utf8).write(to: URL(filePath: "\(place)/notes.txt"))
            try FileManager.default.removeItem(atPath: "\(place)/team.csv")
            let again = try await MasterData.importing(directory: place, into: pool, by: nil)
            #expect(again.files.count == names.count - 1 && !again.isRefused && !again.hasChanged)
            try Data("x".utf8).write(to: URL(filePath: "\(place)/Salaries.CSV"))
            let strange = try await MasterData.importing(directory: place, into: pool, by: nil)
            #expect(strange.problems.map(\.file) == ["Salaries.CSV"])
            try FileManager.default.removeItem(atPath: "\(place)/Salaries.CSV")
            try Data([UInt8](repeating: 10, count: 9 << 20)).write(to: URL(filePath: "\(place)/team.csv"))
            let large = try await MasterData.importing(directory: place, into: pool, by: nil)
            #expect(large.problems.map(\.rule) == ["a file has at most 8 MiB"])
        }
    }

    @Test("that is not there is an error, not an empty import")
    func missing() async throws {
        try await withDatabase { database in
            let pool = database.pool
            await #expect(throws: (any Error).self) {
                try await MasterData.importing(directory: "/nowhere/at/all", into: pool, by: nil)
            }
        }
    }
}
