import Deployment
import Foundation

@testable import Rostering

/// The competition's referee `score.py` and its instances, where the shared folder lies beside the repository.
enum CompetitionReferee {
    /// A problem's files, and rosters of it, in the competition's two forms in turn.
    struct Case {
        var scenario: CompetitionFile
        var history: CompetitionFile
        var weeks: [CompetitionFile]
        var problem: CompetitionProblem
        var rosters: [CompetitionRoster]
    }

    private static let driver = """
        import sys, json
        sys.path.insert(0, sys.argv[1])
        import score
        out = []
        for case in json.load(open(sys.argv[2], encoding="utf-8")):
            instance = score.load(case["scenario"], case["history"], case["weeks"])
            results = []
            for roster in case["rosters"]:
                if len(roster) == 1 and roster[0].endswith(".json"):
                    assignments = score.read_json_solution(roster[0], "the instance")
                else:
                    assignments = [x for w, f in enumerate(roster) for x in score.read_week_solution(f, w)]
                result = score.evaluate(instance, assignments)
                result.pop("detail")
                results.append(result)
            out.append(results)
        print(json.dumps(out))
        """

    /// The folder of the referee; nil, said aloud, where there is none.
    static func folder() -> URL? {
        let here = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        let root = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        // A worktree may lie one level deeper than the repository.
        for parent in [root.deletingLastPathComponent(), root.deletingLastPathComponent().deletingLastPathComponent()] {
            let folder = parent.appendingPathComponent("shared/inrc2")
            if FileManager.default.fileExists(atPath: folder.path + "/score.py") { return folder }
        }
        print("skipped: no ../shared/inrc2/score.py beside the repository")
        return nil
    }

    /// The competition's files of one data set: scenario, histories and weeks, each by name.
    static func dataSets(_ folder: URL) throws -> [(
        scenario: CompetitionFile, histories: [CompetitionFile], weeks: [CompetitionFile]
    )] {
        let data = folder.appendingPathComponent("data").path
        return try FileManager.default.contentsOfDirectory(atPath: data).sorted().compactMap { set in
            let files = try FileManager.default.contentsOfDirectory(atPath: "\(data)/\(set)").sorted().map {
                CompetitionFile(
                    name: $0, bytes: Array(try Data(contentsOf: URL(fileURLWithPath: "\(data)/\(set)/\($0)"))))
            }
            guard let scenario = files.first(where: { $0.name.hasPrefix("Sc-") }) else { return nil }
            return (
                scenario, files.filter { $0.name.hasPrefix("H0-") }, files.filter { $0.name.hasPrefix("WD-") }
            )
        }
    }

    /// The referee's scores of every roster of every case, in one Python process.
    static func judge(_ cases: [Case], _ folder: URL) throws -> [[CompetitionLines]] {
        let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("competition-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        var written = 0
        func write(_ bytes: [UInt8], _ ending: String) throws -> JSON {
            let file = scratch.appendingPathComponent("\(written).\(ending)")
            written += 1
            try Data(bytes).write(to: file)
            return .string(file.path)
        }
        let input: JSON = .array(
            try cases.map { one in
                let rosters = try one.rosters.enumerated().map { index, roster -> JSON in
                    if index % 2 == 0 {
                        let json = roster.json(for: one.problem, instance: index % 4 == 0 ? "the instance" : nil)
                        return .array([try write(json.bytes(), "json")])
                    }
                    return .array(try roster.files(for: one.problem).map { try write($0.bytes, "txt") })
                }
                return [
                    "scenario": try write(one.scenario.bytes, "txt"), "history": try write(one.history.bytes, "txt"),
                    "weeks": .array(try one.weeks.map { try write($0.bytes, "txt") }), "rosters": .array(rosters),
                ]
            })
        let list = scratch.appendingPathComponent("cases.json")
        try Data(input.bytes()).write(to: list)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-B", "-c", driver, folder.path, list.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return try JSON.parse(Array(output)).elements?.map { ($0.elements ?? []).map(CompetitionLines.init) } ?? []
    }
}

/// A score line by line, by the referee's names.
struct CompetitionLines: Equatable {
    var lines: [String: Int?] = [:]
    var isFeasible: Bool?

    init(_ json: JSON) {
        for rule in CompetitionScore.HardRule.allCases { lines[rule.rawValue] = json["hard"]?[rule.rawValue]?.integer }
        for rule in CompetitionScore.SoftRule.allCases { lines[rule.rawValue] = json["soft"]?[rule.rawValue]?.integer }
        lines["total"] = json["total"]?.integer
        isFeasible = json["feasible"].map { $0 == .bool(true) }
    }

    init(_ score: CompetitionScore) {
        for rule in CompetitionScore.HardRule.allCases { lines[rule.rawValue] = score[rule] }
        for rule in CompetitionScore.SoftRule.allCases { lines[rule.rawValue] = score[rule] }
        lines["total"] = score.total
        isFeasible = score.isFeasible
    }
}
