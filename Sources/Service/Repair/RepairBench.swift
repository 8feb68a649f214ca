import Deployment
import FoundationEssentials
import Records
import Rostering

/// The steps of a repair one by one, for measuring.
package struct RepairBench: Sendable {
    package let basis: RepairBasis
    private let ground: RepairProblem

    /// Builds the problem of the window.
    package init(_ basis: RepairBasis, asOf: Date) throws {
        self.basis = basis
        ground = try RepairProblem(basis, event: nil, asOf: asOf)
    }

    private func index(_ number: Int) -> Int { number * 97 % ground.problem.duties.count }

    /// A duty, another for each number.
    package func duty(_ number: Int) -> (post: String, day: Day, shift: String) {
        let duty = index(number)
        return (ground.post(duty), ground.date(ground.problem.duties[duty].day), ground.shift(duty))
    }

    /// Ranks everybody for a duty.
    package func rank(_ number: Int) {
        _ = Rostering.rank(ground.problem, ground.base, duty: index(number))
    }

    /// The repair after an officer falls out for some days, its problem built already.
    package func officerOut(_ number: Int, days: Int) throws -> @Sendable () throws -> Void {
        let first = ground.base[number * 211 % ground.base.count]
        let from = ground.date(first.day)
        return try repair(
            RepairEvent(
                kind: .officerUnavailable, officer: ground.problem.officerIDs[first.officer], from: from,
                to: from.adding(days - 1), absence: .sickness))
    }

    /// The repair after a site is raised to Exceptional for some days, its problem built already.
    package func levelRaised(_ number: Int, days: Int) throws -> @Sendable () throws -> Void {
        let posts = basis.planning.posts
        return try repair(
            RepairEvent(
                kind: .levelRaised, site: posts[number * 7 % posts.count].site, level: .exceptional,
                from: ground.problem.start, to: ground.problem.start.adding(days - 1)))
    }

    private func repair(_ event: RepairEvent) throws -> @Sendable () throws -> Void {
        let after = try RepairProblem(basis, event: event, asOf: ground.asOf)
        // A site that has all it wants at the higher level leaves nothing to do.
        let order = (try? after.order(event, posts: [])) ?? RepairOrder()
        return { _ = try Rostering.repair(after.problem, after.base, order) }
    }

    /// Builds a first roster of the whole window, without improving it.
    package func greedy() {
        _ = solve(ground.problem, limits: SolveLimits(iterations: 1)) { _ in .goOn }
    }
}
