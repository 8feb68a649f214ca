import Deployment
import Foundation
import Postgres
import Synchronization
import Testing

/// Clients that write without pause, each sending its write again under its key until it knows how it ended.
final class Load: Sendable {
    /// What the clients met.
    struct Report: Sendable {
        /// Whole answers by status.
        var statuses: [Int: Int] = [:]
        /// Problems by kind.
        var kinds: [String: Int] = [:]
        var broken = 0
        var late = 0
        /// The longest that anybody waited for an answer.
        var worst: Duration = .zero
        /// Answers that are not what a fault may look like.
        var odd: [String] = []

        /// One line for the log of a run.
        var line: String {
            "answers \(statuses.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }), kinds \(kinds.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }), broken \(broken), worst \(worst)"
        }
    }

    /// Longer than any answer may take: 5 s for a connection, 30 s for a statement, 5 s to cancel it, and a noisy machine.
    static let bound: Duration = .seconds(50)

    let books = Books()
    private let report = Mutex(Report())
    private let isOver = Mutex(false)

    /// Writes with so many clients for as long as `body` runs; returns when every write has an ending.
    func run(
        _ writes: Writes, clients: Int = 4, port: @escaping @Sendable () -> Int, _ body: () async throws -> Void
    ) async throws -> Report {
        isOver.withLock { $0 = false }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<clients {
                group.addTask { [self] in
                    while !isOver.withLock({ $0 }) { try await once(writes, port) }
                }
            }
            do {
                try await body()
            } catch {
                isOver.withLock { $0 = true }
                throw error
            }
            isOver.withLock { $0 = true }
            try await group.waitForAll()
        }
        return report.withLock { report in
            defer { report = Report() }
            return report
        }
    }

    private func once(_ writes: Writes, _ port: @Sendable () -> Int) async throws {
        let write = try await writes.make(.decide)
        var ending: Books.Ending?
        let deadline = ContinuousClock.now + .seconds(120)
        while ending == nil, ContinuousClock.now < deadline {
            let start = ContinuousClock.now
            let answer = await write.send(to: port(), within: .seconds(70))
            note(answer, ContinuousClock.now - start)
            ending = Books.ending(of: answer)
            if ending == nil { try await Task.sleep(for: .milliseconds(50)) }
        }
        await books.note(write, ending ?? .none)
    }

    /// Takes an answer down, and what is wrong with it.
    func note(_ answer: Answered, _ time: Duration) {
        report.withLock { report in
            report.worst = max(report.worst, time)
            switch answer {
            case .broken: report.broken += 1
            case .late: report.late += 1
            case .reply(let reply):
                report.statuses[reply.status, default: 0] += 1
                if reply.status >= 400 { report.kinds[reply.kind, default: 0] += 1 }
                report.odd += Load.faults(of: reply)
            }
        }
    }

    /// What an answer says that it must not, or leaves out.
    static func faults(of reply: Reply) -> [String] {
        guard reply.status >= 400 else { return [] }
        var faults: [String] = []
        if reply.status == 500 { faults.append("500: \(reply.body)") }
        if reply.headers["content-type"] != "application/problem+json" { faults.append("no problem: \(reply.body)") }
        if reply.status == 503 {
            if reply.headers["retry-after"] == nil { faults.append("no Retry-After: \(reply.body)") }
            if (reply.json["detail"]?.string ?? "").count < 15 { faults.append("says nothing: \(reply.body)") }
        }
        for secret in ["PostgresError", "SELECT", "INSERT", "host=", "/tmp/", ".swift", "evenhand_app"]
        where reply.body.contains(secret) {
            faults.append("shows \(secret): \(reply.body)")
        }
        return faults
    }
}

extension Load.Report {
    /// Fails the test where an answer was none, came too late or was not as it should be.
    func expectClear() {
        #expect(odd == [])
        #expect(late == 0)
        #expect(worst < Load.bound)
    }
}
