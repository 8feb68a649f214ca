package import Deployment

extension ProblemDocument {
    /// The document of FORMAT.md; equal documents give equal text.
    package func json() -> JSON {
        [
            "format": .string(ProblemDocument.format), "name": .string(name), "start": .string(start.description),
            "days": .integer(days), "minRestMinutes": .integer(minRestMinutes),
            "shifts": .array(shifts.map(\.json)), "skills": .array(skills.map { .string($0) }),
            "contracts": .array(contracts.map(\.json)), "officers": .array(officers.map(\.json)),
            "posts": .array(posts.map(\.json)), "demand": .array(demand.map(\.json)),
            "nonDeployments": .array(nonDeployments.map(\.json)), "weights": weights.json,
            "burdens": [
                "night": ["cap": counts(caps.night)], "weekend": ["cap": counts(caps.weekend)],
                "high": ["cap": counts(caps.high)],
            ],
            "siteCap": .integer(siteCap),
        ]
    }
}

private func counts(_ counts: [String: Int]) -> JSON {
    .object(counts.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .integer($0.value)) })
}

private func orNull(_ text: String?) -> JSON {
    text.map { .string($0) } ?? .null
}

private func padded(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
}

extension ProblemDocument.Shift {
    fileprivate var json: JSON {
        [
            "id": .string(id), "start": .string("\(padded(startMinute / 60)):\(padded(startMinute % 60))"),
            "minutes": .integer(minutes), "night": .bool(night),
        ]
    }
}

extension ProblemDocument.Contract {
    fileprivate var json: JSON {
        [
            "id": .string(id), "maxConsecutiveWork": .integer(maxConsecutiveWork),
            "minConsecutiveWork": .integer(minConsecutiveWork), "minConsecutiveOff": .integer(minConsecutiveOff),
            "maxConsecutiveNights": .integer(maxConsecutiveNights), "minShifts": .integer(minShifts),
            "maxShifts": .integer(maxShifts), "maxWeekends": .integer(maxWeekends),
            "completeWeekends": .bool(completeWeekends),
        ]
    }
}

extension ProblemDocument.Officer {
    fileprivate var json: JSON {
        [
            "id": .string(id), "team": .string(team), "contract": .string(contract), "skills": counts(skills),
            "unavailable": .array(unavailable.map { [.integer($0.lowerBound), .integer($0.upperBound)] }),
            "rostered": .array(rostered.map(orNull)),
            "requests": .array(
                requests.map { ["day": .integer($0.day), "shift": orNull($0.shift), "weight": .integer($0.weight)] }),
            "history": history.json,
        ]
    }
}

extension ProblemDocument.History {
    fileprivate var json: JSON {
        [
            "lastShift": orNull(lastShift), "lastDay": lastDay.map { .integer($0) } ?? .null,
            "consecutiveWork": .integer(consecutiveWork), "consecutiveNights": .integer(consecutiveNights),
            "consecutiveOff": .integer(consecutiveOff),
            "load": ["night": .integer(load.night), "weekend": .integer(load.weekend), "high": .integer(load.high)],
            "sites": counts(sites),
        ]
    }
}

extension ProblemDocument.Post {
    fileprivate var json: JSON {
        ["id": .string(id), "site": .string(site), "requires": .array(requires.map { .string($0) })]
    }
}

extension ProblemDocument.Demand {
    fileprivate var json: JSON {
        [
            "post": .string(post), "day": .integer(day), "shift": .string(shift), "min": .integer(min),
            "target": .integer(target), "weight": .integer(weight),
        ]
    }
}

extension ProblemDocument.NonDeployment {
    fileprivate var json: JSON {
        var members: [JSON.Member] = [
            JSON.Member("id", .string(id)), JSON.Member("officer", .string(officer)),
            JSON.Member("posts", posts.map { .array($0.map { .string($0) }) } ?? .null),
            JSON.Member("from", .integer(from)), JSON.Member("to", .integer(to)),
        ]
        if let shifts { members.append(JSON.Member("shifts", .array(shifts.map { .string($0) }))) }
        return .object(members)
    }
}

extension ProblemDocument.DailyPrice {
    fileprivate var json: JSON {
        switch self {
        case .everyDay(let price): .integer(price)
        case .byDay(let prices): .array(prices.map { .integer($0) })
        }
    }
}

extension ProblemDocument.Weights {
    fileprivate var json: JSON {
        [
            "belowMin": .integer(belowMin), "belowTarget": .integer(belowTarget), "shifts": .integer(shifts),
            "minRun": .integer(minRun), "maxWeekends": .integer(maxWeekends), "splitWeekend": .integer(splitWeekend),
            "maxNights": .integer(maxNights), "request": .integer(request), "changedShift": changedShift.json,
            "workedRestDay": workedRestDay.json, "burden": .integer(burden), "siteRepeat": .integer(siteRepeat),
        ]
    }
}
