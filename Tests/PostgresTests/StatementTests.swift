import Testing

@testable import Postgres

@Suite("Statements")
struct StatementTests {
    @Test("an interpolated value is bound, never spliced")
    func binding() {
        let name = "x'; DROP TABLE officers; --"
        let statement: Statement =
            "SELECT a FROM t WHERE id = \(7) AND name = \(name) AND gone IS NOT DISTINCT FROM \(Int?.none)"
        #expect(statement.text == "SELECT a FROM t WHERE id = $1 AND name = $2 AND gone IS NOT DISTINCT FROM $3")
        #expect(statement.parameters.map(\.text) == ["7", name, nil])
    }

    @Test("identifiers are quoted, static SQL goes in as it is")
    func identifiers() {
        let statement: Statement = "SELECT \(identifier: #"a"b"#) FROM t \(raw: "FOR UPDATE")"
        #expect(statement.text == #"SELECT "a""b" FROM t FOR UPDATE"#)
        #expect(statement.parameters.isEmpty)
    }

    @Test("joining statements renumbers their placeholders")
    func joining() {
        let condition: Statement = "b = \("two") OR c = \("three")"
        var statement: Statement = "SELECT \("one") WHERE "
        statement += condition
        statement += Statement(unsafe: " AND d IN ($2, $1, $2)", parameters: [Parameter("four"), Parameter("five")])
        #expect(statement.text == "SELECT $1 WHERE b = $2 OR c = $3 AND d IN ($5, $4, $5)")
        #expect(statement.parameters.map(\.text) == ["one", "two", "three", "four", "five"])
        let spliced: Statement = "SELECT \(0) WHERE \(condition)"
        #expect(spliced.text == "SELECT $1 WHERE b = $2 OR c = $3")
        let list = Statement.joined([1, 2].map { "(\($0))" }, separator: ", ")
        #expect(list.text == "($1), ($2)")
    }

    @Test(
        "a dollar in a string, identifier, comment or dollar quote is no placeholder",
        arguments: [
            "'$1'", "\"$1\"", "-- $1\n", "/* $1 /* $1 */ $1 */", "$$ $1 $$", "$tag$ $1 $$ $tag$", "'it''s $1'",
            #"E'\' $1'"#, "a$1",
        ])
    func scanning(_ text: String) {
        let pieces = PlaceholderScanner.split("\(text) $1")
        #expect(pieces == [.text("\(text) "), .parameter(0)])
    }

    @Test("the statement cache prepares on the second use, evicts the oldest, and gives orphans back")
    func cache() {
        var cache = StatementCache(capacity: 2)
        #expect(cache.plan(for: "a") == .oneOff)
        #expect(cache.plan(for: "a") == .prepare("s1"))
        #expect(cache.plan(for: "a") == .use("s1"))
        #expect(cache.plan(for: "b") == .oneOff)
        #expect(cache.takeOrphans() == [])
        #expect(cache.plan(for: "c") == .oneOff)
        #expect(cache.takeOrphans() == ["s1"])
        #expect(cache.plan(for: "a") == .oneOff)
        #expect(cache.plan(for: "a") == .prepare("s2"))
        cache.retire("a")
        #expect(cache.takeOrphans() == ["s2"])
        #expect(cache.plan(for: "a") == .oneOff)
        #expect(StatementCache(capacity: 0).plannedTwice("x") == [.oneOff, .oneOff])
    }

    @Test("COPY text escapes what would end a value")
    func copyText() throws {
        var text = CopyText(columns: 3)
        try text.append([Parameter("a\tb\nc\\d\r"), .null, Parameter("")])
        #expect(String(decoding: text.take(), as: UTF8.self) == "a\\tb\\nc\\\\d\\r\t\\N\t\n")
        #expect(text.bytes.isEmpty)
        #expect(throws: PostgresError.self) { try text.append([.null]) }
    }
}

extension StatementCache {
    fileprivate func plannedTwice(_ text: String) -> [Plan] {
        var copy = self
        return [copy.plan(for: text), copy.plan(for: text)]
    }
}
