internal import Deployment

extension DocumentCheck {
    mutating func officer(_ officer: ProblemDocument.Officer, _ pointer: String) {
        name(officer.id, isNew: officers.insert(officer.id).inserted, pointer + "/id")
        faults.need(!officer.team.isEmpty, pointer + "/team", "is empty, not a name")
        faults.need(contracts.contains(officer.contract), pointer + "/contract", "unknown contract \(officer.contract)")
        for (skill, last) in officer.skills.sorted(by: { $0.key < $1.key }) {
            let place = "\(pointer)/skills/\(JSONPointer.escape(skill))"
            faults.need(skills.contains(skill), place, "unknown skill \(skill)")
            within(last, ProblemDocument.Bound.day, place)
        }
        for (index, range) in officer.unavailable.enumerated() {
            within(range.lowerBound, ProblemDocument.Bound.day, "\(pointer)/unavailable/\(index)/0")
            within(range.upperBound, ProblemDocument.Bound.day, "\(pointer)/unavailable/\(index)/1")
        }
        faults.need(
            officer.rostered.count == document.days, pointer + "/rostered",
            "has \(officer.rostered.count) entries, not one for each of \(document.days) days")
        for (day, shift) in officer.rostered.enumerated() {
            if let shift, shifts[shift] == nil { faults.add("\(pointer)/rostered/\(day)", "unknown shift \(shift)") }
        }
        requests(officer, pointer + "/requests")
        history(officer.history, pointer + "/history")
    }

    private mutating func requests(_ officer: ProblemDocument.Officer, _ pointer: String) {
        var total = 0
        for (index, request) in officer.requests.enumerated() {
            let place = "\(pointer)/\(index)"
            if !(0..<max(document.days, 0)).contains(request.day) {
                faults.add(place + "/day", "day \(request.day) lies outside the horizon of \(document.days) days")
            }
            if let shift = request.shift, shifts[shift] == nil {
                faults.add(place + "/shift", "unknown shift \(shift)")
            }
            within(request.weight, ProblemDocument.Bound.price, place + "/weight")
            total += min(max(request.weight, 0), ProblemDocument.Bound.price.upperBound)
        }
        let priced = total.multipliedReportingOverflow(by: document.weights.request)
        faults.need(
            !priced.overflow && priced.partialValue <= 1_000_000_000, pointer, "cost more than 1000000000 together")
    }

    private mutating func history(_ history: ProblemDocument.History, _ pointer: String) {
        let large = ProblemDocument.Bound.large
        within(history.consecutiveWork, large, pointer + "/consecutiveWork")
        within(history.consecutiveNights, large, pointer + "/consecutiveNights")
        within(history.consecutiveOff, large, pointer + "/consecutiveOff")
        if let lastShift = history.lastShift {
            lastDuty(history, lastShift, pointer)
        } else {
            faults.need(history.lastDay == nil, pointer + "/lastDay", "is given without lastShift")
            faults.need(history.consecutiveWork == 0, pointer + "/consecutiveWork", "a run of work without lastShift")
            faults.need(
                history.consecutiveNights == 0, pointer + "/consecutiveNights", "a run of nights without lastShift")
        }
        let count = ProblemDocument.Bound.count
        within(history.load.night, count, pointer + "/load/night")
        within(history.load.weekend, count, pointer + "/load/weekend")
        within(history.load.high, count, pointer + "/load/high")
        for (site, visits) in history.sites.sorted(by: { $0.key < $1.key }) {
            faults.need(!site.isEmpty, pointer + "/sites", "a site has an empty name")
            within(visits, count, "\(pointer)/sites/\(JSONPointer.escape(site))")
        }
    }

    private mutating func lastDuty(_ history: ProblemDocument.History, _ lastShift: String, _ pointer: String) {
        guard let shift = shifts[lastShift] else {
            faults.add(pointer + "/lastShift", "unknown shift \(lastShift)")
            return
        }
        guard let lastDay = history.lastDay, (-ProblemDocument.Bound.large.upperBound...(-1)).contains(lastDay) else {
            faults.add(
                pointer + "/lastDay", "\(history.lastDay.map(String.init) ?? "null") is not within -1000000 to -1")
            return
        }
        let yesterday = lastDay == -1
        faults.need(
            history.consecutiveOff == -1 - lastDay, pointer + "/consecutiveOff",
            "\(history.consecutiveOff) does not follow from lastDay \(lastDay)")
        faults.need(
            (history.consecutiveWork > 0) == yesterday, pointer + "/consecutiveWork",
            "\(history.consecutiveWork) does not agree with lastDay \(lastDay)")
        faults.need(
            history.consecutiveNights <= history.consecutiveWork, pointer + "/consecutiveNights",
            "\(history.consecutiveNights) exceeds consecutiveWork \(history.consecutiveWork)")
        faults.need(
            (history.consecutiveNights > 0) == (yesterday && shift.night), pointer + "/consecutiveNights",
            "\(history.consecutiveNights) does not agree with lastShift \(lastShift) on day \(lastDay)")
    }
}
