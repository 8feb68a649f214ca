import ArgumentParser
import Postgres

/// Input that cannot be used: every reason is printed, and the exit code is 2.
struct BadInput: Error {
    /// One line a reason.
    var reasons: [String]
}

extension AsyncParsableCommand {
    /// Runs the command's work; bad input prints all its reasons and exits with 2, any other failure exits with 1.
    func reporting(_ work: () async throws -> Void) async throws {
        do {
            try await work()
        } catch let bad as BadInput {
            bad.reasons.forEach(Terminal.complain)
            throw ExitCode(2)
        } catch let exit as ExitCode {
            throw exit
        } catch let error as PostgresError {
            Terminal.complain("evenhand: \(error.readableMessage) [\(error)]")
            throw ExitCode.failure
        } catch {
            Terminal.complain("evenhand: \(error)")
            throw ExitCode.failure
        }
    }
}
