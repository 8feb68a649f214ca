import Postgres
import Testing

@Suite("LISTEN")
struct ListenTests {
    @Test("yields resync first, then what others send, and survives the end of its session with another resync")
    func survives() async throws {
        try await TestServer.withPool([with(\.breakerPause, .milliseconds(20))]) { pool in
            let channel = #"Odd "channel""#
            var hints = pool.listen(channel).makeAsyncIterator()
            #expect(await hints.next() == .resync)
            _ = try await pool.withConnection { try await $0.query("SELECT pg_notify(\(channel), \("hello"))") }
            guard case .message(let name, "hello", let process) = await hints.next() else {
                Issue.record("no message")
                return
            }
            #expect(name == channel)
            #expect(process > 0)
            _ = try await pool.withConnection { connection in
                try await connection.query(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = \("LISTEN \"Odd \"\"channel\"\"\"")"
                )
            }
            #expect(await hints.next() == .resync)
            _ = try await pool.withConnection { try await $0.query("SELECT pg_notify(\(channel), \("again"))") }
            guard case .message(_, "again", _) = await hints.next() else {
                Issue.record("no message after the reconnection")
                return
            }
        }
    }

    @Test("a session that silently stopped listening is found out and replaced")
    func proves() async throws {
        try await TestServer.withPool([with(\.breakerPause, .milliseconds(20)), with(\.listenPing, .milliseconds(20))])
        {
            pool in
            var hints = pool.listen("quiet").makeAsyncIterator()
            #expect(await hints.next() == .resync)
            try await eventually("a ping") {
                let rows = try await pool.withConnection { connection in
                    try await connection.query(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_listening_channels%' AND pid <> pg_backend_pid()"
                    )
                }
                return !rows.isEmpty
            }
            #expect(await hints.next() == .resync)
        }
    }

    @Test("ends with the pool")
    func ends() async throws {
        let pool = Pool(try await TestServer.configuration())
        var hints = pool.listen("ending").makeAsyncIterator()
        #expect(await hints.next() == .resync)
        await pool.shutdown()
        #expect(await hints.next() == nil)
    }
}
