import Deployment
import Foundation
import Testing

@Suite("Commands with bad input end with 2 and every reason")
struct CommandTests {
    @Test("an import names file, line, column and rule of every bad row and writes nothing")
    func importNamesEveryRow() async throws {
        try await Program.withDirectory { directory in
            let (data, files, out) = ("\(directory)/data", "\(directory)/files", "\(directory)/out")
            try write(
                SampleCommand(seed: 3, from: Day(number: 20_660).monday, size: .team).files, to: files)
            var officers = try String(contentsOfFile: "\(files)/officer.csv", encoding: .utf8)
            let sound = officers
            officers +=
                "W99998,Nobody Known,PC,Z9,full,2020-01-01,\nW99999,Out Of Order,PC,A,full,2020-01-01,2019-01-01\n"
            try officers.write(toFile: "\(files)/officer.csv", atomically: true, encoding: .utf8)

            let refused = try await Program.run(["import", files, "--data", data])
            #expect(refused.code == 2)
            let lines = sound.split(separator: "\n").count
            #expect(refused.errors.contains("officer.csv:\(lines + 1): team_id \"Z9\""), "\(refused.errors)")
            #expect(refused.errors.contains("officer.csv:\(lines + 2): left_on"), "\(refused.errors)")

            try sound.write(toFile: "\(files)/officer.csv", atomically: true, encoding: .utf8)
            let taken = try await Program.run(["import", files, "--data", data])
            try #require(taken.code == 0, "\(taken.errors)")
            #expect(taken.output.contains("officer.csv: 44 read, 44 new, 0 changed, 0 unchanged"), "\(taken.output)")
            let again = try await Program.run(["import", files, "--data", data])
            #expect(again.output.contains("officer.csv: 44 read, 0 new, 0 changed, 44 unchanged"), "\(again.output)")
            let exported = try await Program.run(["export", out, "--data", data])
            #expect(exported.code == 0, "\(exported.errors)")
            let backAgain = try await Program.run(["import", out, "--data", data])
            #expect(backAgain.code == 0, "\(backAgain.errors)")
            for line in backAgain.output.split(separator: "\n") {
                #expect(line.contains(", 0 new, 0 changed,"), "\(line)")
            }
        }
    }

    @Test("a problem that is no JSON, or breaks the format, is refused by place and pointer")
    func solveRefusesBadProblems() async throws {
        try await Program.withDirectory { directory in
            let path = "\(directory)/problem.json"
            try "{\"format\": \"evenhand-roster-problem/1\", \"days\": 0}".write(
                toFile: path, atomically: true, encoding: .utf8)
            let refused = try await Program.run(["solve", path, "-o", "\(directory)/roster.json"])
            #expect(refused.code == 2)
            #expect(refused.errors.contains("officers"), "\(refused.errors)")
            #expect(!FileManager.default.fileExists(atPath: "\(directory)/roster.json"))

            let absent = try await Program.run(["solve", "\(directory)/absent.json", "-o", "\(directory)/roster.json"])
            #expect(absent.code == 2)
            #expect(absent.errors.contains("cannot be read"))
        }
    }

    @Test("an unknown setting is refused by name")
    func unknownSettings() async throws {
        try await Program.withDirectory { directory in
            let refused = try await Program.run(
                ["migrate", "--data", "\(directory)/data"], environment: ["EVENHAND_HTPP_PORT": "1"])
            #expect(refused.code == 2)
            #expect(refused.errors.contains("EVENHAND_HTPP_PORT"), "\(refused.errors)")
        }
    }

    private func write(_ files: [(name: String, csv: String)], to directory: String) throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        for file in files {
            try file.csv.write(toFile: "\(directory)/\(file.name)", atomically: true, encoding: .utf8)
        }
    }
}
