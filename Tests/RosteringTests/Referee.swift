import Deployment
import Foundation
import Testing

/// The referee `score.py`, where the shared folder lies beside the repository.
enum Referee {
    private static let driver = """
        import sys, json
        sys.path.insert(0, sys.argv[1])
        import score
        out = []
        for case in json.load(open(sys.argv[2], encoding="utf-8")):
            try:
                problem = score.parse(case["problem"])
                score.check_problem(problem)
                rosters = [score.parse(r) for r in case["rosters"]]
                for r in rosters: score.check_roster(r, problem)
                out.append({"results": [score.evaluate(problem, r) for r in rosters]})
            except (score.Malformed, TypeError) as error:  # a TypeError is the referee stumbling over a wrong type
                out.append({"malformed": str(error)})
        print(json.dumps(out))
        """

    private static let folder: String? = {
        let here = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        let root = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let folder = root.deletingLastPathComponent().appendingPathComponent("shared/roster").path
        return FileManager.default.fileExists(atPath: folder + "/score.py") ? folder : nil
    }()

    /// The referee's answer to each (problem text, roster texts); nil, said aloud, where there is no referee.
    static func judge(_ cases: [(problem: String, rosters: [String])]) throws -> [JSON]? {
        guard let folder else {
            print("skipped: no ../shared/roster/score.py beside the repository")
            return nil
        }
        let input: JSON = .array(
            cases.map { ["problem": .string($0.problem), "rosters": .array($0.rosters.map { .string($0) })] })
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("referee-\(UUID().uuidString).json")
        try Data(input.bytes()).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-B", "-c", driver, folder, file.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return try JSON.parse(Array(output)).elements
    }
}
