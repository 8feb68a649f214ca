import Records

/// A small command that breaks no rule, as master files; the tests change single rows of it.
enum MasterDataSample {
    static let texts: [String: String] = [
        "team": "team_id,name\nA,Alpha\nB,\"Bravo, the second\"\n",
        "skill": "skill_id,name,kind,validity_months\nAFO,Authority,authority,\nSHOOT,Classification,component,2\n",
        "shift": "shift_id,name,starts,minutes,night\nD,Day,07:00,720,false\nN,Night,19:00,720,true\n",
        "contract": """
        contract_id,max_consecutive_work,min_consecutive_work,min_consecutive_off,max_consecutive_nights,min_shifts,max_shifts,max_weekends,complete_weekends
        full,6,2,2,4,14,20,3,false

        """,
        "pattern": "pattern_id,name,cycle_days\nlong,Long,3\n",
        "pattern_day": "pattern_id,day_index,shift_id\nlong,0,D\nlong,1,N\nlong,2,\n",
        "officer": """
        officer_id,name,rank,team_id,contract_id,joined_on,left_on
        W001,Wren Ashby,PC,A,full,2001-05-07,
        W002,Élan \"Quill\",INSP,B,full,1999-01-04,2006-12-31

        """.replacing("Élan \"Quill\"", with: "\"Élan \"\"Quill\"\"\""),
        "officer_pattern": """
        officer_id,pattern_id,anchor_day,from_day,to_day
        W001,long,2006-01-02,2006-01-02,2006-06-30
        W001,long,2006-07-03,2006-07-01,

        """,
        "currency": """
        officer_id,skill_id,issued_on,expires_on,evidence
        W001,AFO,2001-06-01,,
        W001,SHOOT,2006-05-01,2006-06-30,range sheet 12

        """,
        "mission": "mission_id,name\nM1,North\n",
        "site": "site_id,mission_id,name,owner_inspector\nS1,M1,North House,W002\nS2,M1,North Annex,\n",
        "post": """
        post_id,site_id,name,kind,suitable_for_restricted,covert,active_from,active_to
        P1,S1,Front door,static,false,false,2005-01-01,
        P2,S2,Gate,desk,true,false,2005-01-01,2007-12-31

        """,
        "post_skill": "post_id,skill_id\nP1,AFO\n",
        "site_level": """
        site_id,level,from_day,to_day,set_by,source_reference
        S1,Normal,2006-07-01,2006-07-14,Gold,
        S1,Heightened,2006-07-15,,Gold,ref 7

        """,
        "post_demand": """
        post_id,level,day_kind,shift_id,min_officers,target_officers
        P1,Normal,weekday,D,1,2
        P1,Normal,weekend,N,2,2

        """,
        "abstraction": """
        abstraction_id,officer_id,kind,from_day,to_day,reference
        A1,W001,leave,2006-08-01,2006-08-14,
        A2,W002,course,2006-09-04,,C-17

        """,
        "restriction": """
        restriction_id,officer_id,kind,limits,from_day,to_day,review_on
        R1,W002,recuperative,no standing for long,2006-07-01,2006-09-30,2006-08-01

        """,
        "roster_request": "request_id,officer_id,day,shift_id,weight\nQ1,W001,2006-08-20,,10\nQ2,W001,2006-08-21,D,1\n",
    ]

    /// The files, some of them replaced or (with nil) left out.
    static func files(_ changes: [String: String?] = [:]) -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for (name, text) in texts.merging(changes.compactMapValues { $0 }, uniquingKeysWith: { $1 }) {
            if let change = changes[name], change == nil { continue }
            files["\(name).csv"] = Array(text.utf8)
        }
        return files
    }

    /// One file with a line (from 1, the header) replaced.
    static func text(_ name: String, line: Int, _ replacement: String) -> String {
        var lines = (texts[name] ?? "").split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        lines[line - 1] = replacement
        return lines.joined(separator: "\n")
    }

    /// One file with a row added behind the others.
    static func text(_ name: String, adding row: String) -> String {
        (texts[name] ?? "") + row + "\n"
    }
}
