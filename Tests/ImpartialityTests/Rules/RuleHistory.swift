import Deployment

@testable import Impartiality

/// Small histories for the rules: mission 0 has sites 0 and 1, mission 1 has site 2; posts 0 and 1 stand at site 0, post 2 at
/// site 1, post 3 at site 2. Officers are constables of one team, the last a sergeant.
enum RuleHistory {
    static let start = Day(number: 18_631)
    static let reason = "Officer's child was born early and needs care at home."

    static func empty(lastDay: Int32 = 30, officers: Int = 8) -> History {
        var history = History(firstDay: start, lastDay: lastDay)
        history.commands = ["C1"]
        history.missions = [.init(id: "M1", command: 0), .init(id: "M2", command: 0)]
        history.sites = [.init(id: "S1", mission: 0), .init(id: "S2", mission: 0), .init(id: "S3", mission: 1)]
        history.posts = [0, 0, 1, 2].enumerated().map {
            .init(id: "P\($0)", site: $1, requires: 0, targets: [1, 1, 1])
        }
        history.teams = [.init(id: "A", command: 0)]
        history.supervisors = [
            .init(id: "V1", rank: .sergeant, team: 0, command: 0),
            .init(id: "V2", rank: .inspector, team: 0, command: 0),
        ]
        history.officers = (0..<officers).map {
            .init(
                id: "W\($0)", rank: $0 == officers - 1 ? .sergeant : .constable, team: 0, line: 0, isFull: true,
                joined: -900, command: 0)
        }
        return history
    }

    /// A decision without fault: recorded on its first day and reviewed on the day set for it.
    static func decision(_ id: Int, officer: Int32 = 0, recorded: Int32, lasting days: Int32 = 10) -> History.Decision {
        .init(
            id: "D\(id)", officer: officer, requested: recorded, decided: recorded, recorded: recorded,
            decider: .supervisor(1), deciderRank: .inspector, isGranted: true, category: "family", scope: .allArmed,
            from: recorded, to: recorded + days - 1, reason: reason + String(repeating: "x", count: id),
            welfare: "Spoken to, content.", impartiality: "All sites alike.", reviewOn: recorded + 5,
            reviewed: recorded + 5)
    }

    /// A history with these decisions, the first faultless one (officer 0, recorded on day 2) changed.
    static func deciding(lastDay: Int32 = 30, _ change: (inout History.Decision) -> Void) -> History {
        var history = empty(lastDay: lastDay)
        var decision = decision(0, recorded: 2)
        change(&decision)
        history.decisions = [decision]
        return history
    }

    /// One day's duties: officers with their posts, all on the early shift.
    static func postings(day: Int, of days: Int, _ duties: [(officer: Int32, post: Int32)]) -> Postings {
        var postings = Postings()
        for each in 0..<days {
            postings.beginDay()
            guard each == day else { continue }
            for duty in duties { postings.append(officer: duty.officer, shift: 0, post: duty.post) }
        }
        return postings
    }
}

extension RuleWatch {
    /// Every flag of a history up to a day.
    static func flags(_ history: History, until day: Int32? = nil) -> [AuditFlag] {
        var watch = RuleWatch()
        var flags: [AuditFlag] = []
        for each in 0...(day ?? history.lastDay) { watch.close(each, of: history, into: &flags) }
        return flags
    }
}
