/// Whose records bear on a flag: those named by its subjects, and the group to which they belong.
struct FlagScope {
    private let history: History
    private let subjects: [Subject]

    init(_ flag: AuditFlag, _ history: History) {
        self.history = history
        subjects = flag.subjects
    }

    /// The command of the subjects.
    var command: Int32 {
        switch subjects.first {
        case .officer(let place): history.officers[Int(place)].command
        case .supervisor(let place): history.supervisors[Int(place)].command
        case .mission(let place): history.missions[Int(place)].command
        case .site(let place): history.missions[Int(history.sites[Int(place)].mission)].command
        case .post(let place): history.missions[Int(history.mission(ofPost: place))].command
        case .team(let place): history.teams[Int(place)].command
        case .decision(let place): history.officers[Int(history.decisions[Int(place)].officer)].command
        case .command(let place): place
        case nil: History.none
        }
    }

    /// Whether an officer is named, or, where none is, belongs to the line, team or command that is.
    func isConcerned(_ officer: Int) -> Bool {
        let named = subjects.contains { if case .officer = $0 { true } else { false } }
        return named ? subjects.contains(.officer(Int32(officer))) : isOfGroup(officer)
    }

    /// Whether an officer belongs to the group by which counts are to be judged.
    func isOfGroup(_ officer: Int) -> Bool {
        let record = history.officers[officer]
        if let team { return record.team == team }
        if let line { return record.line == line }
        return record.command == command
    }

    /// Whether an officer's decisions may have been made by the subjects: a supervisor decides for others than the line too.
    func isDecidedFor(_ officer: Int) -> Bool {
        line == nil ? isConcerned(officer) : history.officers[officer].command == command
    }

    /// The group in words.
    var groupName: String {
        if let team { return "Team \(history.teams[Int(team)].id)" }
        if let line { return "The line of supervisor \(history.supervisors[Int(line)].id)" }
        return command >= 0 ? "Command \(history.commands[Int(command)])" : "The command"
    }

    private var team: Int32? {
        subjects.team ?? subjects.officer.map { history.officers[Int($0)].team }.flatMap { $0 >= 0 ? $0 : nil }
    }

    private var line: Int32? { team == nil ? subjects.supervisor : nil }
}
