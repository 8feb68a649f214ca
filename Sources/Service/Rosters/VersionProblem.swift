import Deployment
import Records
import Rostering

/// The rostering problem of a stored version, with the version's own duties and deployments in it.
///
/// It is built anew from the record, so it may say something else today than when the version was made; `isAsMade` tells.
struct VersionProblem {
    let built: BuiltProblem
    let problem: Problem
    let placements: [Placement]
    /// Whether the roster is as lawful and costs as much by today's record as when it was made.
    let isAsMade: Bool

    /// Builds it. What the record does not know any more for these days (an officer, a post) is left out.
    ///
    /// Throws `ProblemBuildError` and `ProblemError` where today's record makes no problem of the period, and what `check`
    /// throws between its steps.
    init(_ basis: VersionBasis, check: () throws -> Void) throws {
        let plan = try ProblemBuilder().build(basis.planning, asOf: basis.version.recordAsOf)
        try check()
        var document = plan.document
        let posts = Set(document.posts.map(\.id))
        document.demand = basis.duties.filter { posts.contains($0.post) }.map { duty in
            let day = duty.day.days(since: document.start)
            return ProblemDocument.Demand(
                post: duty.post, day: day, shift: plan.calendar.problemID(duty.shift, on: day), min: duty.min,
                target: duty.target, weight: duty.level.weight)
        }
        built = BuiltProblem(
            document: document, blocks: plan.blocks, away: plan.away, asOf: plan.asOf, calendar: plan.calendar)
        let problem = try Problem(document)
        try check()
        self.problem = problem
        placements = basis.deployments.compactMap { deployment in
            let day = deployment.day.days(since: document.start)
            guard let officer = problem.index(officer: deployment.officer),
                let post = problem.index(post: deployment.post),
                let shift = problem.index(shift: plan.calendar.problemID(deployment.shift, on: day))
            else { return nil }
            return Placement(officer: officer, day: day, shift: shift, post: post)
        }
        let evaluation = evaluate(problem, placements)
        isAsMade =
            placements.count == basis.deployments.count && evaluation.isLawful
            && evaluation.total == basis.version.cost
        try check()
    }

    /// The officers whom the version has on a duty.
    func workers(_ duty: BuiltDuty) -> Set<String> {
        guard let post = problem.index(post: duty.post), let shift = problem.index(shift: duty.shift) else { return [] }
        let on = placements.filter { $0.day == duty.day && $0.post == post && $0.shift == shift }
        return Set(on.map { problem.officerIDs[$0.officer] })
    }
}
