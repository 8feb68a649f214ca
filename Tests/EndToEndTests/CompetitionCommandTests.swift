import Foundation
import Testing

@Suite("evenhand solve --inrc2")
struct CompetitionCommandTests {
    private static let scenario = """
        SCENARIO = toy
        WEEKS = 2
        SKILLS = 1
        Nurse
        SHIFT_TYPES = 2
        Early (1,5)
        Night (1,5)
        FORBIDDEN_SHIFT_TYPES_SUCCESSIONS
        Early 0
        Night 1 Early
        CONTRACTS = 1
        Full (4,10) (1,5) (1,5) 2 0
        NURSES = 2
        Ada Full 1 Nurse
        Bea Full 1 Nurse
        """
    private static let history = "HISTORY\n0 toy\nNURSE_HISTORY\nAda 0 0 Night 1 1 0\nBea 0 0 None 0 0 1\n"
    private static let week = """
        WEEK_DATA
        toy
        REQUIREMENTS
        Early Nurse (1,1) (1,1) (0,0) (0,0) (0,0) (0,0) (0,0)
        Night Nurse (0,0) (0,0) (1,1) (0,0) (0,0) (0,0) (0,0)
        SHIFT_OFF_REQUESTS = 1
        Ada Any Tue
        """

    private func write(_ directory: String, scenario: String = scenario) throws -> [String] {
        let files = [
            ("Sc-toy.txt", scenario), ("H0-toy-1.txt", CompetitionCommandTests.history),
            ("WD-toy-3.txt", CompetitionCommandTests.week),
        ]
        for (name, text) in files {
            try text.write(toFile: "\(directory)/\(name)", atomically: true, encoding: .utf8)
        }
        return ["Sc-toy.txt", "H0-toy-1.txt", "WD-toy-3.txt", "WD-toy-3.txt"].map { "\(directory)/\($0)" }
    }

    @Test("writes one document, or one file a week, and says what the roster costs")
    func bothForms() async throws {
        try await Program.withDirectory { directory in
            let files = try write(directory)
            let options = ["--iterations", "20000", "--threads", "1", "--check", "-o"]
            let document = "\(directory)/roster.json"
            let one = try await Program.run(["solve", "--inrc2"] + files + options + [document])
            try #require(one.code == 0, "\(one.errors)")
            #expect(one.output.contains("S2_shift"))
            let text = try String(contentsOfFile: document, encoding: .utf8)
            #expect(text.hasPrefix("{\"instance\":\"toy_1_3-3\",\"assignments\":["))

            let many = try await Program.run(["solve", "--inrc2"] + files + options + ["\(directory)/weeks"])
            try #require(many.code == 0, "\(many.errors)")
            for week in 0..<2 {
                let text = try String(contentsOfFile: "\(directory)/weeks/sol-week\(week).txt", encoding: .utf8)
                #expect(text.hasPrefix("SOLUTION\n\(week) toy\n\nASSIGNMENTS = "))
                #expect(text.contains(" Mon Early Nurse\n"))
            }
        }
    }

    @Test("refuses bad files by file, line and field, too few files, and an output that cannot be written")
    func refusals() async throws {
        try await Program.withDirectory { directory in
            let files = try write(
                directory, scenario: CompetitionCommandTests.scenario.replacing("WEEKS = 2", with: "WEEKS = -2"))
            let out = ["-o", "\(directory)/roster.json"]
            let refused = try await Program.run(["solve", "--inrc2"] + files + out)
            #expect(refused.code == 2)
            #expect(refused.errors.contains("Sc-toy.txt:2: WEEKS: -2 is below 0"), "\(refused.errors)")
            let absent = try await Program.run(["solve", "--inrc2"] + files + ["\(directory)/absent"] + out)
            #expect(absent.code == 2)
            #expect(absent.errors.contains("absent: cannot be read"), "\(absent.errors)")
            let few = try await Program.run(["solve", "--inrc2"] + files.prefix(2) + out)
            #expect(few.code == 2)
            let surplus = try await Program.run(["solve"] + files + out)
            #expect(surplus.code == 2)
            #expect(surplus.errors.contains("Unexpected argument"), "\(surplus.errors)")

            let sound = try write(directory)
            let file = try await Program.run(["solve", "--inrc2"] + sound + ["-o", files[0]])
            #expect(file.code == 2)
            #expect(file.errors.contains("is a file"), "\(file.errors)")
            let nowhere = try await Program.run(["solve", "--inrc2"] + sound + ["-o", "\(directory)/no/way"])
            #expect(nowhere.code == 2)
            #expect(nowhere.errors.contains("cannot be written"), "\(nowhere.errors)")
        }
    }
}
