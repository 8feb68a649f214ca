import Deployment
import Impartiality
import Testing

@Suite("What keeps a history from being read")
struct ReadingProblemsTests {
    /// A text of a file, what it is replaced by, and the line that must then be told.
    typealias Case = (file: String, text: String, other: String, told: String)

    static let cases: [Case] = [
        (
            "history", "2021-01-13", "2021-01-03",
            "history.csv:2: column to_date: \"2021-01-03\" lies before from_date (2021-01-04)"
        ),
        (
            "history", "2021-01-13", "13/01/2021",
            "history.csv:2: column to_date: \"13/01/2021\" is no date (YYYY-MM-DD)"
        ),
        ("history", "\n2021-01-04,2021-01-13", "", "history.csv:1: column from_date: has no row below the header"),
        ("missions", "M2", "M1", "missions.csv:3: column mission_id: \"M1\" stands in an earlier row"),
        ("sites", "S2,M2", "S2,M9", "sites.csv:3: column mission_id: \"M9\" is no mission of missions.csv"),
        ("sites", "S2,M2,C1", "S2,M2,C2", "sites.csv:3: column command_id: \"C2\" is not the command of mission M2"),
        (
            "posts", "S2,AFO,2", "S2,AFO,-2",
            "posts.csv:3: column target_e: \"-2\" is no number of officers (0 to 100000)"
        ),
        ("posts", "P2,S2", "P2,S9", "posts.csv:3: column site_id: \"S9\" is no site of sites.csv"),
        ("posts", "MP5;AFO", "MP5;;AFO", "posts.csv:2: column requires: \"MP5;;AFO\" has an empty place in its list"),
        (
            "response_levels", "Heightened", "High",
            "response_levels.csv:3: column level: \"High\" is none of Normal, Heightened, Exceptional"
        ),
        (
            "response_levels", "M1", "M7",
            "response_levels.csv:2: column mission_id: \"M7\" is no mission of missions.csv"
        ),
        (
            "supervisors", "PS", "Sgt",
            "supervisors.csv:2: column rank: \"Sgt\" is none of PC, PS, INSP, CI, SUPT, CSUPT, CDR"
        ),
        (
            "officers", "B,V1", "B,V7",
            "officers.csv:2: column supervisor_id: \"V7\" is no supervisor of supervisors.csv"
        ),
        (
            "officers", "2021-01-10", "2015-12-31",
            "officers.csv:3: column left_on: \"2015-12-31\" lies before joined_on (2016-01-01)"
        ),
        ("officers", "no_nights", "part", "officers.csv:3: column contract: \"part\" is none of full, no_nights"),
        ("officers", "A,V1", ",V1", "officers.csv:4: column team_id: is empty"),
        (
            "officer_skills", "W2,AFO", "W8,AFO",
            "officer_skills.csv:3: column officer_id: \"W8\" is no officer of officers.csv"
        ),
        (
            "officer_skills", "2021-01-06", "2019-01-06",
            "officer_skills.csv:2: column valid_to: \"2019-01-06\" lies before valid_from (2020-01-01)"
        ),
        (
            "patterns", "05,E", "06,E",
            "patterns.csv:2: column anchor_date: \"2021-01-06\" leaves out days of the team's cycle after 2021-01-04"
        ),
        ("patterns", "05,E", "05,D", "patterns.csv:2: column shift: \"D\" is no shift (E, L or N)"),
        (
            "calendar", "2021-01-06", "2021-01-01",
            "calendar.csv:2: column to_date: \"2021-01-01\" lies before from_date (2021-01-05)"
        ),
        (
            "swaps", "move,W1,P1,", "move,W1,P1,W2",
            "swaps.csv:2: column other_officer_id: \"W2\" is a second officer: a move has one"
        ),
        ("swaps", "P1,W2,P2", "P1,,P2", "swaps.csv:3: column other_officer_id: is empty: a swap has two officers"),
        ("swaps", "P1,W2,P2", "P1,W1,P2", "swaps.csv:3: column other_officer_id: \"W1\" is the officer who asked"),
        ("swaps", "V1", "V8", "swaps.csv:3: column approved_by: \"V8\" is no supervisor of supervisors.csv"),
        (
            "swaps", "V1,2021-01-05", "V1,2021-01-15",
            "swaps.csv:3: column recorded_on: \"2021-01-15\" lies after the last day of the history (2021-01-13)"
        ),
        ("decisions", "D1,W1", "D1,W7", "decisions.csv:4: column officer_id: \"W7\" is no officer of officers.csv"),
        (
            "decisions", "V1,PS", "V9,PS",
            "decisions.csv:4: column decided_by: \"V9\" is no supervisor of supervisors.csv and no officer of officers.csv"
        ),
        (
            "decisions", "2021-01-03,2021-01-04", "2021-01-05,2021-01-04",
            "decisions.csv:4: column decided_on: \"2021-01-04\" lies before requested_on (2021-01-05)"
        ),
        ("decisions", "i,2021-01-06", "i,", "decisions.csv:4: column review_on: is no date (YYYY-MM-DD)"),
        ("decisions", "P1;P2", "P1;P3", "decisions.csv:2: column scope_ids: \"P3\" is no post of posts.csv"),
        ("decisions", "E;N", "E;D", "decisions.csv:5: column scope_ids: \"D\" is no shift (E, L or N)"),
        (
            "decisions", "all_armed,", "all_armed,P1",
            "decisions.csv:4: column scope_ids: \"P1\" stands beside all_armed, which has no ids"
        ),
        (
            "decisions", "post,P1;P2", "post,",
            "decisions.csv:2: column scope_ids: is empty: scope post names what it covers"
        ),
        ("decisions", ",,D1", ",,D8", "decisions.csv:3: column extends: \"D8\" is no decision of decisions.csv"),
        ("decisions", ",,D1", ",,D3", "decisions.csv:3: column extends: \"D3\" is a decision on another officer"),
        ("decisions", ",,D1", ",,D2", "decisions.csv:3: column extends: \"D2\" leads back to the decision itself"),
        (
            "decisions", "2021-01-07,\n", "2021-01-07,D2\n",
            "decisions.csv:4: column extends: \"D2\" was recorded later than the decision that extends it"
        ),
        ("decisions", "D3,", "D1,", "decisions.csv:5: column decision_id: \"D1\" stands in an earlier row"),
        (
            "abstractions", "2021-02-05,leave", ",leave",
            "abstractions.csv:2: column to_date: is empty: the last day of leave is known from the start"
        ),
        (
            "abstractions", "sickness", "flu",
            "abstractions.csv:3: column kind: \"flu\" is none of leave, course, court, lieu, sickness, recuperative, restricted"
        ),
        (
            "abstractions", "W9,2021-06-05", "W9,2021-01-05",
            "abstractions.csv:4: column officer_id: \"W9\" is no officer of officers.csv"
        ),
        ("published", "W1,P2", "W7,P2", "published.csv:5: column officer_id: \"W7\" is no officer of officers.csv"),
        ("published", "W1,,", "W1,P8,", "published.csv:4: column post_id: \"P8\" is no post of posts.csv"),
        (
            "published", "L,W2,P1,2020-12-21", "L,W2,P1,2021-01-06",
            "published.csv:2: column published_on: \"2021-01-06\" lies after date (2021-01-05)"
        ),
        (
            "published", "2021-01-05,L,W2", "2021-01-04,L,W2",
            "published.csv:2: column officer_id: \"W2\" has another duty on 2021-01-04"
        ),
        (
            "published", "2021-01-05", "2021-01-03",
            "published.csv:2: column date: \"2021-01-03\" lies before the first day of the history (2021-01-04)"
        ),
        (
            "published", "2021-01-05", "2021-02-30",
            "published.csv:2: column date: \"2021-02-30\" is no date (YYYY-MM-DD)"
        ),
        (
            "as_worked", "2021-01-04", "2021-01-14",
            "as_worked.csv:2: column date: \"2021-01-14\" lies after the last day of the history (2021-01-13)"
        ),
        ("as_worked", "E,W2,P2", "e,W2,P2", "as_worked.csv:2: column shift: \"e\" is no shift (E, L or N)"),
        (
            "as_worked", "W2,P2\n", "W2,P2\n2021-01-04,N,W2,\n",
            "as_worked.csv:3: column officer_id: \"W2\" has another duty on 2021-01-04"
        ),
    ]

    @Test("each broken rule is told with file, line and column", arguments: cases)
    func rules(of item: Case) {
        #expect(SmallWorld.problems(item.file, item.text, item.other).contains(item.told))
    }

    @Test(
        "a broken rule is the only thing told where nothing hangs on it",
        arguments: cases.filter { $0.file != "history" && $0.file != "missions" })
    func alone(item: Case) {
        #expect(SmallWorld.problems(item.file, item.text, item.other).count == 1)
    }

    @Test("every missing file is told, and no row is blamed for naming what stood in it")
    func missing() {
        #expect(SmallWorld.problems([:]) == HistoryFile.allCases.map { "\($0.fileName): the file is missing" })
        var world = SmallWorld()
        world.files["officers"] = nil
        world.files["missions"] = nil
        #expect(world.problems == ["missions.csv: the file is missing", "officers.csv: the file is missing"])
    }

    @Test("missing, unknown and repeated columns are told, and a protected characteristic is named")
    func columns() {
        let header = SmallWorld.problems(
            "officers", "contract,joined_on", "Officer_Religion,shoe_size,rank")
        #expect(
            header == [
                "officers.csv:1: column Officer_Religion: names a protected characteristic (religion), which a history must not hold",
                "officers.csv:1: field 6: \"shoe_size\" is no column of officers.csv",
                "officers.csv:1: column rank: stands twice in the header",
                "officers.csv:1: column contract: is missing",
                "officers.csv:1: column joined_on: is missing",
                "officers.csv:2: 8 fields where the header has 9",
                "officers.csv:3: 8 fields where the header has 9",
                "officers.csv:4: 8 fields where the header has 9",
            ])
        var world = SmallWorld()
        world.files["calendar"] = ""
        #expect(world.problems.first == "calendar.csv:1: column from_date: is missing: the file is empty")
    }

    @Test("bytes that are not UTF-8 are told with line and column, in short and in long files")
    func encoding() {
        var files = SmallWorld().bytes
        files["calendar"]? += Array("2021-01-05,2021-01-06,f".utf8) + [0xC3, 0x28]
        files["as_worked"]? += Array("2021-01-05,E,W".utf8) + [0xFF] + Array(",\n".utf8)
        #expect(
            SmallWorld.problems(files) == [
                "calendar.csv:4: column label: not UTF-8: unexpected byte 0xC3",
                "as_worked.csv:3: column officer_id: not UTF-8: unexpected byte 0xFF",
                "as_worked.csv:3: column officer_id: \"W\u{FFFD}\" is no officer of officers.csv",
            ])
    }

    @Test("faults of the CSV itself are told with line and column")
    func quoting() {
        #expect(
            SmallWorld.problems("calendar", "fair", "fa\"ir").first
                == "calendar.csv:2: column label: a quote inside a field that is not quoted; quote the field and double the quotes in it"
        )
        #expect(
            SmallWorld.problems("published", "W2,P1,2020-12-21\n2021-01-04,E,W1", "W2,\"P1,2020-12-21\n2021-01-04,E,W1")
                .contains { $0.hasPrefix("published.csv:3: column post_id: a quote that is never closed") })
        #expect(
            SmallWorld.problems("as_worked", "W2,P2", "W2").contains("as_worked.csv:2: 3 fields where the header has 4")
        )
    }

    @Test("a 65th skill is told")
    func skills() {
        var world = SmallWorld()
        for number in 4...66 { world.files["officer_skills"]? += "W1,X\(number),2020-01-01,\n" }
        #expect(
            world.problems == [
                "officer_skills.csv:65: column skill: \"X65\" is skill number 65; a history has at most 64",
                "officer_skills.csv:66: column skill: \"X66\" is skill number 66; a history has at most 64",
            ])
    }

    @Test("a circle of decisions is told for each of them")
    func circle() {
        var world = SmallWorld()
        world.replace("decisions", "2021-01-04,2021-01-04,V1", "2021-01-04,2021-01-07,V1")
        world.replace("decisions", "2021-01-07,\n", "2021-01-07,D2\n")
        #expect(
            world.problems == [
                "decisions.csv:3: column extends: \"D1\" leads back to the decision itself",
                "decisions.csv:4: column extends: \"D2\" leads back to the decision itself",
            ])
    }

    @Test("a row that is older than its officer's record is told")
    func early() {
        let problems = SmallWorld.problems("officers", "full,2015-01-01", "full,2021-03-08")
        #expect(
            problems.contains {
                $0.hasPrefix("published.csv:4: column officer_id: \"W1\" is an officer on record only from")
            })
        #expect(
            problems.contains {
                $0.hasPrefix("decisions.csv:4: column officer_id: \"W1\" is an officer on record only")
            })
        #expect(
            problems.contains {
                $0.hasPrefix("abstractions.csv:2: column officer_id: \"W1\" is an officer on record only")
            })
    }

    @Test("all problems are told at once, in the order of files and lines")
    func all() {
        var world = SmallWorld()
        world.replace("sites", "S2,M2", "S2,M9")
        world.replace("decisions", "P1;P2", "P7;P8")
        world.replace("decisions", "E;N", "E;D")
        world.replace("published", "W1,P2", "W7,P7")
        #expect(
            world.problems == [
                "sites.csv:3: column mission_id: \"M9\" is no mission of missions.csv",
                "published.csv:5: column officer_id: \"W7\" is no officer of officers.csv",
                "published.csv:5: column post_id: \"P7\" is no post of posts.csv",
                "decisions.csv:2: column scope_ids: \"P7\" is no post of posts.csv",
                "decisions.csv:2: column scope_ids: \"P8\" is no post of posts.csv",
                "decisions.csv:5: column scope_ids: \"D\" is no shift (E, L or N)",
            ])
    }

    @Test("of many problems of a file a thousand are kept and all are counted")
    func many() throws {
        var world = SmallWorld()
        for _ in 0..<3_000 { world.files["as_worked"]? += "2021-01-05,E,W9,P2\n" }
        let problems = try #require(throws: HistoryProblems.self) { try world.read() }
        #expect(problems.count == 3_000)
        #expect(problems.kept.count == 1_000)
    }

    @Test("a day before the history cannot be read to")
    func before() throws {
        let problems = try #require(throws: HistoryProblems.self) {
            try SmallWorld().read(until: Day(iso: "2021-01-03"))
        }
        #expect(problems.kept.map(\.description) == ["history.csv: the history begins on 2021-01-04, after 2021-01-03"])
    }

    @Test("a value is told in one short line")
    func shortened() {
        let problem = HistoryProblem(
            file: "posts.csv", line: 2, column: "site_id", value: "a\nb" + String(repeating: "x", count: 100),
            message: "is bad")
        #expect(
            problem.description == "posts.csv:2: column site_id: \"a\\nb" + String(repeating: "x", count: 37)
                + "…\" is bad")
    }
}
