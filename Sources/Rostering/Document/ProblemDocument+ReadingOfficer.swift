internal import Deployment

extension ShapeReader {
    mutating func officer(_ json: JSON, _ pointer: String) -> ProblemDocument.Officer {
        let fields = fields(
            json, at: pointer,
            ["id", "team", "contract", "skills", "unavailable", "rostered", "requests", "history"])
        return ProblemDocument.Officer(
            id: text(fields["id"], pointer + "/id"),
            team: text(fields["team"], pointer + "/team"),
            contract: text(fields["contract"], pointer + "/contract"),
            skills: counts(fields["skills"], pointer + "/skills"),
            unavailable: each(fields["unavailable"], pointer + "/unavailable") { $0.range($1, $2) },
            rostered: rostered(fields["rostered"], pointer + "/rostered"),
            requests: each(fields["requests"], pointer + "/requests") { $0.request($1, $2) },
            history: history(fields["history"], pointer + "/history"))
    }

    private mutating func range(_ json: JSON, _ pointer: String) -> ClosedRange<Int> {
        if case .array(let ends) = json, ends.count == 2, let low = ends[0].integer, let high = ends[1].integer,
            low <= high
        {
            return low...high
        }
        faults.add(pointer, "is not a range [first day, last day]")
        return 0...0
    }

    private mutating func rostered(_ json: JSON?, _ pointer: String) -> [String?] {
        var out: [String?] = []
        for (index, element) in list(json, pointer).enumerated() {
            out.append(textOrNull(element, "\(pointer)/\(index)"))
        }
        return out
    }

    private mutating func request(_ json: JSON, _ pointer: String) -> ProblemDocument.Request {
        let fields = fields(json, at: pointer, ["day", "shift", "weight"])
        return ProblemDocument.Request(
            day: whole(fields["day"], pointer + "/day"),
            shift: textOrNull(fields["shift"], pointer + "/shift"),
            weight: whole(fields["weight"], pointer + "/weight"))
    }

    private mutating func history(_ json: JSON?, _ pointer: String) -> ProblemDocument.History {
        guard let json else { return ProblemDocument.History() }
        let fields = fields(
            json, at: pointer,
            ["lastShift", "lastDay", "consecutiveWork", "consecutiveNights", "consecutiveOff", "load", "sites"])
        return ProblemDocument.History(
            lastShift: textOrNull(fields["lastShift"], pointer + "/lastShift"),
            lastDay: wholeOrNull(fields["lastDay"], pointer + "/lastDay"),
            consecutiveWork: whole(fields["consecutiveWork"], pointer + "/consecutiveWork"),
            consecutiveNights: whole(fields["consecutiveNights"], pointer + "/consecutiveNights"),
            consecutiveOff: whole(fields["consecutiveOff"], pointer + "/consecutiveOff"),
            load: load(fields["load"], pointer + "/load"),
            sites: counts(fields["sites"], pointer + "/sites"))
    }

    private mutating func load(_ json: JSON?, _ pointer: String) -> ProblemDocument.Load {
        guard let json else { return ProblemDocument.Load(night: 0, weekend: 0, high: 0) }
        let fields = fields(json, at: pointer, ["night", "weekend", "high"])
        return ProblemDocument.Load(
            night: whole(fields["night"], pointer + "/night"),
            weekend: whole(fields["weekend"], pointer + "/weekend"),
            high: whole(fields["high"], pointer + "/high"))
    }
}
