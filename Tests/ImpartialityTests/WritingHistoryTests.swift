import Deployment
import Foundation
import Impartiality
import Testing

@Suite("Writing and truncating a history")
struct WritingHistoryTests {
    private static func files(_ history: History) -> [String: [UInt8]] {
        Dictionary(uniqueKeysWithValues: HistoryWriter(history).files().map { ($0.name, $0.csv) })
    }

    @Test("what is written reads back equal")
    func roundTrip() throws {
        for world in [SmallWorld(), ReadingDutiesTests.force(seed: 5, shuffled: true)] {
            let history = try world.read()
            #expect(try dump(HistoryReader(files: Self.files(history)).read()) == dump(history))
        }
    }

    @Test("ids and texts that need quotes are written in quotes")
    func quotes() throws {
        var world = SmallWorld()
        let id = "\"W \"\"1\"\", o'\""
        for (name, text) in world.files {
            world.files[name] = text.replacing(",W1,", with: ",\(id),").replacing("\nW1,", with: "\n\(id),")
        }
        let history = try world.read()
        #expect(history.officers[0].id == "W \"1\", o'")
        #expect(try dump(HistoryReader(files: Self.files(history)).read()) == dump(history))
    }

    @Test("a history read up to a day is the one truncated to it and written, on each of its days")
    func everyDay() throws {
        let world = SmallWorld()
        let history = try world.read()
        for day in 0...history.lastDay {
            let known = try world.read(until: history.date(day))
            #expect(known.lastDay == day)
            #expect(dump(history.truncated(to: day)) == dump(known))
            #expect(try dump(HistoryReader(files: Self.files(known)).read()) == dump(known))
            #expect(known.decisions.allSatisfy { $0.recorded <= day })
            #expect(known.decisions.allSatisfy { $0.reviewed <= day || $0.reviewed == History.never })
            #expect(known.swaps.allSatisfy { $0.knownOn <= day })
            #expect(known.worked.days == Int(day) + 1)
        }
        #expect(history.truncated(to: 3).officers[1].left == History.never)
        #expect(history.truncated(to: 6).officers[1].left == 6)
    }

    @Test("an officer who joins later is not on record, and what is told of the others stays theirs")
    func joiner() throws {
        var world = SmallWorld()
        world.replace("history", "2021-01-13", "2021-06-13")
        world.replace("officers", "W2,PC,A,,no_nights,2016", "W0,PC,N,,full,2021-04-01,,C0\nW2,PC,A,,no_nights,2016")
        world.files["officer_skills"]? += "W0,DOG,2021-04-01,\n"
        world.files["abstractions"]? += "A4,W0,2021-05-01,2021-05-09,leave,2021-01-06\n"
        world.replace("abstractions", "A3,W9,2021-06-05,2021-06-09,leave,2021-01-05\n", "")
        let history = try world.read()
        #expect(history.officers.map(\.id) == ["W1", "W0", "W2", "W3"])
        #expect(history.commands == ["C0", "C1"])
        let early = history.truncated(to: 9)
        #expect(early.officers.map(\.id) == ["W1", "W2", "W3"])
        #expect(early.commands == ["C1"])
        #expect(early.skills == ["AFO", "MP5", "RPO"])
        #expect(early.published.officer == [0, 1, 1])
        #expect(dump(early) == dump(try SmallWorld().read()))
    }

    @Test("it is the truncation of the referee")
    func referee() throws {
        let referee = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("shared/audit/referee.py").path
        guard FileManager.default.fileExists(atPath: referee) else {
            print("skipped: no ../shared/audit/referee.py beside the repository")
            return
        }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("history-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let whole = folder.appendingPathComponent("whole")
        try FileManager.default.createDirectory(at: whole, withIntermediateDirectories: true)
        var world = SmallWorld()
        // The referee leaves the skill of an officer behind who is not on record yet; the reader has none of that.
        world.replace("officers", "full,2021-01-08", "full,2021-03-08")
        world.replace("history", "2021-01-13", "2021-03-13")
        world.replace("decisions", "V1,PS", "W3,PC")
        for (name, bytes) in world.bytes { try Data(bytes).write(to: whole.appendingPathComponent(name + ".csv")) }
        for day in ["2021-01-04", "2021-01-05", "2021-01-07", "2021-01-20", "2021-03-01"] {
            let part = folder.appendingPathComponent(day)
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = ["python3", "-B", referee, "--truncate", day, whole.path, part.path]
            try process.run()
            process.waitUntilExit()
            var files: [String: [UInt8]] = [:]
            for file in HistoryFile.allCases {
                files[file.rawValue] = [UInt8](try Data(contentsOf: part.appendingPathComponent(file.fileName)))
            }
            #expect(try dump(HistoryReader(files: files).read()) == dump(world.read(until: Day(iso: day))), "\(day)")
        }
    }
}
