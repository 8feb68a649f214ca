import FoundationEssentials
import Postgres
import Testing

@Suite("Values cross the wire unchanged")
struct RoundTripTests {
    private func roundTrip<T: PostgresEncodable & PostgresDecodable & Equatable>(
        _ value: T, _ type: StaticString, _ connection: Connection
    ) async throws {
        let rows = try await connection.query("SELECT \(value)::\(raw: type) AS value")
        #expect(try rows[0].decode("value", as: T.self) == value)
    }

    @Test("texts with quotes, backslashes, unicode and nothing in them")
    func texts() async throws {
        try await TestServer.withConnection { connection in
            for text in [
                "", "it's", #"a"b\c"#, "çé漢字 👮🏽‍♀️", "line\nand\ttab\r", "'; DROP TABLE officers; --", "$1", "NULL",
            ] {
                try await roundTrip(text, "text", connection)
            }
        }
    }

    @Test("numbers at their limits")
    func numbers() async throws {
        try await TestServer.withConnection { connection in
            for number in [Int.min, -1, 0, Int.max] { try await roundTrip(number, "bigint", connection) }
            for number in [Int32.min, Int32.max] { try await roundTrip(number, "int", connection) }
            for number in [Int16.min, Int16.max] { try await roundTrip(number, "smallint", connection) }
            for number in [0.1, -1.5e300, 2.5e-308, .infinity, -.infinity, 1.0 / 3] {
                try await roundTrip(number, "double precision", connection)
            }
            let rows = try await connection.query("SELECT \(Double.nan)::float8 AS nan")
            #expect(try rows[0].decode("nan", as: Double.self).isNaN)
            try await roundTrip(true, "boolean", connection)
            try await roundTrip(false, "boolean", connection)
        }
    }

    @Test("identifiers and bytes")
    func identifiersAndBytes() async throws {
        try await TestServer.withConnection { connection in
            try await roundTrip(UUID(), "uuid", connection)
            try await roundTrip([UInt8](0...255), "bytea", connection)
            try await roundTrip([UInt8](), "bytea", connection)
            try await roundTrip([[0, 255], [], [92, 120]] as [[UInt8]], "bytea[]", connection)
        }
    }

    @Test("null is nil, and nil is null")
    func nulls() async throws {
        try await TestServer.withConnection { connection in
            try await roundTrip(String?.none, "text", connection)
            try await roundTrip(Int?.some(4), "int", connection)
            try await roundTrip(Date?.none, "timestamptz", connection)
            let rows = try await connection.query("SELECT \(Parameter.null)::uuid IS NULL")
            #expect(try rows[0].decode(0, as: Bool.self))
        }
    }

    @Test("arrays with commas, braces, quotes, NULL and the word NULL")
    func arrays() async throws {
        try await TestServer.withConnection { connection in
            try await roundTrip(["a,b", "{c}", #"d"e\"#, "", " ", "NULL", "null", "é"], "text[]", connection)
            try await roundTrip(["a", nil, "b"] as [String?], "text[]", connection)
            try await roundTrip([String](), "text[]", connection)
            try await roundTrip([1, -2, 3], "int[]", connection)
            try await roundTrip([UUID(), UUID()], "uuid[]", connection)
            try await roundTrip([true, false], "boolean[]", connection)
            let rows = try await connection.query("SELECT '[0:1]={7,8}'::int[] AS odd, ARRAY[[1,2],[3,4]] AS square")
            #expect(try rows[0].decode("odd", as: [Int].self) == [7, 8])
            #expect(throws: PostgresError.self) { try rows[0].decode("square", as: [Int].self) }
            let found = try await connection.query("SELECT 1 WHERE 5 = ANY(\([4, 5])::int[])")
            #expect(found.count == 1)
        }
    }

    @Test(
        "moments, to the microsecond and far away",
        arguments: [
            "2026-11-22 02:17:00.123456+00", "1970-01-01 00:00:00+00", "1969-12-31 23:59:59.999999+00",
            "2024-02-29 12:00:00+00", "0001-01-01 00:00:00+00", "0044-03-15 12:00:00+00 BC", "9999-12-31 23:59:59+00",
            "12345-06-07 08:09:10+00", "infinity", "-infinity", "1600-02-29 00:00:00.5+00",
        ])
    func moments(_ text: String) async throws {
        try await TestServer.withConnection { connection in
            let there = try await connection.query("SELECT \(text)::text::timestamptz AS moment")
            let date = try there[0].decode("moment", as: Date.self)
            let back = try await connection.query("SELECT \(date)::timestamptz = \(text)::text::timestamptz AS same")
            #expect(try back[0].decode("same", as: Bool.self))
        }
    }

    @Test("the server and Foundation agree on what a moment is")
    func momentMeans() async throws {
        try await TestServer.withConnection { connection in
            let rows = try await connection.query(
                "SELECT extract(epoch FROM \(Date(timeIntervalSince1970: 1_795_313_820.25))::timestamptz)::float8 AS epoch"
            )
            #expect(try rows[0].decode("epoch", as: Double.self) == 1_795_313_820.25)
            try await connection.execute("SET TimeZone = 'Asia/Kathmandu'")
            let shifted = try await connection.query("SELECT to_timestamp(1795313820.25) AS moment")
            #expect(try shifted[0].decode("moment") == Date(timeIntervalSince1970: 1_795_313_820.25))
        }
    }

    private enum Level: String, PostgresEncodable, PostgresDecodable {
        case normal, heightened
    }

    @Test("an enum over String conforms by naming the protocol")
    func enums() async throws {
        try await TestServer.withConnection { connection in
            try await roundTrip(Level.heightened, "text", connection)
            try await roundTrip([Level.normal, .heightened], "text[]", connection)
            let rows = try await connection.query("SELECT 'panic' AS level")
            #expect(throws: PostgresError.self) { try rows[0].decode("level", as: Level.self) }
        }
    }

    @Test("a decoding error names column, wanted type and row, and no value")
    func decodingErrors() async throws {
        try await TestServer.withConnection { connection in
            let rows = try await connection.query("SELECT 'secret' AS rank, NULL AS gone, 1 AS twin, 2 AS twin")
            for (column, type, row) in [
                ("rank", "Int", 0), ("gone", "Int", 0), ("absent", "Int", 0), ("twin", "Int", 0),
            ] {
                let error = await postgresError { _ = try rows[row].decode(column, as: Int.self) }
                #expect(error.code == .decoding)
                #expect(error.column == column)
                #expect(
                    error.message.contains(column) && error.message.contains(type) && error.message.contains("row 0"))
                #expect(!error.message.contains("secret"))
            }
            let naive = try await connection.query("SELECT '2026-01-01 00:00:00'::timestamp AS naive")
            #expect(throws: PostgresError.self) { try naive[0].decode("naive", as: Date.self) }
            #expect(try rows[0].decode(3, as: Int.self) == 2)
            #expect(throws: PostgresError.self) { try rows[0].decode(4, as: Int.self) }
        }
    }
}
