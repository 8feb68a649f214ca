import Deployment
import Records

/// Who may see which swap, and what of it.
enum SwapAccess {
    /// An officer sees their own swaps, a sergeant those of their team; an inspector decides across teams.
    static func narrow(_ filter: inout Swaps.Filter, for caller: Principal) throws {
        switch caller.role {
        case .officer:
            guard let own = caller.officerID else { throw APIProblem.notOwn }
            filter.officer = own
        case .supervisor where caller.rank.map({ $0 < .inspector }) ?? true: filter.team = caller.teamID ?? ""
        default: break
        }
    }

    /// The swap of the path. An officer who has no part in it is told that it does not exist.
    static func visible(_ call: Call) async throws -> SwapRecord {
        let (caller, number) = (try call.caller, try call.number("swap"))
        let swap = try await call.house.swaps.get(number)
        let officers = [swap.gives.officer, swap.takes.officer]
        guard caller.role != .officer || caller.officerID.map(officers.contains) == true else {
            throw RecordError.notFound("swap SW-\(number)")
        }
        return swap
    }

    /// Whether somebody reads the reason and the note: planners never do.
    static func readsWords(_ caller: Principal) -> Bool { caller.role != .duties }

    /// Whether a post is named to somebody: a covert one to planners only.
    static func names(isCovert: Bool, to caller: Principal) -> Bool { caller.role == .duties || !isCovert }
}
