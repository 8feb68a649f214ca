import Foundation
import Testing

@Suite("The daemon, run as an operator runs it")
struct ServeTests {
    @Test("starts on an empty data directory, says where it listens, and a signal ends it with 0")
    func servesUntilTold() async throws {
        try await Program.withDirectory { directory in
            let process = Program.prepared(["serve", "--data", "\(directory)/data", "--port", "0"])
            let errors = Pipe()
            process.standardError = errors
            process.standardOutput = FileHandle.nullDevice
            try process.run()
            let log = GrowingLog(errors)
            #expect(try await log.wait(for: "listening"), "\(log.text)")
            process.terminate()
            #expect(try await log.end())
            process.waitUntilExit()
            #expect(process.terminationReason == .exit)
            #expect(process.terminationStatus == 0, "\(log.text)")
        }
    }
}
