import Deployment
import Foundation
import Postgres
import Records

/// What the demonstration writes into its records.
private enum Words {
    static let welfare =
        "The constable lost a close relative on Sunday. Occupational health and the Federation offered; next contact tomorrow."
    static let impartiality =
        "Any officer with these facts would be given the same. It covers all armed duty, so no post is chosen or avoided."
    static let reason = "Bereavement in the family; the constable asked for time before carrying again and we agree."
    static let grounds = "Armed duty as such, while the loss is fresh; nothing about any one post."
    static let siteWelfare =
        "Relatives live where the mission's country is at war. Being photographed at the gate could put them at risk."
    static let siteImpartiality =
        "Protection there does not change. Observers may think duties are chosen: so it is short, and Gold sees it."
    static let siteReason =
        "A credible risk to relatives abroad if the constable is seen at this one site during this week."
    static let siteGrounds =
        "The gate of this site is filmed daily; relatives were named to us with a place. No other duty is touched."
    static let alternatives =
        "An inner post at the same site and a plain-clothes relief were considered; both are in view of the cameras."
}

extension DemoStory {
    /// Records non-deployments of different kinds as a supervisor would.
    ///
    /// - Returns: the one limited to a site; nil when earlier runs have written about every constable of the sample.
    func decide(_ story: SampleStory, _ cast: DemoCast) async throws -> Int64? {
        guard let people = try await subjects(story) else {
            Terminal.heading("Every constable of the sample has a record by now: no further ones are made")
            return nil
        }
        return try await step("Record non-deployments, each weighed as welfare and as impartiality") {
            try await shortForm(people[0], cast)
            try await general(people[1], cast)
            let site = try await siteOnly(people[2], story, cast)
            try await halfMissingThenCopied(people[3], cast)
            return site
        }
    }

    /// Four constables about whom nothing was recorded yet, those of the story and of its team first.
    private func subjects(_ story: SampleStory) async throws -> [String]? {
        let others = try await pool.withConnection { connection in
            try await connection.query(
                """
                SELECT o.officer_id FROM officer o
                JOIN skill_until u ON u.officer_id = o.officer_id AND u.skill_id = 'AFO' AND u.until_day > current_date + 14
                WHERE o.rank = 'PC' AND NOT EXISTS (SELECT FROM non_deployment n WHERE n.officer_id = o.officer_id)
                ORDER BY o.officer_id <> ALL (\(story.constables)::text[]),
                    o.team_id <> (SELECT team_id FROM officer WHERE officer_id = \(story.constables[0])), o.officer_id
                LIMIT 4
                """
            ).map { try $0.decode(0, as: String.self) }
        }
        guard others.count == 4 else { return nil }
        // The officer whom the site's gate concerns is one who is about to stand there, where there is one.
        let atSite = try await dueAt(story.site) ?? others[0]
        let rest = others.filter { $0 != atSite }
        return [rest[0], rest[1], atSite, rest[2]]
    }

    /// A constable with a published duty at this site in the coming week about whom nothing was recorded yet.
    private func dueAt(_ site: String) async throws -> String? {
        try await pool.withConnection { connection in
            try await connection.query(
                """
                SELECT s.officer_id FROM standing_deployment s JOIN post p USING (post_id) JOIN officer o USING (officer_id)
                WHERE p.site_id = \(site) AND o.rank = 'PC' AND lower(s.during) BETWEEN now() AND now() + interval '6 days'
                    AND NOT EXISTS (SELECT FROM non_deployment n WHERE n.officer_id = s.officer_id)
                ORDER BY s.day, s.officer_id LIMIT 1
                """
            ).first.map { try $0.decode(0, as: String.self) }
        }
    }

    private func shortForm(_ officer: String, _ cast: DemoCast) async throws {
        let now = Date()
        let terms = Terms(
            category: .acuteWelfare, scope: .allArmed, startsAt: now, endsAt: now.addingTimeInterval(10 * 3600),
            reviewAt: now.addingTimeInterval(8 * 3600), emergencyResponse: false)
        let record = try await NonDeployments(pool: pool).recordShortForm(
            ShortForm(
                draft: NewDraft(officer: officer, raisedBy: cast.sergeant.id, terms: terms),
                welfare: "Collapsed in tears at parade; driven home, partner there, call at 07:00.",
                impartiality: "All armed duty until morning, so no post is chosen; anyone would get this.",
                reason: "Acute distress at the start of the night shift; not fit to carry tonight."),
            by: cast.sergeant.id)
        Terminal.say("  ND-\(record) short form by \(cast.sergeant.name): all armed duty for 10 hours, at once")
        Terminal.say("           the full form is owed by \(DemoClock.text(now.addingTimeInterval(24 * 3600)))")
    }

    private func general(_ officer: String, _ cast: DemoCast) async throws {
        let record = try await draft(officer, .acuteWelfare, .allArmed, days: 5, grounds: Words.grounds, cast)
        try await assess(record, welfare: Words.welfare, impartiality: Words.impartiality, cast)
        let records = NonDeployments(pool: pool)
        let decision = NewDecision(form: .full, outcome: .granted, reason: Words.reason)
        try await refused("\(cast.sergeant.name) decides on her own draft (the attempt is noted)") {
            try await records.decide(record, decision, by: cast.sergeant.id)
        }
        try await records.decide(record, decision, by: cast.inspector.id)
        Terminal.say("  ND-\(record) granted by \(cast.inspector.name): all armed duty, 5 days, acute welfare event")
    }

    private func siteOnly(_ officer: String, _ story: SampleStory, _ cast: DemoCast) async throws -> Int64 {
        let record = try await draft(officer, .safety, .sites([story.site]), days: 7, grounds: Words.siteGrounds, cast)
        try await assess(record, welfare: Words.siteWelfare, impartiality: Words.siteImpartiality, cast)
        try await NonDeployments(pool: pool).decide(
            record,
            NewDecision(
                form: .full, outcome: .granted, reason: Words.siteReason, alternatives: Words.alternatives),
            by: cast.inspector.id)
        Terminal.say("  ND-\(record) granted by \(cast.inspector.name): site \(story.site) only, 7 days")
        Terminal.say("           one site and not armed duty as a whole: it is in the Gold queue already")
        return record
    }

    private func halfMissingThenCopied(_ officer: String, _ cast: DemoCast) async throws {
        let records = NonDeployments(pool: pool)
        let record = try await draft(officer, .acuteWelfare, .allArmed, days: 3, grounds: Words.grounds, cast)
        try await records.assess(record, .welfare, text: Words.welfare, by: cast.sergeant.id)
        let decision = NewDecision(form: .full, outcome: .granted, reason: Words.reason)
        try await refused("ND-\(record) is decided with its impartiality half missing") {
            try await records.decide(record, decision, by: cast.inspector.id)
        }
        try await records.assess(record, .impartiality, text: Words.impartiality, by: cast.sergeant.id)
        try await records.decide(record, decision, by: cast.inspector.id)
        Terminal.say(
            "  ND-\(record) granted once both halves were there, its reason copied word for word: Gold will ask")
    }

    private func draft(
        _ officer: String, _ category: DecisionCategory, _ scope: Scope, days: Double, grounds: String, _ cast: DemoCast
    ) async throws -> Int64 {
        let now = Date()
        let terms = Terms(
            category: category, scope: scope, startsAt: now, endsAt: now.addingTimeInterval(days * 86_400),
            reviewAt: now.addingTimeInterval((days - 1) * 86_400), emergencyResponse: scope.isSelective)
        return try await NonDeployments(pool: pool).draft(
            NewDraft(officer: officer, raisedBy: cast.sergeant.id, terms: terms, grounds: grounds),
            by: cast.sergeant.id)
    }

    private func assess(_ record: Int64, welfare: String, impartiality: String, _ cast: DemoCast) async throws {
        let records = NonDeployments(pool: pool)
        try await records.assess(record, .welfare, text: welfare, by: cast.sergeant.id)
        try await records.assess(record, .impartiality, text: impartiality, by: cast.sergeant.id)
    }
}
