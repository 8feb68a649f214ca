import Deployment
import FoundationEssentials
import Postgres
import TestDatabase
import Testing

@testable import Records

@Suite("The description of the master files")
struct MasterDataDescriptionTests {
    @Test("has the columns, types and NULLs of the tables, in table order")
    func columns() async throws {
        try await withDatabase { database in
            let pool = database.pool
            for table in MasterData.tables {
                let rows = try await pool.withConnection {
                    try await $0.query(
                        """
                        SELECT column_name, data_type, is_nullable FROM information_schema.columns
                        WHERE table_schema = 'evenhand' AND table_name = \(table.name) AND column_name <> 'recorded_at'
                        ORDER BY ordinal_position
                        """)
                }
                let stored = try rows.map {
                    let type = try $0.decode("data_type", as: String.self)
                    return try [
                        $0.decode("column_name", as: String.self),
                        type == "time without time zone" ? "time" : type, $0.decode("is_nullable", as: String.self),
                    ]
                }
                #expect(
                    stored == table.columns.map { [$0.name, $0.type.sqlType, $0.isNullable ? "YES" : "NO"] },
                    "\(table.name)")
            }
        }
    }

    @Test("has the keys and references of the tables, each behind those it refers to")
    func keysAndReferences() async throws {
        let names = MasterData.tables.map(\.name)
        try await withDatabase { database in
            let pool = database.pool
            for (order, table) in MasterData.tables.enumerated() {
                let found = try await Self.definitions(table, "p", pool) + Self.definitions(table, "f", pool)
                var expected = ["PRIMARY KEY (\(table.key.joined(separator: ", ")))"]
                for column in table.columns {
                    let target = column.references ?? Self.fixedWords[column.name]
                    guard let target else { continue }
                    let key = MasterData.table(target)?.key.first ?? column.name
                    expected.append("FOREIGN KEY (\(column.name)) REFERENCES \(target)(\(key))")
                    if let place = names.firstIndex(of: target) { #expect(place < order) }
                    let targetType = MasterData.table(target)?.columns.first?.type
                    #expect(targetType == nil || targetType == column.type, "\(table.name).\(column.name)")
                }
                #expect(found.sorted() == expected.sorted(), "\(table.name)")
            }
        }
    }

    /// Columns whose words are rows of a table that no import changes.
    static let fixedWords = ["rank": "rank", "level": "response_level"]

    @Test("has every CHECK of the tables as a type or a rule, and no more")
    func checks() async throws {
        try await withDatabase { database in
            let pool = database.pool
            for table in MasterData.tables {
                let found = try await Self.definitions(table, "c", pool)
                var expected = table.columns.compactMap(Self.check)
                for rule in table.rules {
                    switch rule {
                    case .notBefore(let later, let earlier): expected.append("CHECK ((\(later) >= \(earlier)))")
                    case .atMost(let lesser, let greater): expected.append("CHECK ((\(lesser) <= \(greater)))")
                    case .noOverlap, .single, .completeCycle: continue
                    }
                }
                for check in found { #expect(expected.contains(check), "\(table.name): \(check) has no rule") }
            }
            let overlaps = try await pool.withConnection {
                try await $0.query(
                    """
                    SELECT conrelid::regclass::text AS name FROM pg_constraint c JOIN pg_namespace n ON n.oid = connamespace
                    WHERE contype = 'x' AND nspname = 'evenhand'
                    """)
            }
            let excluding = Set(try overlaps.map { try $0.decode(0, as: String.self).replacing("evenhand.", with: "") })
            for table in MasterData.tables {
                let sweeps = table.rules.contains { if case .noOverlap = $0 { true } else { false } }
                #expect(sweeps == excluding.contains(table.name), "\(table.name)")
            }
        }
    }

    @Test("names the words of ranks, response levels and protected characteristics as the database does")
    func words() async throws {
        try await withDatabase { database in
            let pool = database.pool
            func stored(_ sql: Statement) async throws -> [String] {
                try await pool.withConnection { try await $0.query(sql) }.map { try $0.decode(0, as: String.self) }
            }
            let ranks = try await stored("SELECT rank FROM evenhand.rank ORDER BY seniority")
            #expect(ranks == Rank.allCases.map(\.rawValue))
            let levels = try await stored("SELECT level FROM evenhand.response_level ORDER BY weight")
            #expect(levels == ResponseLevel.allCases.map(\.rawValue))
            let words = try await stored("SELECT word FROM evenhand.protected_characteristic")
            #expect(Set(words) == ProtectedCharacteristic.words)
        }
        for column in MasterData.tables.flatMap(\.columns) {
            #expect(ProtectedCharacteristic.word(in: column.name) == nil)
        }
    }

    @Test("is what the reference page says, file by file")
    func referencePage() throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Sources/Records/MasterData/README.md")
        let text = try String(decoding: Data(contentsOf: page), as: UTF8.self)
        for table in MasterData.tables {
            #expect(text.contains(table.reference), "the page should say:\n\(table.reference)")
        }
        #expect(
            text.split(separator: "\n").count { $0.hasPrefix("## ") && $0.hasSuffix(".csv") } == MasterData.tables.count
        )
    }

    /// The CHECK that a column's type should have in the database, as PostgreSQL prints it.
    private static func check(_ column: MasterColumn) -> String? {
        let name = column.name
        switch column.type {
        case .code(let pattern): return "CHECK ((\(name) ~ '\(pattern.regex)'::text))"
        case .text(let length) where length.lowerBound == 0: return "CHECK ((length(\(name)) <= \(length.upperBound)))"
        case .text(let length):
            return "CHECK (((length(\(name)) >= \(length.lowerBound)) AND (length(\(name)) <= \(length.upperBound))))"
        case .integer(let range) where range.upperBound == Int(Int32.max):
            return "CHECK ((\(name) >= \(range.lowerBound)))"
        case .integer(let range):
            return "CHECK (((\(name) >= \(range.lowerBound)) AND (\(name) <= \(range.upperBound))))"
        case .choice(let words):
            let list = words.map { "'\($0)'::text" }.joined(separator: ", ")
            return "CHECK ((\(name) = ANY (ARRAY[\(list)])))"
        case .date, .time, .boolean: return nil
        }
    }

    private static func definitions(_ table: MasterTable, _ kind: String, _ pool: Pool) async throws -> [String] {
        try await pool.withConnection {
            try await $0.query(
                """
                SELECT pg_get_constraintdef(c.oid) FROM pg_constraint c
                WHERE conrelid = \("evenhand.\(table.name)")::regclass AND contype = \(kind)::"char"
                """)
        }.map { try $0.decode(0, as: String.self).replacing("evenhand.", with: "") }
    }
}
