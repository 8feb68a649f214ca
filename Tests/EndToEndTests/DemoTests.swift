import Foundation
import Postgres
import Testing

@Suite("The demonstration, run as a user runs it")
struct DemoTests {
    @Test(
        "goes through the main job, goes on from there the second time, and its ledger verifies until a row is changed")
    func runsTwiceAndIsVerified() async throws {
        try await Program.withDirectory { directory in
            let data = "\(directory)/data"
            let first = try await Program.run(["demo", "--once", "--small", "--seconds", "2", "--data", data])
            try #require(first.code == 0, "\(first.errors)\n\(first.output)")
            for expected in [
                "is published by a second person", "deployments stand", "impartiality assessment is missing",
                "selective_scope", "reason_repeated", "refused_attempt", "cannot close yet",
                "leaves agree with their rows",
            ] {
                #expect(first.output.contains(expected), "the summary says: \(expected)")
            }

            let second = try await Program.run(["demo", "--once", "--small", "--seconds", "2", "--data", data])
            try #require(second.code == 0, "\(second.errors)\n\(second.output)")
            #expect(second.output.contains("Publish version 2"))
            #expect(second.output.contains("ND-5 short form"))

            let sound = try await Program.run(["ledger", "verify", "--data", data])
            #expect(sound.code == 0, "\(sound.errors)")
            try await tamper(data)
            let damaged = try await Program.run(["ledger", "verify", "--data", data])
            #expect(damaged.code == 1)
            #expect(damaged.errors.contains("decision 1:"), "\(damaged.errors)")
        }
    }

    /// Changes a decision as only the database's superuser can.
    private func tamper(_ data: String) async throws {
        let server = PrivateServer(dataDirectory: "\(data)/postgres")
        try await server.start()
        let connection = try await Connection.connect(
            PoolConfiguration(connectionString: server.connectionString(database: "evenhand")))
        try await connection.script(
            """
            ALTER TABLE evenhand.decision DISABLE TRIGGER no_rewrite;
            UPDATE evenhand.decision SET decided_at = decided_at - interval '1 day' WHERE decision_id = 1;
            ALTER TABLE evenhand.decision ENABLE ALWAYS TRIGGER no_rewrite;
            """)
        connection.close()
        try await server.stop()
    }
}
