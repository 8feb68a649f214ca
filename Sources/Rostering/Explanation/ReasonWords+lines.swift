extension ReasonWords {
    /// A duty below its target, as a duties sergeant would read it out, line by line.
    package func lines(_ reason: DutyExplanation) -> [String] {
        var out = ["\(duty(reason.post, reason.day, reason.shift)), \(level(reason.weight)): \(shortage(reason))"]
        let headcount = reason.counts.values.reduce(0, +)
        out.append("  Of \(headcount) officers: \(standings(reason.standings).joined(separator: "; ")).")
        out.append(reason.candidates.isEmpty ? "  Nobody could take it lawfully." : "  Could take it, cheapest first:")
        for candidate in reason.candidates { out += lines(candidate, reason) }
        if !reason.nearMisses.isEmpty { out.append("  May not take it, but come near:") }
        for miss in reason.nearMisses {
            out.append(
                "    \(miss.candidate.officer)\(leaving(miss.candidate)): NOT LAWFUL, "
                    + "\(miss.breaches.map(breach).joined(separator: "; "))")
            out.append(
                "      besides, cost \(signed(miss.candidate.change.total)): \(list(miss.candidate.effects, at: reason))"
            )
        }
        if !reason.remedies.isEmpty { out.append("  Outside the roster:") }
        for remedy in reason.remedies {
            let places =
                remedy.places == 0
                ? "fills no place"
                : remedy.places == 1 ? "one place less to fill" : "\(remedy.places) places less to fill"
            out.append("    \(self.remedy(remedy.change)): \(places), cost \(signed(remedy.cost.total))")
        }
        return out
    }

    /// A deployment and who else could have had it, line by line.
    package func lines(_ reason: DeploymentExplanation) -> [String] {
        var out = ["\(reason.officer) on \(duty(reason.post, reason.day, reason.shift))"]
        out.append(
            reason.effects.isEmpty
                ? "  For this officer the duty costs nothing beyond a day off."
                : "  For this officer, against a day off: \(list(reason.effects)).")
        let headcount = reason.standings.counts.values.reduce(0, +)
        out.append("  Of \(headcount) officers: \(standings(reason.standings).joined(separator: "; ")).")
        if reason.isOnlyOne {
            out.append("  Nobody else could lawfully have been there, all else equal.")
            return out
        }
        out.append(
            "  \(reason.standings[.free]) could have taken the place, \(reason.swaps) could have changed places. "
                + "The cheapest:")
        for other in reason.alternatives {
            let how = other.swaps.map { ", changing places from \($0.post) \($0.shift)" } ?? ""
            out.append("    \(other.officer)\(how): cost \(signed(other.change.total))")
            if !other.effects.isEmpty { out.append("      \(other.officer): \(list(other.effects))") }
            if !other.ownEffects.isEmpty { out.append("      \(reason.officer): \(list(other.ownEffects))") }
        }
        return out
    }

    private func shortage(_ reason: DutyExplanation) -> String {
        let short = reason.required - reason.filled
        if short <= 0 { return "has \(reason.filled) of \(reason.required), nobody is missing" }
        let minimum = reason.filled < reason.min ? ", and below its minimum of \(reason.min)" : ""
        return "has \(reason.filled) of \(reason.required)\(minimum)"
    }

    private func lines(_ candidate: DutyExplanation.Candidate, _ reason: DutyExplanation) -> [String] {
        [
            "    \(candidate.officer)\(leaving(candidate)): cost \(signed(candidate.change.total))",
            "      \(list(candidate.effects, at: reason))",
        ]
    }

    private func leaving(_ candidate: DutyExplanation.Candidate) -> String {
        candidate.leaves.map { " (leaves \($0.post) \($0.shift))" } ?? ""
    }

    /// The effects in words; what happens to the duty in question itself is said in short.
    private func list(_ effects: [Effect], at reason: DutyExplanation? = nil) -> String {
        let parts = effects.map { effect in
            switch effect.fact {
            case .belowMin(let duty, _, _), .belowTarget(let duty, _, _):
                duty.post == reason?.post && duty.shift == reason?.shift
                    ? "one place here filled (\(signed(effect.change)))" : self.effect(effect)
            default: self.effect(effect)
            }
        }
        return parts.isEmpty ? "nothing else changes" : parts.joined(separator: "; ")
    }
}
