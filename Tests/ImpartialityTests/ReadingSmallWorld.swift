import Deployment
import Foundation
import Impartiality

/// A history of ten days written by hand, for tests to spoil.
struct SmallWorld {
    var files: [String: String] = [
        "history": "from_date,to_date\n2021-01-04,2021-01-13\n",
        "missions": "mission_id,command_id\nM1,C1\nM2,C1\n",
        "sites": "site_id,mission_id,command_id\nS1,M1,C1\nS2,M2,C1\n",
        "posts": "post_id,site_id,requires,target_e,target_l,target_n\nP1,S1,MP5;AFO,1,1,0\nP2,S2,AFO,2,1,1\n",
        "response_levels": "mission_id,from_date,level\nM1,2021-01-04,Normal\nM2,2020-12-01,Heightened\n",
        "supervisors": "supervisor_id,rank,team_id,command_id\nV1,PS,B,C1\nV2,INSP,,C1\n",
        "officers": """
        officer_id,rank,team_id,supervisor_id,contract,joined_on,left_on,command_id
        W1,PC,B,V1,full,2015-01-01,,C1
        W2,PC,A,,no_nights,2016-01-01,2021-01-10,C1
        W3,PS,A,V1,full,2021-01-08,2022-01-01,C1

        """,
        "officer_skills": "officer_id,skill,valid_from,valid_to\nW1,RPO,2020-01-01,2021-01-06\nW2,AFO,2016-01-01,\n",
        "patterns": "team_id,anchor_date,shift\nA,2021-01-05,E\nA,2021-01-04,\nB,2021-01-04,N\nZ,2021-01-04,N\n",
        "calendar": "from_date,to_date,label\n2021-01-05,2021-01-06,fair\n2023-01-05,2023-01-06,far off\n",
        "published": """
        date,shift,officer_id,post_id,published_on
        2021-01-05,L,W2,P1,2020-12-21
        2021-01-04,E,W2,P1,2020-12-21
        2021-01-04,E,W1,,2020-12-21
        2021-01-20,E,W1,P2,2021-01-04

        """,
        "as_worked": "date,shift,officer_id,post_id\n2021-01-04,E,W2,P2\n",
        "swaps": """
        swap_id,date,shift,kind,officer_id,from_post,other_officer_id,to_post,approved_by,recorded_on,reason
        SW2,2021-01-05,N,move,W1,P1,,,,2021-01-05,operational need
        SW1,2021-01-04,E,swap,W1,P1,W2,P2,V1,2021-01-05,

        """,
        "decisions": SmallWorld.decisionHeader + """
            D2,W1,2021-01-06,2021-01-06,2021-01-07,V2,INSP,granted,family,post,P1;P2,2021-01-08,2021-01-09,"said ""no"",
            twice",w,i,2021-01-09,,D1
            D1,W1,2021-01-03,2021-01-04,2021-01-04,V1,PS,granted,family,all_armed,,2021-01-04,2021-01-07,r,w,i,2021-01-06,2021-01-07,
            D3,W2,2021-01-06,2021-01-06,2021-01-07,W1,PC,refused,other,shift,E;N,2021-01-08,2021-01-09,r,w,i,,,

            """,
        "abstractions": """
        abstraction_id,officer_id,from_date,to_date,kind,recorded_on
        A1,W1,2021-01-04,2021-02-05,leave,2020-10-08
        A2,W2,2021-01-05,2021-02-05,sickness,2021-01-05
        A3,W9,2021-06-05,2021-06-09,leave,2021-01-05

        """,
    ]

    static let decisionHeader = """
        decision_id,officer_id,requested_on,decided_on,recorded_on,decided_by,decided_by_rank,outcome,category,\
        scope_kind,scope_ids,from_date,to_date,reason,welfare_assessment,impartiality_assessment,review_on,reviewed_on,\
        extends

        """

    /// The files as bytes.
    var bytes: [String: [UInt8]] { files.mapValues { Array($0.utf8) } }

    /// Replaces a text that stands once in a file.
    mutating func replace(_ file: String, _ text: String, _ other: String) {
        let parts = files[file, default: ""].components(separatedBy: text)
        precondition(parts.count == 2, "\(text) stands \(parts.count - 1) times in \(file)")
        files[file] = parts.joined(separator: other)
    }

    func read(until: Day? = nil) throws -> History {
        try HistoryReader(files: bytes).read(until: until)
    }

    /// The lines that tell what keeps files from being read.
    static func problems(_ files: [String: [UInt8]]) -> [String] {
        do {
            _ = try HistoryReader(files: files).read()
            return []
        } catch {
            return error.kept.map(\.description)
        }
    }

    /// The lines that tell what keeps the world from being read.
    var problems: [String] { SmallWorld.problems(bytes) }

    /// The lines after one replacement.
    static func problems(_ file: String, _ text: String, _ other: String) -> [String] {
        var world = SmallWorld()
        world.replace(file, text, other)
        return world.problems
    }
}
