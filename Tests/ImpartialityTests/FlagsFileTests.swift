import Deployment
import Impartiality
import Testing

@Suite("The file of flags")
struct FlagsFileTests {
    private static func flag(
        _ day: Int32, _ pattern: Pattern, _ subjects: [Subject], _ evidence: Evidence, _ detail: String = ""
    ) -> AuditFlag {
        AuditFlag(
            raisedOn: day, pattern: pattern, subjects: subjects, evidence: evidence, firstEvent: 0, lastEvent: day,
            detail: detail)
    }

    @Test("flags are written by day, pattern, subjects and detail, and numbered so")
    func rows() throws {
        let flags = [
            Self.flag(3, .surge, [.team(0)], .pValue(0.000_012_345)),
            Self.flag(3, .surge, [.mission(1)], .eValue(1234.5), "28 days, \"all\""),
            Self.flag(2, .undocumented, [.officer(1), .post(0)], .rule, "absent"),
            Self.flag(3, .deficientDocumentation, [.decision(0), .officer(0), .supervisor(1)], .rule, "short"),
            Self.flag(
                3, .deficientDocumentation, [.decision(0), .officer(0), .officer(History.none)], .rule, "own_rank"),
            Self.flag(3, .siteShortChanged, [.site(1), .command(0)], .eValue(.infinity)),
        ]
        let expected = """
            flag_id,raised_on,pattern,subjects,evidence_kind,evidence,first_event,last_event,detail
            F00001,2021-01-06,undocumented,officer:W2;post:P1,rule,,2021-01-04,2021-01-06,absent
            F00002,2021-01-07,deficient_documentation,decision:D1;officer:W1,rule,,2021-01-04,2021-01-07,own_rank
            F00003,2021-01-07,deficient_documentation,decision:D1;officer:W1;supervisor:V2,rule,,2021-01-04,2021-01-07,short
            F00004,2021-01-07,site_short_changed,site:S2;command:C1,e,inf,2021-01-04,2021-01-07,
            F00005,2021-01-07,surge,mission:M2,e,1230,2021-01-04,2021-01-07,"28 days, ""all\"""
            F00006,2021-01-07,surge,team:A,p,1.23e-05,2021-01-04,2021-01-07,

            """
        let history = try SmallWorld().read()
        #expect(String(decoding: FlagsFile(history).csv(flags), as: UTF8.self) == expected)
        #expect(FlagsFile(history).csv(flags.reversed()) == FlagsFile(history).csv(flags))
    }

    @Test(
        "evidence has three significant digits",
        arguments: [
            (1.0, "1.00"), (0.05, "0.0500"), (0.000_123_45, "0.000123"), (9.999, "10.0"), (99.96, "100"),
            (999.5, "1000"),
            (123_456, "123000"), (1_234_567, "1.23e+06"), (1e-300, "1.00e-300"), (.leastNonzeroMagnitude, "5.00e-324"),
            (0, "0"),
            (0.000_999_9, "0.00100"), (2.5e20, "2.50e+20"), (0.5, "0.500"), (37.25, "37.3"),
        ])
    func digits(value: Double, text: String) throws {
        let csv = FlagsFile(try SmallWorld().read()).csv([Self.flag(1, .surge, [.team(0)], .pValue(value))])
        let row = String(decoding: csv, as: UTF8.self).split(separator: "\n")[1]
        #expect(row.split(separator: ",")[5] == text)
    }
}
