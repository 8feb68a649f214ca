import Deployment

/// A history while its files are read: every row in the order of its file, known by the last day or not.
///
/// A row with a problem still takes its place, so that later rows that name it are not blamed for it.
struct HistoryDraft: Sendable {
    /// A place in an array of `history` is the place in the table of its ids.
    var history = History(firstDay: Day(number: 0))
    /// False when history.csv does not say its days: then no date is held against them.
    var isDated = false
    /// One list for each file read so far.
    var problems: [ProblemList] = []

    var commands = IdTable(noun: "command")
    var missions = IdTable(noun: "mission of missions.csv")
    var sites = IdTable(noun: "site of sites.csv")
    var posts = IdTable(noun: "post of posts.csv")
    var teams = IdTable(noun: "team")
    var skills = IdTable(noun: "skill")
    var supervisors = IdTable(noun: "supervisor of supervisors.csv")
    var officers = IdTable(noun: "officer of officers.csv")

    var firstDay: Day { history.firstDay }

    /// A draft with everything but the duties, which are by far the longest files.
    init(_ files: [String: [UInt8]]) {
        func table(_ file: HistoryFile) -> HistoryTable { HistoryTable(file, files[file.rawValue]) }
        readDays(table(.history))
        readMissions(table(.missions))
        readSites(table(.sites))
        readPosts(table(.posts))
        readLevels(table(.responseLevels))
        readSupervisors(table(.supervisors))
        readOfficers(table(.officers))
        readSkills(table(.officerSkills))
        readPatterns(table(.patterns))
        readSeasons(table(.calendar))
        readSwaps(table(.swaps))
        readDecisions(table(.decisions))
        readAbstractions(table(.abstractions))
        history.skills = skills.names
        history.commands = commands.names
    }

    /// Notes when something is on record after the last day of the history.
    func expectRecorded(_ table: inout HistoryTable, _ column: HistoryTable.Column, _ day: Int32?) {
        guard isDated, let day, day > history.lastDay else { return }
        table.problem(column, "lies after the last day of the history (\(history.date(history.lastDay)))")
    }

    /// Notes when a row is known before the officer it names, who is known 60 days before joining.
    func expectKnown(_ table: inout HistoryTable, _ column: HistoryTable.Column, officer: Int32, on day: Int32?) {
        guard let day, officer >= 0, let known = history.officers[Int(officer)].known, day < known else { return }
        table.problem(column, HistoryDraft.unknownYet(history.date(known)))
    }

    /// The rule that `expectKnown` holds.
    static func unknownYet(_ known: Day) -> String {
        "is an officer on record only from \(known), 60 days before joining; the row is older"
    }
}

extension History.Officer {
    /// The first day on which a draft's officer is on record; nil when the file does not say it.
    var known: Int32? { joined == History.never ? nil : joined - History.daysPlannedAhead }
}
