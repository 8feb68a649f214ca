import Deployment
import Foundation
import Records

extension DemoStory {
    /// Generates a roster as a job, tries to publish it with one pair of eyes, then publishes it with two.
    func roster(_ period: DemoPeriod, _ cast: DemoCast) async throws -> RosterVersion {
        let id = try await step(
            "Generate the roster of \(DemoClock.text(period.from)) to \(DemoClock.text(period.last)), a job in PostgreSQL"
        ) {
            try await generate(period, cast)
        }
        let versions = RosterVersions(pool: pool)
        let version = try await versions.get(id)
        try await step("Publish version \(id): an immutable version, by a second person") {
            try await refused("\(cast.planner.name), who generated it, publishes it") {
                _ = try await versions.publish(id, by: cast.planner.id, statement: statement(version))
            }
            let standing = try await versions.publish(id, by: cast.publisher.id, statement: statement(version))
            Terminal.say("  published by \(cast.publisher.name): \(Terminal.grouped(standing)) deployments stand")
        }
        return version
    }

    private func statement(_ version: RosterVersion) -> String {
        "Checked; the \(version.summary?.dutiesBelowMin ?? 0) duties below minimum are accepted for now."
    }

    private func generate(_ period: DemoPeriod, _ cast: DemoCast) async throws -> Int64 {
        let jobs = RosterJobs(pool: pool)
        let request = GenerateRequest(
            from: period.from, days: period.days, seconds: seconds, seed: Int(seed), threads: 2)
        let (job, _) = try await jobs.enqueue(request, by: cast.planner.id, now: Date())
        let version = try await RosterWatch(pool: pool).version(of: job.id, seconds: seconds)
        try await show(version)
        return version
    }

    private func show(_ id: Int64) async throws {
        let versions = RosterVersions(pool: pool)
        guard let summary = try await versions.get(id).summary else { return }
        Terminal.say(
            """
              \(Terminal.grouped(summary.deployments)) deployments of \(summary.officers) officers on \
            \(Terminal.grouped(summary.duties)) duties
              duties below minimum: \(summary.dutiesBelowMin), below target: \(summary.dutiesBelowTarget); \
            rest days worked: \(summary.workedRestDays), shifts changed: \(summary.changedShifts)
            """)
        let unfilled = try await versions.duties(of: id, unfilledOnly: true, limit: 10_000).items
        let today = DemoClock.day(Date())
        let short = unfilled.count { $0.day == today && $0.filled < $0.min }
        guard short > 0 else { return }
        Terminal.say(
            "  \(short) of those below minimum are today's: without notice nobody works a rest day but for an Exceptional site"
        )
    }

    /// Why the first duty below target stayed so, of all officers.
    func explainUnfilled(_ version: RosterVersion) async throws {
        let page = try await RosterVersions(pool: pool).duties(of: version.id, unfilledOnly: true, limit: 200)
        let duty = page.items.max {
            ($0.reasons?.excluded ?? 0, $0.level.weight) < ($1.reasons?.excluded ?? 0, $1.level.weight)
        }
        guard let duty, let reasons = duty.reasons else { return }
        Terminal.heading("Why is a duty below its target? Every officer is counted once")
        let lacking = reasons.lacksSkill.sorted { $0.key < $1.key }.map { "\($0.value) lack \($0.key)" }
        let lapsed = reasons.lapsed.sorted { $0.key < $1.key }.map { "\($0.value) lapsed in \($0.key)" }
        let counts: [(Int, String)] = [
            (reasons.onThisDuty, "on it"), (reasons.onOtherDuty, "on other duties"), (reasons.resting, "resting"),
            (reasons.runLimit, "at their limit of days in a row"), (reasons.abstracted, "abstracted"),
            (reasons.restricted, "restricted or recuperative"),
            (reasons.excluded, "excluded by a recorded non-deployment"), (reasons.notInService, "not in service"),
            (reasons.free, "free, at the price of a rest day or a changed shift"),
        ]
        let told = lacking + lapsed + counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        Terminal.say(
            """
              \(duty.post), \(DemoClock.text(duty.day)), shift \(duty.shift), \(duty.level.rawValue): \
            has \(duty.filled) of \(duty.target)
              of \(reasons.total): \(told.joined(separator: ", "))
            """)
    }
}
