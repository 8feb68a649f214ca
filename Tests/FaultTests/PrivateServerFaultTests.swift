import Foundation
import Glibc
import Testing

@testable import Postgres

extension Faults {
    @Suite("A private server and its owner are killed")
    struct PrivateServerFaultTests {
        @Test("the whole group killed under load comes up again on the same data, and its ledger verifies")
        func group() async throws {
            try await withPrivate { directory, settings in
                for round in 0..<(3 * Rounds.factor) {
                    let daemon = try await Daemon.start(settings, in: directory)
                    let data = "\(directory)/data/postgres"
                    try await busy(data) {
                        // The service, its guard and the server with every session: what the kernel does to a whole service.
                        let all = Processes.all(under: daemon.pid)
                        #expect(all.count > 5, "there is no server under the service")
                        for pid in all { kill(pid, SIGKILL) }
                        daemon.kill9()
                    }
                    let again = try await Daemon.start(settings, in: directory)
                    #expect(await Client(port: again.port).get("/readyz").reply?.status == 200, "round \(round)")
                    #expect(try await again.stop())
                    let verdict = try await Daemon.command(["ledger", "verify"], settings, in: directory)
                    #expect(verdict.code == 0, "\(verdict.text)")
                }
            }
        }

        @Test("the service alone killed and started at once, again and again, finds its server or starts it")
        func owner() async throws {
            try await withPrivate { directory, settings in
                for round in 0..<(8 * Rounds.factor) {
                    let daemon = try await Daemon.start(settings, in: directory)
                    try await eventually("an answer in round \(round)") {
                        await Client(port: daemon.port).get("/readyz").reply?.status == 200
                    }
                    daemon.kill9()
                }
            }
        }

        @Test("the postmaster killed beside a session that computes: the service starts it again by itself")
        func postmaster() async throws {
            try await withPrivate { directory, settings in
                let daemon = try await Daemon.start(settings, in: directory)
                let data = "\(directory)/data/postgres"
                for round in 0..<(2 * Rounds.factor) {
                    try await busy(data) {
                        let server = try #require(ServerLock.livingServer(of: data))
                        kill(server, SIGKILL)
                        try await eventually("recovery in round \(round)") {
                            guard let next = ServerLock.livingServer(of: data), next != server else { return false }
                            return await Client(port: daemon.port).get("/readyz").reply?.status == 200
                        }
                    }
                }
                #expect(try await daemon.stop())
                #expect(ServerLock.livingServer(of: data) == nil, "the server outlived its owner")
            }
        }

        @Test("a data directory that the server's account cannot enter is named in the refusal")
        func closedDirectory() async throws {
            guard geteuid() == 0 else { return print("not root: the server has our own account, nothing to test") }
            try await Files.withDirectory { directory in
                let closed = "\(directory)/closed"
                try FileManager.default.createDirectory(
                    atPath: closed, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
                let refused = try await Daemon.command(
                    ["migrate"], ["data.directory": "\(closed)/data"], in: directory)
                #expect(refused.code != 0)
                #expect(refused.text.contains("cannot enter \(closed)"), "\(refused.text)")
            }
        }

        /// A session that computes for minutes without ever looking up.
        private func busy(_ data: String, _ body: () async throws -> Void) async throws {
            let session = try await Connection.connect(
                PoolConfiguration(connectionString: PrivateServer(dataDirectory: data).connectionString()))
            let work = Task {
                _ = try? await session.query(
                    "SELECT count(*) FROM generate_series(1, 100000) a, generate_series(1, 100000) b",
                    deadline: .seconds(300))
            }
            try await Task.sleep(for: .milliseconds(300))
            defer {
                work.cancel()
                session.close()
            }
            try await body()
        }

        private func withPrivate(_ body: (String, [String: String]) async throws -> Void) async throws {
            try await Files.withDirectory { directory in
                let settings = ["data.directory": "\(directory)/data"]
                // A child here creates with umask 077, and the account that runs PostgreSQL must get in.
                try FileManager.default.createDirectory(
                    atPath: "\(directory)/data", withIntermediateDirectories: true,
                    attributes: [.posixPermissions: 0o755])
                do {
                    try await body(directory, settings)
                } catch {
                    Self.end("\(directory)/data/postgres")
                    throw error
                }
                Self.end("\(directory)/data/postgres")
            }
        }

        private static func end(_ data: String) {
            if let server = ServerLock.livingServer(of: data) { kill(server, SIGQUIT) }
            for _ in 0..<500 where ServerLock.livingServer(of: data) != nil { usleep(10_000) }
        }

        private func eventually(_ what: String, _ condition: () async throws -> Bool) async throws {
            for _ in 0..<600 {
                if try await condition() { return }
                try await Task.sleep(for: .milliseconds(50))
            }
            Issue.record("\(what) never came")
        }
    }
}
