package import Deployment

extension TermCosts {
    /// Term → amount, where not zero.
    package func json() -> JSON {
        .object(nonZero.map { JSON.Member($0.term.rawValue, .integer($0.amount)) })
    }
}

extension Standings {
    /// The counts in the order of `Standing`, all of them, with the skills beside.
    package func json() -> JSON {
        func skills(_ counts: [SkillCount]) -> JSON {
            .object(counts.map { JSON.Member($0.skill, .integer($0.officers)) })
        }
        return [
            "counts": .object(Standing.allCases.map { JSON.Member($0.rawValue, .integer(self[$0])) }),
            "lacksSkill": skills(lacking), "lapsed": skills(lapsed),
        ]
    }
}

extension Effect {
    /// Term, change, whether it is spared, and the facts in words and numbers.
    package func json() -> JSON {
        .object(
            [
                JSON.Member("term", .string(fact.term.rawValue)), JSON.Member("change", .integer(change)),
                JSON.Member("spared", .bool(isSpared)),
            ] + fact.members)
    }
}

extension CostFact {
    fileprivate var members: [JSON.Member] {
        func member(_ key: String, _ value: Int) -> JSON.Member { JSON.Member(key, .integer(value)) }
        func member(_ key: String, _ value: String?) -> JSON.Member {
            JSON.Member(key, value.map { .string($0) } ?? .null)
        }
        func members(_ duty: DutyName) -> [JSON.Member] {
            [member("post", duty.post), member("day", duty.day), member("shift", duty.shift)]
        }
        return switch self {
        case .belowMin(let duty, let filled, let min): members(duty) + [member("filled", filled), member("min", min)]
        case .belowTarget(let duty, let filled, let target):
            members(duty) + [member("filled", filled), member("target", target)]
        case .tooFewShifts(let count, let least): [member("count", count), member("least", least)]
        case .tooManyShifts(let count, let most): [member("count", count), member("most", most)]
        case .shortWork(let to, let days, let least):
            [member("run", "work"), member("to", to), member("days", days), member("least", least)]
        case .shortOff(let to, let days, let least):
            [member("run", "off"), member("to", to), member("days", days), member("least", least)]
        case .nightsInARow(let to, let nights, let most):
            [member("to", to), member("nights", nights), member("most", most)]
        case .splitWeekend(let saturday): [member("saturday", saturday)]
        case .tooManyWeekends(let count, let most): [member("count", count), member("most", most)]
        case .request(let day, let shift): [member("day", day), member("shift", shift)]
        case .changedShift(let day, let rostered, let worked):
            [member("day", day), member("rostered", rostered), member("worked", worked)]
        case .workedRestDay(let day, let worked): [member("day", day), member("worked", worked)]
        case .burden(let burden, let load, let cap):
            [member("burden", burden.rawValue), member("load", load), member("cap", cap)]
        case .siteRepeat(let site, let count, let cap):
            [member("site", site), member("count", count), member("cap", cap)]
        }
    }
}

extension Breach {
    /// Rule, numbers and the duty it clashes with.
    package func json() -> JSON {
        func rest(_ side: String, _ other: Neighbour, _ minutes: Int, _ least: Int) -> JSON {
            [
                "rule": .string(rule.rawValue), "side": .string(side), "minutes": .integer(minutes),
                "least": .integer(least), "short": .integer(least - minutes),
                "post": other.post.map { .string($0) } ?? .null, "day": .integer(other.day),
                "shift": .string(other.shift),
            ]
        }
        return switch self {
        case .restBefore(let other, let minutes, let least): rest("before", other, minutes, least)
        case .restAfter(let other, let minutes, let least): rest("after", other, minutes, least)
        case .daysInARow(let from, let days, let most):
            [
                "rule": .string(rule.rawValue), "from": .integer(from), "days": .integer(days), "most": .integer(most),
            ]
        }
    }
}

extension DutyExplanation.Candidate {
    /// Officer, duty left, cost and effects.
    package func json() -> JSON {
        .object(members)
    }

    fileprivate var members: [JSON.Member] {
        [
            JSON.Member("officer", .string(officer)), JSON.Member("leaves", place(leaves)),
            JSON.Member("cost", .integer(change.total)), JSON.Member("change", change.json()),
            JSON.Member("effects", .array(effects.map { $0.json() })),
        ]
    }
}

extension DutyExplanation {
    /// The explanation as FORMAT.md describes it.
    package func json() -> JSON {
        [
            "post": .string(post), "day": .integer(day), "shift": .string(shift), "min": .integer(min),
            "target": .integer(required), "filled": .integer(filled), "weight": .integer(weight),
            "standings": standings.json(), "candidates": .array(candidates.map { $0.json() }),
            "nearMisses": .array(
                nearMisses.map { miss in
                    .object(
                        miss.candidate.members + [
                            JSON.Member("lawful", false), JSON.Member("excess", .integer(miss.excess)),
                            JSON.Member("breaches", .array(miss.breaches.map { $0.json() })),
                        ])
                }), "remedies": .array(remedies.map { $0.json() }),
        ]
    }
}

extension Remedy {
    /// What would be changed, for whom, the places it fills and what it costs.
    package func json() -> JSON {
        let facts: [JSON.Member] =
            switch change {
            case .renewCurrency(let officer, let skill, let last):
                [
                    JSON.Member("kind", "renewCurrency"), JSON.Member("officer", .string(officer)),
                    JSON.Member("skill", .string(skill)), JSON.Member("lapsedAfter", .integer(last)),
                ]
            case .moveAbstraction(let officer, let from, let to):
                [
                    JSON.Member("kind", "moveAbstraction"), JSON.Member("officer", .string(officer)),
                    JSON.Member("from", .integer(from)), JSON.Member("to", .integer(to)),
                ]
            case .bringIn(let officer, let team, let rostered):
                [
                    JSON.Member("kind", "bringIn"), JSON.Member("officer", .string(officer)),
                    JSON.Member("team", .string(team)), JSON.Member("rostered", rostered.map { .string($0) } ?? .null),
                ]
            case .lowerLevel(let level):
                [
                    JSON.Member("kind", "lowerLevel"), JSON.Member("site", .string(level.site)),
                    JSON.Member("from", .integer(level.from)), JSON.Member("to", .integer(level.to)),
                    JSON.Member("min", .integer(level.min)), JSON.Member("target", .integer(level.target)),
                    JSON.Member("known", .bool(level.isKnown)),
                ]
            }
        return .object(
            facts + [
                JSON.Member("places", .integer(places)), JSON.Member("cost", .integer(cost.total)),
                JSON.Member("change", cost.json()),
            ])
    }
}

extension DeploymentExplanation {
    /// The explanation of a deployment.
    package func json() -> JSON {
        [
            "officer": .string(officer), "post": .string(post), "day": .integer(day), "shift": .string(shift),
            "effects": .array(effects.map { $0.json() }), "standings": standings.json(), "swaps": .integer(swaps),
            "onlyOne": .bool(isOnlyOne),
            "alternatives": .array(
                alternatives.map { other in
                    [
                        "officer": .string(other.officer), "swaps": place(other.swaps),
                        "cost": .integer(other.change.total), "change": other.change.json(),
                        "effects": .array(other.effects.map { $0.json() }),
                        "ownEffects": .array(other.ownEffects.map { $0.json() }),
                    ]
                }),
        ]
    }
}

private func place(_ duty: (post: String, shift: String)?) -> JSON {
    duty.map { ["post": .string($0.post), "shift": .string($0.shift)] } ?? .null
}
