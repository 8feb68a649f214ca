import Deployment
import FoundationEssentials
import Records

/// Swaps in words.
enum SwapWords {
    /// A state as people say it.
    static func state(_ state: SwapState) -> (text: String, tone: Tone) {
        switch state {
        case .asked: ("Asked", .note)
        case .agreed: ("Agreed, to be decided", .warn)
        case .approved: ("Approved and made", .good)
        case .declined: ("Declined", .note)
        case .withdrawn: ("Withdrawn", .note)
        case .refused: ("Refused", .bad)
        case .lapsed: ("Lapsed", .note)
        }
    }

    /// What happens next, for whoever looks.
    static func next(_ swap: SwapRecord) -> String {
        let by = swap.answerBy.map { " by \(Moments.text($0)); after that it lapses" } ?? ""
        return switch swap.state {
        case .asked: "The colleague answers\(by). Both duties stay as they are."
        case .agreed: "A supervisor who is neither of the two decides\(by). Both duties stay as they are."
        case .approved: "Both duties were changed, and everyone concerned was told."
        case .declined, .withdrawn, .refused, .lapsed: "It is over. Both duties stay as they are."
        }
    }

    /// A duty in a line; a covert post is named to planners only.
    static func duty(_ duty: SwapDuty, for caller: Principal, _ places: PlaceNames) -> String {
        let isNamed = SwapAccess.names(isCovert: duty.isCovert, to: caller)
        let place = isNamed ? "\(places.called(duty.post)), \(places.site(duty.site))" : "Duty, site \(duty.site)"
        return "\(Moments.text(duty.startsAt)), shift \(duty.shift), \(place)"
    }

    /// What is in the way of an officer, told to that officer.
    static func obstacle(_ obstacle: SwapSide.Obstacle) -> String {
        switch obstacle {
        case .notInService: "You are not in service on that day."
        case .absent: "You are down as absent on that day."
        case .restricted: "You are on limited duty, and this post does not suit it."
        case .lacksSkill(let skill): "You do not hold \(skill) in currency on that day."
        case .excluded(let number): "\(number) keeps you from this duty."
        case .elsewhere: "You have another duty at the same time."
        case .tooLittleRest: "Another duty of yours leaves less than the rest that must lie between two tours."
        }
    }

    /// What to do where the record refused a step, by the rule's name; nil for a rule whose own sentence is enough.
    static func remedy(_ rule: String) -> String? {
        switch rule {
        case "swap_own": "This step belongs to the other officer of the swap."
        case "swap_of_two": "A swap is between two officers. Enter a colleague's number."
        case "swap_stands": "One of these duties does not stand any more. Look at the month again and ask anew."
        case "swap_future": "A swap is settled before the midnight before its first duty. Speak to the duties office."
        case "swap_whole_duty": "A relief within a shift is not swapped. Speak to the duties office."
        case "swap_open": "This swap is asked for already. Open it under Swaps."
        case "own_swap":
            "Nobody decides on their own swap. Ask another supervisor. This attempt is on record."
        case "swap_supervisor": "A swap is decided by a supervisor."
        case "swap_partner":
            "You have or had a swap with one of the two within 90 days, so another supervisor decides."
        default: nil
        }
    }

    /// Runs a step, and tells a refusal in words with what to do; `fields` names the field that a rule is about.
    static func telling<R>(_ fields: [String: String] = [:], _ work: () async throws -> R) async throws -> R {
        try await FormRefused.telling(fields, words: remedy, work)
    }
}

extension PlaceNames {
    /// The names of the places of swaps.
    static func of(_ duties: [SwapDuty], _ call: WebCall) async throws -> PlaceNames {
        try await read(duties.flatMap { [$0.post, $0.site] }, in: call.house.pool)
    }
}
