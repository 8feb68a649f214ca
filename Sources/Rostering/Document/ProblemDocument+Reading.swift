package import Deployment

extension ProblemDocument {
    /// The format's name, in every problem document.
    package static let format = "evenhand-roster-problem/1"

    /// Reads the document of FORMAT.md version 1.
    ///
    /// - Throws: every fault of shape (kinds of values, unknown and missing keys); where the shape is right, every
    ///   broken rule (`check()`).
    package init(json: JSON) throws(ProblemError) {
        var reader = ShapeReader()
        self = reader.problem(json)
        try reader.faults.check()
        try check()
    }
}

extension ShapeReader {
    fileprivate mutating func problem(_ json: JSON) -> ProblemDocument {
        let fields = fields(
            json, at: "",
            [
                "format", "name", "start", "days", "minRestMinutes", "shifts", "skills", "contracts", "officers",
                "posts", "demand", "nonDeployments", "weights", "burdens", "siteCap",
            ])
        if let format = fields["format"], format != .string(ProblemDocument.format) {
            faults.add("/format", "is not \"\(ProblemDocument.format)\"")
        }
        return ProblemDocument(
            name: text(fields["name"], "/name"),
            start: date(fields["start"]),
            days: whole(fields["days"], "/days"),
            minRestMinutes: whole(fields["minRestMinutes"], "/minRestMinutes"),
            shifts: each(fields["shifts"], "/shifts") { $0.shift($1, $2) },
            skills: texts(fields["skills"], "/skills"),
            contracts: each(fields["contracts"], "/contracts") { $0.contract($1, $2) },
            officers: each(fields["officers"], "/officers") { $0.officer($1, $2) },
            posts: each(fields["posts"], "/posts") { $0.post($1, $2) },
            demand: each(fields["demand"], "/demand") { $0.demand($1, $2) },
            nonDeployments: each(fields["nonDeployments"], "/nonDeployments") { $0.nonDeployment($1, $2) },
            weights: weights(fields["weights"]),
            caps: caps(fields["burdens"]),
            siteCap: whole(fields["siteCap"], "/siteCap"))
    }

    /// Each element of a list, read with its pointer.
    mutating func each<Value>(
        _ json: JSON?, _ pointer: String, _ read: (inout ShapeReader, JSON, String) -> Value
    ) -> [Value] {
        let elements = list(json, pointer)
        var out: [Value] = []
        out.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() {
            out.append(read(&self, element, "\(pointer)/\(index)"))
        }
        return out
    }

    private mutating func date(_ json: JSON?) -> Day {
        let text = text(json, "/start")
        if let day = Day(iso: text) { return day }
        if case .string = json { faults.add("/start", "\"\(text)\" is not a date (YYYY-MM-DD)") }
        return Day(number: 4)
    }

    private mutating func shift(_ json: JSON, _ pointer: String) -> ProblemDocument.Shift {
        let fields = fields(json, at: pointer, ["id", "start", "minutes", "night"])
        return ProblemDocument.Shift(
            id: text(fields["id"], pointer + "/id"),
            startMinute: clock(fields["start"], pointer + "/start"),
            minutes: whole(fields["minutes"], pointer + "/minutes"),
            night: truth(fields["night"], pointer + "/night"))
    }

    /// Minutes after midnight of a time written hh:mm.
    private mutating func clock(_ json: JSON?, _ pointer: String) -> Int {
        let bytes = Array(text(json, pointer).utf8)
        if bytes.count == 5, bytes[2] == UInt8(ascii: ":") {
            let digits = [bytes[0], bytes[1], bytes[3], bytes[4]].map { Int($0) - 48 }
            let minute = (digits[0] * 10 + digits[1]) * 60 + digits[2] * 10 + digits[3]
            if digits.allSatisfy((0...9).contains), digits[2] < 6, minute < 1440 { return minute }
        }
        if case .string(let text) = json { faults.add(pointer, "\"\(text)\" is not hh:mm") }
        return 0
    }

    private mutating func contract(_ json: JSON, _ pointer: String) -> ProblemDocument.Contract {
        let fields = fields(
            json, at: pointer,
            [
                "id", "maxConsecutiveWork", "minConsecutiveWork", "minConsecutiveOff", "maxConsecutiveNights",
                "minShifts", "maxShifts", "maxWeekends", "completeWeekends",
            ])
        return ProblemDocument.Contract(
            id: text(fields["id"], pointer + "/id"),
            maxConsecutiveWork: whole(fields["maxConsecutiveWork"], pointer + "/maxConsecutiveWork"),
            minConsecutiveWork: whole(fields["minConsecutiveWork"], pointer + "/minConsecutiveWork"),
            minConsecutiveOff: whole(fields["minConsecutiveOff"], pointer + "/minConsecutiveOff"),
            maxConsecutiveNights: whole(fields["maxConsecutiveNights"], pointer + "/maxConsecutiveNights"),
            minShifts: whole(fields["minShifts"], pointer + "/minShifts"),
            maxShifts: whole(fields["maxShifts"], pointer + "/maxShifts"),
            maxWeekends: whole(fields["maxWeekends"], pointer + "/maxWeekends"),
            completeWeekends: truth(fields["completeWeekends"], pointer + "/completeWeekends"))
    }

    private mutating func post(_ json: JSON, _ pointer: String) -> ProblemDocument.Post {
        let fields = fields(json, at: pointer, ["id", "site", "requires"])
        return ProblemDocument.Post(
            id: text(fields["id"], pointer + "/id"),
            site: text(fields["site"], pointer + "/site"),
            requires: texts(fields["requires"], pointer + "/requires"))
    }

    private mutating func demand(_ json: JSON, _ pointer: String) -> ProblemDocument.Demand {
        let fields = fields(json, at: pointer, ["post", "day", "shift", "min", "target", "weight"])
        return ProblemDocument.Demand(
            post: text(fields["post"], pointer + "/post"),
            day: whole(fields["day"], pointer + "/day"),
            shift: text(fields["shift"], pointer + "/shift"),
            min: whole(fields["min"], pointer + "/min"),
            target: whole(fields["target"], pointer + "/target"),
            weight: whole(fields["weight"], pointer + "/weight"))
    }

    private mutating func nonDeployment(_ json: JSON, _ pointer: String) -> ProblemDocument.NonDeployment {
        let fields = fields(json, at: pointer, ["id", "officer", "posts", "from", "to"], optional: ["shifts"])
        return ProblemDocument.NonDeployment(
            id: text(fields["id"], pointer + "/id"),
            officer: text(fields["officer"], pointer + "/officer"),
            posts: fields["posts"] == .null ? nil : texts(fields["posts"], pointer + "/posts"),
            from: whole(fields["from"], pointer + "/from"),
            to: whole(fields["to"], pointer + "/to"),
            shifts: fields["shifts"].flatMap { $0 == .null ? nil : texts($0, pointer + "/shifts") })
    }

    private mutating func weights(_ json: JSON?) -> ProblemDocument.Weights {
        guard let json else { return ProblemDocument.Weights() }
        let fields = fields(json, at: "/weights", Term.allCases.map(\.rawValue))
        return ProblemDocument.Weights(
            belowMin: whole(fields["belowMin"], "/weights/belowMin"),
            belowTarget: whole(fields["belowTarget"], "/weights/belowTarget"),
            shifts: whole(fields["shifts"], "/weights/shifts"),
            minRun: whole(fields["minRun"], "/weights/minRun"),
            maxWeekends: whole(fields["maxWeekends"], "/weights/maxWeekends"),
            splitWeekend: whole(fields["splitWeekend"], "/weights/splitWeekend"),
            maxNights: whole(fields["maxNights"], "/weights/maxNights"),
            request: whole(fields["request"], "/weights/request"),
            changedShift: dailyPrice(fields["changedShift"], "/weights/changedShift"),
            workedRestDay: dailyPrice(fields["workedRestDay"], "/weights/workedRestDay"),
            burden: whole(fields["burden"], "/weights/burden"),
            siteRepeat: whole(fields["siteRepeat"], "/weights/siteRepeat"))
    }

    private mutating func dailyPrice(_ json: JSON?, _ pointer: String) -> ProblemDocument.DailyPrice {
        if case .array = json { return .byDay(each(json, pointer) { $0.whole($1, $2) }) }
        return .everyDay(whole(json, pointer))
    }

    private mutating func caps(_ json: JSON?) -> ProblemDocument.Caps {
        guard let json else { return ProblemDocument.Caps(night: [:], weekend: [:], high: [:]) }
        let fields = fields(json, at: "/burdens", ["night", "weekend", "high"])
        return ProblemDocument.Caps(
            night: cap(fields["night"], "/burdens/night"), weekend: cap(fields["weekend"], "/burdens/weekend"),
            high: cap(fields["high"], "/burdens/high"))
    }

    private mutating func cap(_ json: JSON?, _ pointer: String) -> [String: Int] {
        guard let json else { return [:] }
        let fields = fields(json, at: pointer, ["cap"])
        return counts(fields["cap"], pointer + "/cap")
    }
}
