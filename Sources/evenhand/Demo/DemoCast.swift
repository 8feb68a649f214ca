import Deployment
import FoundationEssentials
import Records

/// The people of the demonstration (domain.md section 7); all invented.
struct DemoCast: Sendable {
    let planner: Account
    let publisher: Account
    let sergeant: Account
    let inspector: Account
    let chiefInspector: Account
    let gold: Account
    /// So that two people can work on one case.
    let secondGold: Account
    let adviser: Account
    let auditor: Account
    let officer: Account
    let administrator: Account

    /// One account for each role, for whoever wants to try the API.
    var byRole: [(role: Role, account: Account)] {
        [
            (.duties, planner), (.supervisor, inspector), (.gold, gold), (.adviser, adviser), (.officer, officer),
            (.auditor, auditor), (.admin, administrator),
        ]
    }

    /// Those who may sign in as well, so that a second person can do what the first may not.
    var others: [(role: Role, account: Account)] {
        [(.duties, publisher), (.supervisor, sergeant), (.supervisor, chiefInspector), (.gold, secondGold)]
    }

    /// Finds the accounts, or makes them on the first run.
    static func assemble(_ accounts: Accounts, story: SampleStory) async throws -> DemoCast {
        func account(
            _ name: String, _ roles: Set<Role>, rank: Rank? = nil, team: String? = nil, officer: String? = nil
        ) async throws -> Account {
            if let known = try await accounts.find(name: name) { return known }
            return try await accounts.create(name: name, rank: rank, team: team, officer: officer, roles: roles)
        }
        let team = DemoCast.team
        return DemoCast(
            planner: try await account("Ana Kerr", [.duties]),
            publisher: try await account("Jo Lind", [.duties]),
            sergeant: try await account(
                "Sgt Mina Hale", [.supervisor], rank: .sergeant, team: team, officer: story.sergeant),
            inspector: try await account(
                "Insp Dele Marsh", [.supervisor], rank: .inspector, team: team, officer: story.inspectors.first),
            chiefInspector: try await account("Ch Insp Ida Roe", [.supervisor], rank: .chiefInspector),
            gold: try await account("Supt Wren Ashby", [.gold], rank: .superintendent),
            secondGold: try await account("Ch Supt Noor Reed", [.gold], rank: .chiefSuperintendent),
            adviser: try await account("Dr P. Nandy", [.adviser]),
            auditor: try await account("R. Vale", [.auditor]),
            officer: try await account(
                "PC Rowan Tate", [.officer], rank: .constable, team: team, officer: story.constables.first),
            administrator: try await account("Administrator", [.admin]))
    }

    /// The team of the story's sergeant and constables.
    static let team = "C"
}
