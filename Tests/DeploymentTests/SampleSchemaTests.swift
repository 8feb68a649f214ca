import Deployment
import Testing

/// The rows of a sample against the rules of the tables that will hold them.
@Suite("A sample command fits its tables")
struct SampleSchemaTests {
    typealias Row = SampleFiles.Row

    static let columns: [(table: String, columns: [String])] = [
        ("team", ["team_id", "name"]),
        ("skill", ["skill_id", "name", "kind", "validity_months"]),
        ("shift", ["shift_id", "name", "starts", "minutes", "night"]),
        (
            "contract",
            [
                "contract_id", "max_consecutive_work", "min_consecutive_work", "min_consecutive_off",
                "max_consecutive_nights", "min_shifts", "max_shifts", "max_weekends", "complete_weekends",
            ]
        ),
        ("pattern", ["pattern_id", "name", "cycle_days"]),
        ("pattern_day", ["pattern_id", "day_index", "shift_id"]),
        ("officer", ["officer_id", "name", "rank", "team_id", "contract_id", "joined_on", "left_on"]),
        ("officer_pattern", ["officer_id", "pattern_id", "anchor_day", "from_day", "to_day"]),
        ("currency", ["officer_id", "skill_id", "issued_on", "expires_on", "evidence"]),
        ("mission", ["mission_id", "name"]),
        ("site", ["site_id", "mission_id", "name", "owner_inspector"]),
        (
            "post",
            [
                "post_id", "site_id", "name", "kind", "suitable_for_restricted", "covert", "active_from", "active_to",
            ]
        ),
        ("post_skill", ["post_id", "skill_id"]),
        ("site_level", ["site_id", "level", "from_day", "to_day", "set_by", "source_reference"]),
        ("post_demand", ["post_id", "level", "day_kind", "shift_id", "min_officers", "target_officers"]),
        ("abstraction", ["abstraction_id", "officer_id", "kind", "from_day", "to_day", "reference"]),
        ("restriction", ["restriction_id", "officer_id", "kind", "limits", "from_day", "to_day", "review_on"]),
        ("roster_request", ["request_id", "officer_id", "day", "shift_id", "weight"]),
    ]

    static let primaryKeys: [String: Int] = [
        "pattern_day": 2, "post_skill": 2, "post_demand": 4, "currency": 3,
    ]

    static let samples = [SampleFiles.command, SampleFiles.team]

    @Test("The files are the master tables, each with its columns in order")
    func files() {
        for sample in Self.samples {
            #expect(sample.names == Self.columns.map { $0.table + ".csv" })
            for (table, columns) in Self.columns {
                #expect(sample.header(table) == columns)
                #expect(!sample[table].isEmpty, "\(table)")
            }
        }
    }

    @Test("No header names a protected characteristic")
    func headers() {
        for (table, _) in Self.columns {
            for column in SampleFiles.command.header(table) {
                #expect(ProtectedCharacteristic.word(in: column) == nil)
            }
        }
    }

    @Test("Lines end in LF alone and every field has its type")
    func text() {
        for file in SampleCommand(seed: 1, from: SampleFiles.start).files {
            #expect(!file.csv.contains("\r") && file.csv.hasSuffix("\n"), "\(file.name)")
        }
        for sample in Self.samples {
            for (table, columns) in Self.columns {
                for column in columns where column.hasSuffix("_on") || column.hasSuffix("_day") || column == "day" {
                    let bad = sample[table].filter { row in
                        row[column].map { !$0.isEmpty && Day(iso: $0) == nil } ?? true
                    }
                    #expect(bad.isEmpty, "\(table).\(column)")
                }
            }
            #expect(sample["shift"].allSatisfy { $0["starts"]?.wholeMatch(of: /[0-2][0-9]:[0-5][0-9]/) != nil })
            for (table, column) in [
                ("shift", "night"), ("contract", "complete_weekends"), ("post", "suitable_for_restricted"),
                ("post", "covert"),
            ] {
                #expect(sample.keys(table, column).isSubset(of: ["true", "false"]))
            }
        }
    }

    @Test("Fields that must not be null are filled")
    func filled() {
        let nullable: Set = [
            "skill.validity_months", "pattern_day.shift_id", "officer.left_on", "officer_pattern.to_day",
            "currency.expires_on", "site.owner_inspector", "post.active_to", "site_level.to_day",
            "abstraction.to_day", "restriction.to_day",
            "roster_request.shift_id",
        ]
        for sample in Self.samples {
            for (table, columns) in Self.columns {
                for column in columns where !nullable.contains("\(table).\(column)") {
                    #expect(sample[table].allSatisfy { $0[column]?.isEmpty == false }, "\(table).\(column)")
                }
            }
        }
    }

    @Test("No primary key appears twice")
    func keys() {
        for sample in Self.samples {
            for (table, columns) in Self.columns {
                let key =
                    columns.prefix(Self.primaryKeys[table] ?? 1)
                    + (["officer_pattern", "site_level"].contains(table) ? ["from_day"] : [])
                let keys = sample[table].map { row in key.map { row[$0] ?? "" } }
                #expect(Set(keys).count == keys.count, "\(table)")
            }
        }
    }

    @Test("Every reference resolves")
    func references() {
        let references: [(String, String, String)] = [
            ("pattern_day", "pattern_id", "pattern"), ("pattern_day", "shift_id", "shift"),
            ("officer", "team_id", "team"), ("officer", "contract_id", "contract"),
            ("officer_pattern", "officer_id", "officer"), ("officer_pattern", "pattern_id", "pattern"),
            ("currency", "officer_id", "officer"), ("currency", "skill_id", "skill"),
            ("site", "mission_id", "mission"), ("post", "site_id", "site"), ("post_skill", "post_id", "post"),
            ("post_skill", "skill_id", "skill"), ("site_level", "site_id", "site"), ("post_demand", "post_id", "post"),
            ("post_demand", "shift_id", "shift"), ("abstraction", "officer_id", "officer"),
            ("restriction", "officer_id", "officer"), ("roster_request", "officer_id", "officer"),
            ("roster_request", "shift_id", "shift"),
        ]
        for sample in Self.samples {
            for (table, column, target) in references {
                let known = sample.keys(target, column).union([""])
                #expect(sample.keys(table, column).isSubset(of: known), "\(table).\(column)")
            }
            #expect(sample.keys("site", "owner_inspector").isSubset(of: sample.keys("officer", "officer_id")))
            #expect(sample.keys("officer", "rank").isSubset(of: ["PC", "PS", "INSP", "CI", "SUPT", "CSUPT", "CDR"]))
            #expect(
                sample.keys("site_level", "level").union(sample.keys("post_demand", "level"))
                    == ["Normal", "Heightened", "Exceptional"])
        }
    }

    @Test("Identifiers have the forms of the schema")
    func identifiers() throws {
        let forms: [(String, String, String)] = [
            ("skill", "skill_id", "[A-Z0-9][A-Z0-9_-]{0,23}"), ("shift", "shift_id", "[A-Z0-9]{1,8}"),
            ("team", "team_id", "[A-Z0-9][A-Z0-9-]{0,15}"), ("contract", "contract_id", "[a-z0-9][a-z0-9_-]{0,31}"),
            ("pattern", "pattern_id", "[a-z0-9][a-z0-9_-]{0,31}"), ("officer", "officer_id", "[A-Z][0-9]{3,8}"),
            ("mission", "mission_id", "M[0-9]{1,6}"), ("site", "site_id", "S[0-9]{1,6}"),
            ("post", "post_id", "P[0-9]{1,6}"), ("abstraction", "abstraction_id", "A[0-9]{1,9}"),
            ("restriction", "restriction_id", "R[0-9]{1,9}"), ("roster_request", "request_id", "Q[0-9]{1,9}"),
        ]
        for sample in Self.samples {
            for (table, column, form) in forms {
                let pattern = try Regex(form)
                let bad = sample.keys(table, column).filter { $0.wholeMatch(of: pattern) == nil }
                #expect(bad.isEmpty, "\(table).\(column)")
            }
        }
    }

    @Test("Words are from the lists of the schema")
    func words() {
        let lists: [(String, String, Set<String>)] = [
            ("skill", "kind", ["authority", "component", "advisory", "specialism"]),
            ("post", "kind", ["static", "mobile", "arv", "residential", "hospital_guard", "desk"]),
            ("post_demand", "day_kind", ["weekday", "weekend"]),
            (
                "abstraction", "kind",
                ["leave", "course", "training", "sickness", "court", "lieu", "post_incident", "other_duty"]
            ),
            ("restriction", "kind", ["restricted", "recuperative"]),
        ]
        for sample in Self.samples {
            for (table, column, list) in lists {
                #expect(sample.keys(table, column).isSubset(of: list), "\(table).\(column)")
            }
            #expect(sample["skill"].filter { $0["kind"] == "authority" }.count == 1)
        }
    }

    @Test("Numbers and lengths lie in their bounds")
    func bounds() {
        func number(_ row: Row, _ column: String) -> Int { Int(row[column] ?? "") ?? .min }
        for sample in Self.samples {
            #expect(
                sample["skill"].allSatisfy {
                    $0["validity_months"] == "" || (1...120).contains(number($0, "validity_months"))
                })
            #expect(sample["shift"].allSatisfy { (1...1440).contains(number($0, "minutes")) })
            #expect(
                sample["contract"].allSatisfy {
                    (1...14).contains(number($0, "max_consecutive_work")) && number($0, "min_consecutive_work") >= 1
                        && number($0, "min_consecutive_work") <= number($0, "max_consecutive_work")
                        && number($0, "min_consecutive_off") >= 1 && number($0, "max_consecutive_nights") >= 1
                        && (0...number($0, "max_shifts")).contains(number($0, "min_shifts"))
                        && number($0, "max_weekends") >= 0
                })
            for pattern in sample["pattern"] {
                let days = sample["pattern_day"].filter { $0["pattern_id"] == pattern["pattern_id"] }
                #expect(days.map { number($0, "day_index") }.sorted() == Array(0..<number(pattern, "cycle_days")))
                #expect((1...400).contains(days.count))
            }
            #expect(
                sample["post_demand"].allSatisfy {
                    (1...50).contains(number($0, "target_officers"))
                        && (0...number($0, "target_officers")).contains(number($0, "min_officers"))
                })
            #expect(sample["roster_request"].allSatisfy { (1...100).contains(number($0, "weight")) })
            let lengths: [(String, String, ClosedRange<Int>)] = [
                ("team", "name", 1...80), ("skill", "name", 1...80), ("officer", "name", 1...80),
                ("mission", "name", 1...120), ("site", "name", 1...120), ("post", "name", 1...120),
                ("site_level", "set_by", 1...80), ("currency", "evidence", 0...200),
                ("abstraction", "reference", 0...200), ("restriction", "limits", 3...200),
            ]
            for (table, column, range) in lengths {
                #expect(sample[table].allSatisfy { range.contains($0[column]?.count ?? -1) }, "\(table).\(column)")
            }
        }
    }

    @Test("No range ends before it begins")
    func orders() {
        let orders: [(String, String, String)] = [
            ("officer", "joined_on", "left_on"), ("officer_pattern", "from_day", "to_day"),
            ("officer_pattern", "anchor_day", "from_day"), ("currency", "issued_on", "expires_on"),
            ("post", "active_from", "active_to"), ("site_level", "from_day", "to_day"),
            ("abstraction", "from_day", "to_day"), ("restriction", "from_day", "to_day"),
            ("restriction", "from_day", "review_on"),
        ]
        for sample in Self.samples {
            for (table, first, last) in orders {
                // ISO dates sort as text.
                let bad = sample[table].filter { $0[last] != "" && $0[last] ?? "" < $0[first] ?? "" }
                #expect(bad.isEmpty, "\(table): \(first) to \(last)")
            }
        }
    }

    @Test("Patterns, levels and abstractions of one subject never overlap")
    func overlaps() {
        for sample in Self.samples {
            for (table, subject) in [
                ("officer_pattern", "officer_id"), ("site_level", "site_id"), ("abstraction", "officer_id"),
            ] {
                for (_, rows) in Dictionary(grouping: sample[table], by: { $0[subject] ?? "" }) {
                    let sorted = rows.sorted { $0["from_day"] ?? "" < $1["from_day"] ?? "" }
                    for (row, next) in zip(sorted, sorted.dropFirst()) {
                        #expect(row["to_day"] != "" && row["to_day"] ?? "" < next["from_day"] ?? "", "\(table)")
                    }
                }
            }
        }
    }
}
