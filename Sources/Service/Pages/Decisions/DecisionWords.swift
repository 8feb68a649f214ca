import Deployment
import FoundationEssentials
import HTTPTypes
import Postgres
import Records

/// How pages say what the record of non-deployments knows.
enum DecisionWords {
    /// A category as people say it.
    static func category(_ category: DecisionCategory) -> String {
        switch category {
        case .safety: "Safety of officer or family"
        case .acuteWelfare: "Acute welfare event"
        case .occupationalHealth: "Occupational-health limitation"
        case .fitnessToCarry: "Temporary fitness to carry"
        case .connection: "Connection or conflict of interest with the site"
        case .postIncident: "Post-incident"
        case .professionalStandards: "Professional-standards restriction"
        case .operational: "Operational reason"
        case .objection: "Objection to the duty"
        case .other: "Other"
        }
    }

    /// The category of a record, with the title that "Other" has.
    static func category(of terms: Terms) -> String {
        guard terms.category == .other, let title = terms.title else { return category(terms.category) }
        return "Other: \(title)"
    }

    /// A category as a list to choose from shows it, with what its chooser must know.
    static func choice(_ category: DecisionCategory) -> String {
        let hint: String? =
            switch category {
            case .occupationalHealth: "reference only"
            case .fitnessToCarry: "self-declared, dated"
            case .objection: "Gold only"
            default: nil
            }
        return self.category(category) + (hint.map { " (\($0))" } ?? "")
    }

    /// How a record ended.
    static func ending(_ cause: String) -> String {
        switch cause {
        case "by_itself": "Ended by itself"
        case "early": "Ended early"
        case "withdrawn": "Withdrawn"
        default: cause
        }
    }

    /// A state as people say it, and how its tag looks.
    static func state(_ state: NonDeploymentState) -> (text: String, tone: Tone) {
        switch state {
        case .draft: ("Draft, without effect", .note)
        case .shortForm: ("Short form, owed in full", .warn)
        case .granted: ("Granted", .good)
        case .refused: ("Refused", .note)
        case .ended: ("Ended", .note)
        case .withdrawn: ("Withdrawn", .note)
        }
    }

    /// The duties that a scope covers.
    static func scope(_ scope: Scope, _ places: PlaceNames = PlaceNames()) -> String {
        let names = scope.ids.map(places.called).joined(separator: ", ")
        let isOne = scope.ids.count == 1
        return switch scope {
        case .allArmed: "All armed duty"
        case .missions: (isOne ? "Mission " : "Missions ") + names
        case .sites: (isOne ? "Site " : "Sites ") + names
        case .posts: (isOne ? "Post " : "Posts ") + names
        }
    }

    /// The names of the places that scopes name.
    static func places(of scopes: [Scope], in pool: Pool) async throws -> PlaceNames {
        try await PlaceNames.read(scopes.flatMap(\.ids), in: pool)
    }

    /// One of the two assessments.
    static func kind(_ kind: AssessmentKind) -> String {
        switch kind {
        case .welfare: "Welfare"
        case .impartiality: "Impartiality"
        }
    }

    /// An authority as people say it: a rank, or the Gold group.
    static func authority(_ authority: String) -> String {
        if authority == "GOLD" { return "Gold group" }
        return Rank(rawValue: authority).map(rank) ?? authority
    }

    /// A rank as people say it.
    static func rank(_ rank: Rank) -> String {
        switch rank {
        case .constable: "Constable"
        case .sergeant: "Sergeant"
        case .inspector: "Inspector"
        case .chiefInspector: "Chief inspector"
        case .superintendent: "Superintendent"
        case .chiefSuperintendent: "Chief superintendent"
        case .commander: "Commander"
        }
    }

    /// A span of hours: "24 hours", "7 days".
    static func span(hours: Int) -> String {
        if hours <= 48 || hours % 24 != 0 { return hours == 1 ? "1 hour" : "\(hours) hours" }
        return "\(hours / 24) days"
    }

    /// An officer by name and number, where the name is known.
    static func officer(_ id: String, _ known: [String: TeamMember]) -> String {
        known[id].map { "\($0.name), \(id)" } ?? id
    }

    /// Why a decision goes before the Gold group.
    static func cause(_ cause: GoldRoute.Cause, _ facts: GoldRoute.Facts) -> String {
        switch cause {
        case .selectiveScope:
            "It keeps one officer from \(scope(facts.scope).lowercasedFirst) while other armed duty goes on."
        case .goldReview: "It is longer than 28 days or rests on an objection to the duty: Gold review is mandatory."
        case .undeclaredRenewal:
            "It follows \(facts.follows ?? "another") for some of the same duties and is not recorded as its renewal."
        case .recordedLate:
            "It is written down more than \(facts.limits.lateWritingHours) hours after it was decided or began."
        case .reasonTooShort:
            "The reason is shorter than \(facts.limits.reasonWords) words or \(facts.limits.reasonCharacters) characters."
        case .reasonRepeated: "Its reason is word for word that of another decision about another officer."
        case .renewedBeyondLimit:
            "It is a long chain of renewals: more than \(facts.limits.renewals), or \(facts.limits.renewalDays) days together."
        }
    }

    /// What to do where the record refused a step, by the rule's name; nil for a rule whose own sentence is enough.
    static func remedy(_ rule: String) -> String? {
        switch rule {
        case "self_decision":
            "Nobody decides on, reviews or ends their own non-deployment. Ask another supervisor. This attempt is on record."
        case "self_draft":
            "Nobody drafts a non-deployment about themselves. Tell your supervisor or raise a concern. This attempt is on record."
        case "self_assessment":
            "Nobody assesses their own non-deployment. Ask another supervisor. This attempt is on record."
        case "own_draft":
            "You drafted this record, so another person decides it. Give its number to an inspector or above. This attempt is on record."
        case "own_assessment":
            "One person does not both assess in full and decide. Ask a colleague for the other part. This attempt is on record."
        case "decider_authority": "Your rank decides on no non-deployment. Give its number to an inspector or above."
        case "decider_senior":
            "Whoever decides is senior to the officer. Give the number of this record to somebody of a higher rank."
        case "gold_only":
            "An objection to a duty as such can be decided by the Gold group only. Give the number of this record to Gold."
        case "short_form_limit":
            "A short form ends within 24 hours of its decision. Bring the end forward, or record the full form."
        case "authority_hours":
            "This is longer than your rank may decide, or needs the full form of a higher rank. Shorten it, or give the number to somebody of a higher rank."
        case "renewal_rank":
            "A renewal is decided in full at a higher rank than the last decision, chief inspector or above. Give the number of this record to one."
        case "undeclared_renewal":
            "This goes on from an earlier non-deployment of the same duties. Withdraw it, open the earlier record and renew that one."
        case "terms_newest":
            "The terms were changed while you were reading. Check the answers again, then decide on the newest terms."
        case "bare_decision":
            "A decision needs both assessments, welfare and impartiality, by others than the decider. Write the one that is missing."
        case "grounds_needed":
            "The full form needs its grounds: what about the duty creates the need. Write them first."
        case "assessment_empty": "An assessment needs words: say what was weighed."
        case "title_needed": "The category Other needs a title. Enter one."
        case "scope_known": "One of the numbers is no mission, site or post. Check them."
        case "renews_granted": "Only a granted non-deployment of the same officer can be renewed."
        case "review_in_force": "Only a non-deployment in force is reviewed."
        default: nil
        }
    }

    /// Runs what a form asks for, and tells a refusal of the record in words with what to do; `fields` names the field that
    /// a rule is about, where the form has one.
    static func telling<R>(
        _ fields: [String: String] = [:], _ work: () async throws -> R
    ) async throws -> R {
        do {
            return try await work()
        } catch let error as RecordError {
            guard case .refused(_, let rule, _) = error, let words = remedy(rule) else { throw error }
            throw FormRefused(fields[rule], words)
        }
    }
}

extension WebPages {
    /// The address, where a page that this role may open is there; nil else, so that nothing leads nowhere.
    static func link(_ pattern: String, _ address: String, for role: Role) -> String? {
        all.contains { $0.method == .get && $0.path == pattern && $0.access.lets(role) } ? address : nil
    }
}
