import Deployment
import HTTPTypes
import Records

/// Who may see which record (design.md, guarantee 8): Gold all; an officer their own; a supervisor those of their team and
/// those they have a part in, from inspector up also those of other teams, for they decide across teams.
enum NonDeploymentAccess {
    /// Narrows a list to what the caller may see.
    static func narrow(_ filter: inout NonDeployments.Filter, for caller: Principal) throws {
        switch caller.role {
        case .officer:
            guard let own = caller.officerID, filter.officer == nil || filter.officer == own else {
                throw APIProblem.notOwn
            }
            filter.officer = own
        case .supervisor where !decidesAcrossTeams(caller):
            let team = caller.teamID ?? ""
            guard filter.team == nil || filter.team == team else { throw APIProblem.notOwnTeam }
            filter.team = team
        default: break
        }
    }

    /// The record, if the caller may see it. Throws 404 else, as for a record that does not exist.
    static func visible(_ record: Int64, for call: Call) async throws -> NonDeploymentDetail {
        let caller = try call.caller
        let detail = try await call.house.nonDeployments.detail(record)
        let isSeen =
            switch caller.role {
            case .gold: true
            case .officer: detail.summary.officer == caller.officerID
            case .supervisor:
                decidesAcrossTeams(caller) || detail.summary.team == caller.teamID
                    || hasPart(caller.accountID, in: detail)
            default: false
            }
        guard isSeen else { throw RecordError.notFound("non-deployment ND-\(record)") }
        return detail
    }

    /// Whether an account raised, drafted, assessed, decided or reviewed a record.
    static func hasPart(_ account: Int64, in detail: NonDeploymentDetail) -> Bool {
        detail.raisedBy.id == account || detail.draftedBy.id == account
            || detail.assessments.contains { $0.assessedBy.id == account }
            || detail.decisions.contains { $0.decidedBy.id == account }
            || detail.reviews.contains { $0.reviewedBy.id == account }
    }

    /// Throws where the caller may not read a sealed layer in the role they are signed in with.
    ///
    /// The database lets the decider and Gold read, and an officer their own annex. What it cannot know is in which of
    /// their roles a person asks, so that is held here.
    static func requireSealed(_ layer: SealedLayer, of detail: NonDeploymentDetail, for caller: Principal) throws {
        guard mayRead(layer, of: detail, caller) else {
            throw RecordError.refused(
                .needToKnow, rule: "need_to_know", message: "this text is for the decider and Gold")
        }
    }

    /// Whether the role that somebody is signed in with lets them read a sealed layer.
    static func mayRead(_ layer: SealedLayer, of detail: NonDeploymentDetail, _ caller: Principal) -> Bool {
        switch caller.role {
        case .officer: layer == .annex
        case .supervisor: detail.decisions.contains { $0.decidedBy.id == caller.accountID }
        default: true
        }
    }

    private static func decidesAcrossTeams(_ caller: Principal) -> Bool {
        caller.rank.map { $0 >= .inspector } ?? false
    }
}

extension APIProblem {
    /// A sergeant asked for another team.
    static let notOwnTeam = APIProblem(.forbidden, "not-own-team", "This token shows its own team's records only.")
}
