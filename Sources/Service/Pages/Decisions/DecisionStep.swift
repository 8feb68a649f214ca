import Deployment
import FoundationEssentials
import Records

/// What somebody can do with a record now.
enum DecisionStep: String, CaseIterable, Sendable {
    case tasks, decide, review, vary, renew, end, withdraw

    /// What the link to it says.
    var words: String {
        switch self {
        case .tasks: "Go on with the full form"
        case .decide: "Check and decide"
        case .review: "Record a review"
        case .vary: "Vary it"
        case .renew: "Ask for a renewal"
        case .end: "End it early"
        case .withdraw: "Withdraw the draft"
        }
    }

    /// The page of it.
    func path(_ number: String) -> String {
        switch self {
        case .decide: "/decisions/\(number)/check"
        default: "/decisions/\(number)/\(rawValue)"
        }
    }

    /// The steps that the state of a record leaves open to somebody who sees it; whoever it is about takes none.
    static func possible(_ detail: NonDeploymentDetail, for caller: Principal) -> [DecisionStep] {
        guard caller.role == .supervisor || caller.role == .gold, caller.officerID != detail.summary.officer else {
            return []
        }
        let renewal: [DecisionStep] = detail.renewedBy == nil ? [.renew] : []
        switch detail.summary.state {
        case .draft: return [.tasks, .decide, .withdraw]
        case .shortForm: return [.tasks, .decide, .vary, .end]
        case .granted: return [.review, .vary] + renewal + [.end]
        case .ended: return detail.ending?.cause == "withdrawn" ? [] : renewal
        case .refused, .withdrawn: return []
        }
    }
}

/// Why somebody cannot decide a record in full, told before they write anything. The record holds the same rules itself.
enum DecidingRules {
    /// Obstacles in words with what to do; empty where the way is free.
    static func obstacles(
        _ detail: NonDeploymentDetail, for caller: Principal, officerRank: Rank?, authorities: [DecisionAuthority]
    ) -> [String] {
        let terms = detail.summary.terms
        var rules: [String] = []
        if caller.officerID == detail.summary.officer { rules.append("self_decision") }
        if detail.draftedBy.id == caller.accountID { rules.append("own_draft") }
        if detail.assessments.contains(where: { $0.form == .full && $0.assessedBy.id == caller.accountID }) {
            rules.append("own_assessment")
        }
        let name = caller.role == .gold ? "GOLD" : caller.rank?.rawValue ?? ""
        let hours = terms.endsAt.timeIntervalSince(terms.startsAt) / 3600
        if let authority = authorities.first(where: { $0.authority == name }) {
            if terms.category.isGoldOnly, name != "GOLD" { rules.append("gold_only") }
            if name == "PS" || hours > Double(authority.longestHours) { rules.append("authority_hours") }
            if let officerRank, name != "GOLD", authority.seniority <= officerRank.seniority {
                rules.append("decider_senior")
            }
            if detail.renews != nil, !authority.mayRenew { rules.append("renewal_rank") }
        } else {
            rules.append("decider_authority")
        }
        // On these pages nothing was attempted, so nothing is on record yet.
        return rules.compactMap(DecisionWords.remedy).map {
            $0.replacing(" This attempt is on record.", with: "")
        }
    }

    /// The lowest authority that may decide these terms in full; nil where none may.
    static func lowest(for detail: NonDeploymentDetail, _ authorities: [DecisionAuthority]) -> DecisionAuthority? {
        let terms = detail.summary.terms
        let hours = terms.endsAt.timeIntervalSince(terms.startsAt) / 3600
        return authorities.first { authority in
            authority.authority != "PS" && hours <= Double(authority.longestHours)
                && (!terms.category.isGoldOnly || authority.authority == "GOLD")
                && (detail.renews == nil || authority.mayRenew)
        }
    }

    /// What is missing before anybody can decide in full, in words.
    static func missing(_ detail: NonDeploymentDetail) -> [String] {
        var missing: [String] = []
        if detail.terms.last?.hasGrounds != true { missing.append("The grounds are missing.") }
        for kind in AssessmentKind.allCases where !detail.isAssessed(kind) {
            missing.append("The \(DecisionWords.kind(kind).lowercased()) assessment is missing in full.")
        }
        return missing
    }
}

extension NonDeploymentDetail {
    /// Whether an assessment of this kind is there in full.
    func isAssessed(_ kind: AssessmentKind) -> Bool {
        assessments.contains { $0.kind == kind && $0.form == .full }
    }

    /// Who wrote both full assessments, where one person did and nobody else wrote any.
    var assessedByOne: PersonReference? {
        let authors = Set(assessments.filter { $0.form == .full }.map(\.assessedBy))
        return isAssessed(.welfare) && isAssessed(.impartiality) && authors.count == 1 ? authors.first : nil
    }
}
