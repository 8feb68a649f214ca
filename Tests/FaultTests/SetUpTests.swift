import Testing

@testable import Postgres

extension Faults {
    @Suite("What the fault tests stand on")
    struct SetUpTests {
        @Test("the built program starts over a database of a test, answers, and is gone after kill -9")
        func starts() async throws {
            try await Files.withDirectory { directory in
                let cluster = try await Cluster.create(directory)
                try await cluster.run(["CREATE DATABASE evenhand TEMPLATE template0"], database: "postgres")
                let settings = [
                    "database.url": cluster.connection(user: "evenhand_app"),
                    "database.admin.url": cluster.connection(),
                    "data.directory": directory,
                ]
                let daemon = try await Daemon.start(settings, in: directory)
                #expect(await Client(port: daemon.port).get("/readyz").reply?.status == 200)
                daemon.kill9()
                #expect(await Client(port: daemon.port).get("/livez").reply == nil)
                try await cluster.stop()
            }
        }
    }
}
