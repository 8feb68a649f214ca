import Records
import TestDatabase
import Testing

@Suite("The rules of the master files")
struct MasterDataRuleTests {
    /// A row that breaks one rule, and what must be said about it.
    struct Breach {
        let file: String
        /// The line to replace; nil adds a row.
        let line: Int?
        let row: String
        let at: Int
        let column: String?
        let rule: String

        init(_ file: String, _ line: Int?, _ row: String, at: Int? = nil, _ column: String?, _ rule: String) {
            self.file = file
            self.line = line
            self.row = row
            self.at = at ?? line ?? 0
            self.column = column
            self.rule = rule
        }
    }

    static let breaches: [Breach] = [
        Breach("team", 2, "a,Alpha", "team_id", "a code of the form ^[A-Z0-9][A-Z0-9-]{0,15}$"),
        Breach("team", 2, "A,", "name", "a value is required"),
        Breach("team", 2, "A," + String(repeating: "x", count: 81), "name", "a text of 1 to 80 characters"),
        Breach("skill", 2, "AFO,Authority,power,", "kind", "one of authority, component, advisory, specialism"),
        Breach("skill", 3, "SHOOT,Shoot,component,0", "validity_months", "a whole number from 1 to 120"),
        Breach("skill", 3, "SHOOT,Shoot,authority,2", "kind", "at most one row has kind authority; line 2 has it"),
        Breach("shift", 2, "D,Day,7:00,720,false", "starts", "a time HH:MM"),
        Breach("shift", 2, "D,Day,24:00,720,false", "starts", "a time HH:MM"),
        Breach("shift", 2, "D,Day,07:00,1441,false", "minutes", "a whole number from 1 to 1440"),
        Breach("shift", 2, "D,Day,07:00,720,no", "night", "true or false"),
        Breach("contract", 2, "full,6,2,2,4,21,20,3,false", "min_shifts", "min_shifts is at most max_shifts (20)"),
        Breach("contract", 2, "full,1,2,2,4,1,20,3,false", "min_consecutive_work", "is at most max_consecutive_work"),
        Breach("contract", 2, "full,6,2,-2,4,1,20,3,false", "min_consecutive_off", "a whole number of at least 1"),
        Breach("contract", 2, "full,6,2,2,4,1,2147483648,3,false", "max_shifts", "a whole number of at least 0"),
        Breach("pattern", 2, "long,Long,4", "cycle_days", "day 3 is missing"),
        Breach("pattern", 2, "long,Long,2", at: 4, "day_index", "cycle_days is 2"),
        Breach("pattern_day", 4, "long,1,D", "day_index", "line 3 has the same"),
        Breach(
            "officer", 2, "W001,Wren,PC,Z,full,2001-05-07,", "team_id", "no such row in team.csv nor in the database"),
        Breach("officer", 2, "W001,Wren,PC,A,half,2001-05-07,", "contract_id", "no such row in contract.csv"),
        Breach("officer", 2, "W001,Wren,GEN,A,full,2001-05-07,", "rank", "one of PC, PS"),
        Breach("officer", 2, "W001,Wren,PC,A,full,2001-02-29,", "joined_on", "a date YYYY-MM-DD"),
        Breach("officer", 2, "W001,Wren,PC,A,full,07/05/2001,", "joined_on", "a date YYYY-MM-DD"),
        Breach("officer", 2, "W001,Wren,PC,A,full,0201-05-07,", "joined_on", "from 1900 to 2199"),
        Breach("officer", 2, "W001,Wren,PC,A,full,2001-05-07,2001-05-06", "left_on", "left_on is not before joined_on"),
        Breach("officer", nil, "W002,Twin,PC,A,full,2001-05-07,", at: 4, "officer_id", "line 3 has the same"),
        Breach(
            "officer_pattern", 2, "W001,long,2006-01-02,2006-01-02,2006-07-01", at: 3, "from_day", "overlaps line 2"),
        Breach("officer_pattern", 2, "W001,long,2006-01-02,2006-01-02,", at: 3, "from_day", "overlaps line 2"),
        Breach("currency", 3, "W001,SHOOT,2006-05-01,2006-04-30,", "expires_on", "is not before issued_on"),
        Breach("currency", 3, "W009,SHOOT,2006-05-01,,", "officer_id", "no such row in officer.csv"),
        Breach("currency", 3, "W001,SWIM,2006-05-01,,", "skill_id", "no such row in skill.csv"),
        Breach("site", 3, "S2,M2,Annex,", "mission_id", "no such row in mission.csv"),
        Breach("site", 3, "S2,M1,Annex,W003", "owner_inspector", "no such row in officer.csv"),
        Breach("post", 2, "P1,S1,Door,static,TRUE,false,2005-01-01,", "suitable_for_restricted", "true or false"),
        Breach("post", 2, "P1,S1,Door,static,true,false,2005-01-02,2005-01-01", "active_to", "not before active_from"),
        Breach("post_skill", nil, "P1,AFO", at: 3, "skill_id", "line 2 has the same"),
        Breach("site_level", 3, "S1,Severe,2006-07-15,,Gold,", "level", "one of Normal, Heightened, Exceptional"),
        Breach("site_level", 3, "S1,Normal,2006-07-14,,Gold,", "from_day", "overlaps line 2"),
        Breach(
            "post_demand", 2, "P1,Normal,weekday,D,3,2", "min_officers", "min_officers is at most target_officers (2)"),
        Breach("post_demand", 2, "P1,Normal,monday,D,1,2", "day_kind", "one of weekday, weekend"),
        Breach("post_demand", 2, "P1,Normal,weekday,D,1,51", "target_officers", "a whole number from 1 to 50"),
        Breach("abstraction", 2, "A1,W001,leave,2006-08-15,2006-08-14,", "to_day", "to_day is not before from_day"),
        Breach("abstraction", 2, "A1,W001,holiday,2006-08-01,,", "kind", "one of leave, course"),
        Breach(
            "restriction", 2, "R1,W002,recuperative,rest,2006-07-01,,2006-06-30", "review_on", "not before from_day"),
        Breach("restriction", 2, "R1,W002,recuperative,no,2006-07-01,,2006-08-01", "limits", "a text of 3 to 200"),
        Breach("roster_request", 2, "Q1,W001,2006-08-20,L,10", "shift_id", "no such row in shift.csv"),
        Breach("roster_request", 2, "Q1,W001,2006-08-20,,101", "weight", "a whole number from 1 to 100"),
        Breach("team", 2, "A,Al\"pha", "name", "a quote inside a field that is not quoted"),
        Breach("team", 2, "A,Alpha,", nil, "3 fields where the header has 2"),
        Breach("team", 2, "", nil, "an empty line"),
    ]

    @Test("each refuse a row that breaks them, by file, line, column and rule, and take one that does not")
    func breaches() async throws {
        try await withDatabase { database in
            let pool = database.pool
            let sound = try await MasterData.importing(
                files: MasterDataSample.files(), into: pool, by: nil, dryRun: true)
            #expect(sound.problems == [])
            for breach in Self.breaches {
                let text =
                    breach.line.map { MasterDataSample.text(breach.file, line: $0, breach.row) }
                    ?? MasterDataSample.text(breach.file, adding: breach.row)
                let files = MasterDataSample.files([breach.file: text])
                let report = try await MasterData.importing(files: files, into: pool, by: nil)
                let told = report.problems.contains {
                    $0.line == breach.at && $0.column == breach.column && $0.rule.contains(breach.rule)
                }
                #expect(told && report.isRefused, "\(breach.row): \(report.text)")
            }
            for (_, csv) in try await MasterData.exporting(from: pool) {
                #expect(csv.split(separator: "\n").count == 1, "something was written")
            }
        }
    }

    @Test("report every bad row of every file in one pass, in the order of files, lines and columns")
    func everyProblem() async throws {
        try await withDatabase { database in
            let pool = database.pool
            let files = MasterDataSample.files([
                "team": "team_id,name\na,\nA,Alpha\nB,Bravo\nB,Bravo\n",
                "officer": MasterDataSample.text("officer", line: 2, "W001,,GEN,Z,full,2001-02-30,"),
                "currency": MasterDataSample.text("currency", adding: "W077,SWIM,2006-13-01,,"),
                "mission": "mission_id,name\nM1,\"North\n",
            ])
            let report = try await MasterData.importing(files: files, into: pool, by: nil)
            #expect(
                report.problems.map { "\($0.file) \($0.line) \($0.column ?? "-")" } == [
                    "team.csv 2 team_id", "team.csv 2 name", "team.csv 5 team_id",
                    "officer.csv 2 name", "officer.csv 2 rank", "officer.csv 2 team_id", "officer.csv 2 joined_on",
                    "currency.csv 4 officer_id", "currency.csv 4 skill_id", "currency.csv 4 issued_on",
                    "mission.csv 2 name",
                ])
            #expect(report.problemCount == 11)
        }
    }

    @Test("see rows that only the database has: references, overlaps, cycles and the one authority")
    func againstTheDatabase() async throws {
        try await withDatabase { database in
            let pool = database.pool
            _ = try await MasterData.importing(files: MasterDataSample.files(), into: pool, by: nil)
            func problems(_ file: String, _ text: String) async throws -> [String] {
                let report = try await MasterData.importing(files: [file: Array(text.utf8)], into: pool, by: nil)
                return report.problems.map { "\($0.line) \($0.column ?? "-"): \($0.rule)" }
            }
            #expect(try await problems("post_skill.csv", "post_id,skill_id\nP2,AFO\n") == [])
            let level = "site_id,level,from_day,to_day,set_by,source_reference\n"
            #expect(try await problems("site_level.csv", level + "S1,Normal,2006-06-01,2006-06-30,Gold,\n") == [])
            let overlap = try await problems("site_level.csv", level + "S1,Normal,2007-01-01,,Gold,\n")
            #expect(overlap.count == 1 && overlap[0].contains("overlaps a row in the database"))
            // The open range is closed and its successor added in one import.
            let handover = level + "S1,Normal,2007-01-01,,Gold,\nS1,Heightened,2006-07-15,2006-12-31,Gold,\n"
            #expect(try await problems("site_level.csv", handover) == [])
            let shorter = try await problems("pattern.csv", "pattern_id,name,cycle_days\nlong,Long,2\n")
            #expect(shorter.count == 1 && shorter[0].contains("the database has day 2"))
            let longer = try await problems("pattern_day.csv", "pattern_id,day_index,shift_id\nlong,3,D\n")
            #expect(longer.count == 1 && longer[0].hasPrefix("2 day_index") && longer[0].contains("cycle_days is 3"))
            let skills = "skill_id,name,kind,validity_months\n"
            let second = try await problems("skill.csv", skills + "AFO2,Second,authority,\n")
            #expect(second.count == 1 && second[0].contains("a row in the database has it already"))
            #expect(try await problems("skill.csv", skills + "AAA,New,authority,\nAFO,Old,advisory,\n") == [])
            #expect(try await problems("skill.csv", skills + "AAA,New,advisory,\nAFO,Old,authority,\n") == [])
        }
    }
}
