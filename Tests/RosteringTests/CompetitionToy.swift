import Testing

@testable import Rostering

/// Two nurses, two weeks of one file, and ways to spoil them.
enum CompetitionToy {
    static let scenario = """
        SCENARIO = toy

        WEEKS = 2

        SKILLS = 2
        Ward
        Head

        SHIFT_TYPES = 2
        Early (2,5)
        Late (2,3)

        FORBIDDEN_SHIFT_TYPES_SUCCESSIONS
        Early 0
        Late 1 Early

        CONTRACTS = 2
        Full (15,22) (3,5) (2,3) 2 1
        Part (7,11) (3,5) (3,5) 2 0

        NURSES = 2
        Ada Full 2 Head Ward
        Bea Part 1 Ward
        """

    static let history = """
        HISTORY
        0 toy

        NURSE_HISTORY
        Ada 0 0 Late 1 2 0
        Bea 3 1 None 0 0 4
        """

    static let week = """
        WEEK_DATA
        toy

        REQUIREMENTS
        Early Ward (0,0) (0,1) (1,1) (0,0) (0,0) (0,0) (0,0)
        Late Ward (0,0) (1,2) (0,0) (0,0) (0,0) (0,0) (0,0)

        SHIFT_OFF_REQUESTS = 2
        Ada Any Tue
        Bea Late Wed
        """

    static func files(
        scenario: String = scenario, history: String = history, week: String = week
    ) -> (scenario: CompetitionFile, history: CompetitionFile, weeks: [CompetitionFile]) {
        let week = CompetitionFile(name: "WD.txt", text: week)
        return (
            CompetitionFile(name: "Sc.txt", text: scenario), CompetitionFile(name: "H0.txt", text: history),
            [week, week]
        )
    }

    /// One place of the files to replace, and the faults that this makes.
    struct Fault: Sendable, CustomTestStringConvertible {
        var place: String
        var with: String
        var told: [String]

        init(_ place: String, _ with: String, _ told: String...) {
            (self.place, self.with, self.told) = (place, with, told)
        }

        var testDescription: String { "\(place.debugDescription) as \(with.debugDescription)" }
    }

    static func files(damagedBy fault: Fault) -> (
        scenario: CompetitionFile, history: CompetitionFile, weeks: [CompetitionFile]
    ) {
        files(
            scenario: scenario.replacing(fault.place, with: fault.with),
            history: history.replacing(fault.place, with: fault.with),
            week: week.replacing(fault.place, with: fault.with))
    }

    static let faults: [Fault] = [
        // The scenario's sections and counts.
        Fault("SCENARIO = toy\n", "", "Sc.txt: SCENARIO: the section is missing"),
        Fault("SCENARIO = toy", "SCENARIO =", "Sc.txt:1: SCENARIO: \"= value\" is missing"),
        Fault("WEEKS = 2", "WEEKS = 0", "Sc.txt:3: WEEKS: 0 is not 1 to 104"),
        Fault("WEEKS = 2", "WEEKS = 105", "Sc.txt:3: WEEKS: 105 is not 1 to 104"),
        Fault("WEEKS = 2", "WEEKS = two", "Sc.txt:3: WEEKS: \"two\" is not a whole number"),
        Fault(
            "WEEKS = 2", "WEEKS 2", "Sc.txt:3: SCENARIO: \"WEEKS 2\" belongs to no section",
            "Sc.txt: WEEKS: the section is missing"),
        Fault("WEEKS = 2", "WEEKS = 2\nWEEKS = 2", "Sc.txt:4: WEEKS: the section stands here a second time"),
        Fault("SKILLS = 2", "SKILLS = 3", "Sc.txt:5: SKILLS: says 3, but the lines after it are 2"),
        Fault("SKILLS = 2", "SKILLS = -2", "Sc.txt:5: SKILLS: -2 is below 0"),
        Fault("SKILLS = 2\nWard\nHead", "SKILLS = 0", "Sc.txt: SKILLS: there is none"),
        Fault(
            "SKILLS = 2", "SKILLS = 99999999999999999999",
            "Sc.txt:5: SKILLS: 99999999999999999999 is above 1000000"),
        Fault("CONTRACTS = 2", "CONTRACTS = 1", "Sc.txt:17: CONTRACTS: says 1, but the lines after it are 2"),
        Fault("NURSES = 2", "NURSES = 2 3", "Sc.txt:21: NURSES: \"3\" is more than the line should hold"),
        Fault(
            "\nBea Part 1 Ward", "", "Sc.txt:21: NURSES: says 2, but the lines after it are 1"),
        Fault(
            "NURSES = 2\nAda Full 2 Head Ward\nBea Part 1 Ward", "NURSES = 0", "Sc.txt: NURSES: there is none"),
        // Names.
        Fault(
            "Head\n", "Ward\n", "Sc.txt:7: SKILLS name: \"Ward\" is named twice",
            "Sc.txt:22: NURSES skill: unknown name \"Head\""),
        Fault(
            "Head\n\n", "Any\n\n", "Sc.txt:7: SKILLS name: \"Any\" is a word of the format, not a name",
            "Sc.txt:22: NURSES skill: unknown name \"Head\""),
        Fault(
            "Head\n\n", "He,ad\n\n", "Sc.txt:7: SKILLS name: \"He,ad\" holds a sign that a name cannot hold",
            "Sc.txt:22: NURSES skill: unknown name \"Head\""),
        Fault(
            "Late (2,3)", "Early (2,3)", "Sc.txt:11: SHIFT_TYPES name: \"Early\" is named twice",
            "Sc.txt:15: FORBIDDEN_SHIFT_TYPES_SUCCESSIONS shift: unknown name \"Late\""),
        Fault(
            "Part (", "Full (", "Sc.txt:19: CONTRACTS name: \"Full\" is named twice",
            "Sc.txt:23: NURSES contract: unknown name \"Part\""),
        Fault("Bea Part", "Ada Part", "Sc.txt:23: NURSES name: \"Ada\" is named twice"),
        Fault("Bea Part", "Bea Half", "Sc.txt:23: NURSES contract: unknown name \"Half\""),
        Fault("2 Head Ward", "2 Head Cook", "Sc.txt:22: NURSES skill: unknown name \"Cook\""),
        Fault("2 Head Ward", "2 Ward Ward", "Sc.txt:22: NURSES skill: the same name stands here twice"),
        Fault("2 Head Ward", "3 Head Ward", "Sc.txt:22: NURSES skill: is missing: the line ends too soon"),
        Fault("2 Head Ward", "1 Head Ward", "Sc.txt:22: NURSES: \"Ward\" is more than the line should hold"),
        Fault("2 Head Ward", "-2 Head Ward", "Sc.txt:22: NURSES skill count: -2 is below 0"),
        // Numbers.
        Fault(
            "Early (2,5)", "Early (6,5)", "Sc.txt:10: SHIFT_TYPES consecutive days: (6,5) has the least above the most"),
        Fault("Early (2,5)", "Early (-2,5)", "Sc.txt:10: SHIFT_TYPES consecutive days: -2 is below 0"),
        Fault(
            "Early (2,5)", "Early 2,5", "Sc.txt:10: SHIFT_TYPES consecutive days: is missing before \"2,5\""),
        Fault(
            "Early (2,5)", "Early (2,1000001)", "Sc.txt:10: SHIFT_TYPES consecutive days: 1000001 is above 1000000",
            "Sc.txt:10: SHIFT_TYPES consecutive days: (2,0) has the least above the most"),
        Fault(
            "(7,11)", "(17,11)", "Sc.txt:19: CONTRACTS total assignments: (17,11) has the least above the most"),
        Fault("(3,5) 2 0", "(3,5) 2", "Sc.txt:19: CONTRACTS complete weekend: is missing: the line ends too soon"),
        Fault("(3,5) 2 0", "(3,5) 2 2", "Sc.txt:19: CONTRACTS complete weekend: \"2\" is neither 0 nor 1"),
        // Successions.
        Fault(
            "Late 1 Early", "Night 1 Early",
            "Sc.txt:15: FORBIDDEN_SHIFT_TYPES_SUCCESSIONS shift: unknown name \"Night\""),
        Fault(
            "Late 1 Early", "Late 1 Night",
            "Sc.txt:15: FORBIDDEN_SHIFT_TYPES_SUCCESSIONS following shift: unknown name \"Night\""),
        Fault(
            "Late 1 Early", "Early 1 Early",
            "Sc.txt:15: FORBIDDEN_SHIFT_TYPES_SUCCESSIONS shift: \"Early\" has two lines"),
        // The history.
        Fault("0 toy", "1 toy", "H0.txt:2: HISTORY week: is not 0: only what came before the first week can be read"),
        Fault("0 toy", "0 boy", "H0.txt:2: HISTORY data set: \"boy\" is not the scenario's \"toy\""),
        Fault("0 toy\n", "", "H0.txt: HISTORY: the line with the data set is missing"),
        Fault(
            "NURSE_HISTORY\n", "", "H0.txt: NURSE_HISTORY: the section is missing",
            "H0.txt:4: HISTORY: \"Ada 0 0 Late 1 2 0\" is a line too many"),
        Fault("\nBea 3 1 None 0 0 4", "", "H0.txt: NURSE_HISTORY: no line for nurse \"Bea\""),
        Fault(
            "Bea 3 1", "Cid 3 1", "H0.txt:6: NURSE_HISTORY nurse: unknown name \"Cid\"",
            "H0.txt: NURSE_HISTORY: no line for nurse \"Bea\""),
        Fault(
            "Bea 3 1 None 0 0 4", "Bea 3 1 None 0 0 4\nBea 3 1 None 0 0 4",
            "H0.txt:7: NURSE_HISTORY nurse: \"Bea\" has two lines"),
        Fault("3 1 None", "3 -1 None", "H0.txt:6: NURSE_HISTORY weekends: -1 is below 0"),
        Fault("3 1 None", "3 1 Night", "H0.txt:6: NURSE_HISTORY last shift: unknown name \"Night\""),
        Fault(
            "None 0 0 4", "None 0 1 4",
            "H0.txt:6: NURSE_HISTORY: last shift None goes with no days at work, not 0 1 4"),
        Fault(
            "Late 1 2 0", "Late 0 2 0",
            "H0.txt:5: NURSE_HISTORY: last shift Late goes with at least one day on it, at least as many at work, none off, "
                + "not 0 2 0"),
        Fault(
            "Late 1 2 0", "Late 1 2 1",
            "H0.txt:5: NURSE_HISTORY: last shift Late goes with at least one day on it, at least as many at work, none off, "
                + "not 1 2 1"),
        Fault(
            "Late 1 2 0", "Late 3 2 0",
            "H0.txt:5: NURSE_HISTORY: last shift Late goes with at least one day on it, at least as many at work, none off, "
                + "not 3 2 0"),
        Fault(
            "None 0 0 4", "None 0 0", "H0.txt:6: NURSE_HISTORY consecutive days off: is missing: the line ends too soon"
        ),
        // The weeks; the same file is read twice, each fault told once.
        Fault(
            "WEEK_DATA\ntoy", "WEEK_DATA\nboy", "WD.txt:2: WEEK_DATA data set: \"boy\" is not the scenario's \"toy\""),
        Fault(
            "WEEK_DATA\n", "", "WD.txt:1: text: \"toy\" stands before the first section",
            "WD.txt: WEEK_DATA: the section is missing", "WD.txt: WEEK_DATA: the line with the data set is missing"),
        Fault("Early Ward (0,0)", "Night Ward (0,0)", "WD.txt:5: REQUIREMENTS shift: unknown name \"Night\""),
        Fault("Early Ward (0,0)", "Early Cook (0,0)", "WD.txt:5: REQUIREMENTS skill: unknown name \"Cook\""),
        Fault("Early Ward (0,0)", "Late Ward (0,0)", "WD.txt:6: REQUIREMENTS: this shift and skill have two lines"),
        Fault("Early Ward (0,0)", "Early Ward", "WD.txt:5: REQUIREMENTS Sun: is missing: the line ends too soon"),
        Fault("(1,2)", "(2,1)", "WD.txt:6: REQUIREMENTS Tue: (2,1) has the minimum above the optimal number"),
        Fault(
            "(1,2)", "(1;2)", "WD.txt:6: REQUIREMENTS Tue: is missing before \"(1;2) (0,0) (0,0) (0,0) (0,0) (0,0)\""),
        Fault(
            "\n\nSHIFT_OFF_REQUESTS = 2\nAda Any Tue\nBea Late Wed", "",
            "WD.txt: SHIFT_OFF_REQUESTS: the section is missing"),
        Fault("SHIFT_OFF_REQUESTS = 2", "SHIFT_OFF_REQUESTS", "WD.txt:8: SHIFT_OFF_REQUESTS: \"= number\" is missing"),
        Fault("Ada Any", "Cid Any", "WD.txt:9: SHIFT_OFF_REQUESTS nurse: unknown name \"Cid\""),
        Fault("Ada Any", "Ada Night", "WD.txt:9: SHIFT_OFF_REQUESTS shift: unknown name \"Night\""),
        Fault("Any Tue", "Any Today", "WD.txt:9: SHIFT_OFF_REQUESTS day: \"Today\" is not one of Mon to Sun"),
    ]
}
