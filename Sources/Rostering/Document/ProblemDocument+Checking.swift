internal import Deployment

extension ProblemDocument {
    /// Bounds beyond the format's own, so that no total overflows 64 bits and no table outgrows the memory.
    enum Bound {
        static let days = 1...3660
        static let price = 0...100_000
        static let count = 0...5000
        static let large = 0...1_000_000
        static let day = -1_000_000_000...1_000_000_000
        static let shifts = 1...100
    }

    /// Checks every rule of FORMAT.md that goes beyond the kinds of values.
    ///
    /// - Throws: all broken rules, each with the JSON pointer of its value. Linear in the document.
    package func check() throws(ProblemError) {
        var check = DocumentCheck(document: self)
        check.frame()
        for (index, officer) in officers.enumerated() { check.officer(officer, "/officers/\(index)") }
        check.posts()
        check.demand()
        check.nonDeployments()
        check.weights()
        check.caps()
        check.runPrices()
        check.size()
        try check.faults.check()
    }
}

/// One pass over a document; later parts look up the ids of earlier ones.
struct DocumentCheck {
    let document: ProblemDocument
    var faults = FaultList()
    var shifts: [String: ProblemDocument.Shift] = [:]
    var skills: Set<String> = []
    var contracts: Set<String> = []
    var officers: Set<String> = []
    var postIDs: Set<String> = []

    init(document: ProblemDocument) {
        self.document = document
    }

    mutating func within(_ value: Int, _ range: ClosedRange<Int>, _ pointer: @autoclosure () -> String) {
        if !range.contains(value) {
            faults.add(pointer(), "\(value) is not within \(range.lowerBound) to \(range.upperBound)")
        }
    }

    mutating func name(_ id: String, isNew: Bool, _ pointer: String) {
        if id.isEmpty {
            faults.add(pointer, "is empty, not a name")
        } else if !isNew {
            faults.add(pointer, "\(id) is there already")
        }
    }

    mutating func frame() {
        faults.need(!document.name.isEmpty, "/name", "is empty, not a name")
        faults.need(document.start.weekday == 0, "/start", "\(document.start) is not a Monday")
        within(document.days, ProblemDocument.Bound.days, "/days")
        within(document.minRestMinutes, ProblemDocument.Bound.large, "/minRestMinutes")
        within(document.siteCap, ProblemDocument.Bound.large, "/siteCap")
        within(document.shifts.count, ProblemDocument.Bound.shifts, "/shifts")
        for (index, shift) in document.shifts.enumerated() {
            let pointer = "/shifts/\(index)"
            name(shift.id, isNew: shifts.updateValue(shift, forKey: shift.id) == nil, pointer + "/id")
            within(shift.startMinute, 0...1439, pointer + "/start")
            within(shift.minutes, 1...1440, pointer + "/minutes")
        }
        for (index, skill) in document.skills.enumerated() {
            name(skill, isNew: skills.insert(skill).inserted, "/skills/\(index)")
        }
        for (index, contract) in document.contracts.enumerated() { check(contract, "/contracts/\(index)") }
    }

    private mutating func check(_ contract: ProblemDocument.Contract, _ pointer: String) {
        let large = ProblemDocument.Bound.large
        name(contract.id, isNew: contracts.insert(contract.id).inserted, pointer + "/id")
        within(contract.maxConsecutiveWork, 1...large.upperBound, pointer + "/maxConsecutiveWork")
        within(contract.minConsecutiveWork, large, pointer + "/minConsecutiveWork")
        within(contract.minConsecutiveOff, large, pointer + "/minConsecutiveOff")
        within(contract.maxConsecutiveNights, large, pointer + "/maxConsecutiveNights")
        within(contract.minShifts, large, pointer + "/minShifts")
        within(contract.maxShifts, large, pointer + "/maxShifts")
        within(contract.maxWeekends, large, pointer + "/maxWeekends")
        faults.need(
            contract.minShifts <= contract.maxShifts, pointer + "/minShifts",
            "\(contract.minShifts) exceeds maxShifts \(contract.maxShifts)")
    }

    mutating func posts() {
        for (index, post) in document.posts.enumerated() {
            let pointer = "/posts/\(index)"
            name(post.id, isNew: postIDs.insert(post.id).inserted, pointer + "/id")
            faults.need(!post.site.isEmpty, pointer + "/site", "is empty, not a name")
            var required: Set<String> = []
            for (place, skill) in post.requires.enumerated() {
                faults.need(skills.contains(skill), "\(pointer)/requires/\(place)", "unknown skill \(skill)")
                faults.need(
                    required.insert(skill).inserted, "\(pointer)/requires/\(place)", "\(skill) is required twice")
            }
        }
    }

    private struct DutyKey: Hashable {
        var post: String
        var day: Int
        var shift: String
    }

    mutating func demand() {
        var seen: Set<DutyKey> = Set(minimumCapacity: document.demand.count)
        for (index, duty) in document.demand.enumerated() {
            let pointer = "/demand/\(index)"
            faults.need(postIDs.contains(duty.post), pointer + "/post", "unknown post \(duty.post)")
            faults.need(shifts[duty.shift] != nil, pointer + "/shift", "unknown shift \(duty.shift)")
            if !(0..<max(document.days, 0)).contains(duty.day) {
                faults.add(pointer + "/day", "day \(duty.day) lies outside the horizon of \(document.days) days")
            }
            let isNew = seen.insert(DutyKey(post: duty.post, day: duty.day, shift: duty.shift)).inserted
            faults.need(isNew, pointer, "post \(duty.post), day \(duty.day), shift \(duty.shift) is listed twice")
            within(duty.target, 1...ProblemDocument.Bound.count.upperBound, pointer + "/target")
            faults.need(duty.min >= 0, pointer + "/min", "\(duty.min) is below 0")
            faults.need(duty.min <= duty.target, pointer + "/min", "\(duty.min) exceeds target \(duty.target)")
            faults.need([1, 2, 4].contains(duty.weight), pointer + "/weight", "\(duty.weight) is not 1, 2 or 4")
        }
    }

    mutating func nonDeployments() {
        var seen: Set<String> = []
        for (index, decision) in document.nonDeployments.enumerated() {
            let pointer = "/nonDeployments/\(index)"
            name(decision.id, isNew: seen.insert(decision.id).inserted, pointer + "/id")
            faults.need(
                officers.contains(decision.officer), pointer + "/officer", "unknown officer \(decision.officer)")
            faults.need(decision.posts?.isEmpty != true, pointer + "/posts", "is empty (null is every post)")
            for (place, post) in (decision.posts ?? []).enumerated() {
                faults.need(postIDs.contains(post), "\(pointer)/posts/\(place)", "unknown post \(post)")
            }
            faults.need(decision.shifts?.isEmpty != true, pointer + "/shifts", "is empty (null is every shift)")
            for (place, shift) in (decision.shifts ?? []).enumerated() {
                faults.need(shifts[shift] != nil, "\(pointer)/shifts/\(place)", "unknown shift \(shift)")
            }
            within(decision.from, ProblemDocument.Bound.day, pointer + "/from")
            within(decision.to, ProblemDocument.Bound.day, pointer + "/to")
            faults.need(
                decision.from <= decision.to, pointer + "/from", "day \(decision.from) lies after to, \(decision.to)")
        }
    }

    mutating func weights() {
        let weights = document.weights
        for (term, price) in [
            (Term.belowMin, weights.belowMin), (.belowTarget, weights.belowTarget), (.shifts, weights.shifts),
            (.minRun, weights.minRun), (.maxWeekends, weights.maxWeekends), (.splitWeekend, weights.splitWeekend),
            (.maxNights, weights.maxNights), (.request, weights.request), (.burden, weights.burden),
            (.siteRepeat, weights.siteRepeat),
        ] {
            within(price, ProblemDocument.Bound.price, "/weights/\(term.rawValue)")
        }
        for (term, price) in [(Term.changedShift, weights.changedShift), (.workedRestDay, weights.workedRestDay)] {
            switch price {
            case .everyDay(let price): within(price, ProblemDocument.Bound.price, "/weights/\(term.rawValue)")
            case .byDay(let prices):
                faults.need(
                    prices.count == document.days, "/weights/\(term.rawValue)",
                    "has \(prices.count) numbers, not one for each of \(document.days) days")
                for (day, price) in prices.enumerated() {
                    within(price, ProblemDocument.Bound.price, "/weights/\(term.rawValue)/\(day)")
                }
            }
        }
    }

    mutating func caps() {
        for (burden, caps) in [
            ("night", document.caps.night), ("weekend", document.caps.weekend), ("high", document.caps.high),
        ] {
            let pointer = "/burdens/\(burden)/cap"
            for officer in document.officers where caps[officer.id] == nil {
                faults.add(pointer, "officer \(officer.id) has no cap")
            }
            for (officer, cap) in caps.sorted(by: { $0.key < $1.key }) {
                let place = "\(pointer)/\(JSONPointer.escape(officer))"
                faults.need(officers.contains(officer), place, "unknown officer \(officer)")
                within(cap, 0...ProblemDocument.Bound.day.upperBound, place)
            }
        }
    }
}
