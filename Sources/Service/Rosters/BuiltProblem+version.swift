import Deployment
import Records
import Rostering

extension BuiltProblem {
    /// The roster as a version in the record's own ids, every duty below target with its reasons.
    ///
    /// Throws `ProblemBuildError` when the roster breaks a hard rule: such a roster is never stored.
    func draft(
        _ roster: Roster, _ problem: Problem, _ explanations: [DutyExplanation], job: RosterJob, progress: JobProgress?
    ) throws(ProblemBuildError) -> VersionDraft {
        let evaluation = evaluate(problem, roster.placements(in: problem))
        if let broken = evaluation.violations.first {
            throw ProblemBuildError("the roster found breaks rule \(broken.rule.rawValue)")
        }
        let duties = self.duties(roster, explanations, words(problem))
        let missing = duties.map { max(0, $0.min - $0.filled) }
        let short = duties.map { max(0, $0.target - max($0.min, $0.filled)) }
        let summary = VersionSummary(
            officers: document.officers.count, duties: duties.count, deployments: roster.deployments.count,
            dutiesBelowMin: missing.count { $0 > 0 }, belowMin: missing.reduce(0, +),
            dutiesBelowTarget: duties.count { $0.filled < $0.target }, belowTarget: short.reduce(0, +),
            workedRestDays: changes(roster).restDays, changedShifts: changes(roster).shifts,
            costs: Dictionary(uniqueKeysWithValues: evaluation.costs.nonZero.map { ($0.term.rawValue, $0.amount) }),
            seconds: roster.seconds, asOf: asOf)
        return VersionDraft(
            from: document.start, days: document.days, job: job.id, madeBy: job.createdBy, cost: evaluation.total,
            lowerBound: roster.lowerBound, summary: summary,
            deployments: roster.deployments.map { deployment in
                VersionDeployment(
                    officer: deployment.officer, day: document.start.adding(deployment.day),
                    shift: recordShift(deployment.shift), post: deployment.post)
            }, duties: duties)
    }

    private func duties(
        _ roster: Roster, _ explanations: [DutyExplanation], _ words: ReasonWords
    ) -> [VersionDuty] {
        var filled: [BuiltDuty: Int] = [:]
        for deployment in roster.deployments {
            filled[BuiltDuty(post: deployment.post, day: deployment.day, shift: deployment.shift), default: 0] += 1
        }
        var explained: [BuiltDuty: DutyExplanation] = [:]
        for explanation in explanations {
            explained[BuiltDuty(post: explanation.post, day: explanation.day, shift: explanation.shift)] = explanation
        }
        return document.demand.map { demand in
            let key = BuiltDuty(post: demand.post, day: demand.day, shift: demand.shift)
            return VersionDuty(
                post: demand.post, day: document.start.adding(demand.day), shift: recordShift(demand.shift),
                level: ResponseLevel.allCases.first { $0.weight == demand.weight } ?? .normal, min: demand.min,
                target: demand.target, filled: filled[key, default: 0],
                reasons: explained[key].map { reasons($0, words) })
        }
    }

    /// Deployments on rostered rest days, and on another shift than rostered.
    private func changes(_ roster: Roster) -> (restDays: Int, shifts: Int) {
        let rostered = Dictionary(uniqueKeysWithValues: document.officers.map { ($0.id, $0.rostered) })
        var counts = (restDays: 0, shifts: 0)
        for deployment in roster.deployments {
            guard let shift = rostered[deployment.officer]?[deployment.day] else {
                counts.restDays += 1
                continue
            }
            if shift != deployment.shift { counts.shifts += 1 }
        }
        return counts
    }
}
