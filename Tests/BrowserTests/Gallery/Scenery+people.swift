import Deployment

/// What concerns one officer: swaps, their pattern, decisions about them, concerns, and what an auditor looks at.
extension Scenery {
    /// Two swaps of the officer with colleagues: one that the officer is asked for, and one that a colleague has agreed to.
    func openSwaps() async throws {
        let pairs = try await exchanges(2)
        let (first, second) = (pairs[0], pairs[1])
        try await demonstration.post(
            "swaps", by: try await colleague(first.officer),
            ["gives": .integer(first.takes), "takes": .integer(first.gives), "reason": "A christening."])
        let asked = try await demonstration.post(
            "swaps", as: "officer", ["gives": .integer(second.gives), "takes": .integer(second.takes)])
        try await demonstration.post(
            "swaps/\(asked["number"]?.string ?? "")/agree", by: try await colleague(second.officer), [:])
    }

    /// A duty of the officer and one of a colleague, each of whom could lawfully stand in for the other.
    struct Exchange: Sendable {
        let gives: Int
        let takes: Int
        let officer: String
        let day: Day
    }

    /// So many exchanges of different days, from the day after tomorrow on, of duties that nobody has asked to swap.
    func exchanges(_ count: Int) async throws -> [Exchange] {
        let own = try await officer(of: "officer")
        let asked = try await demonstration.items("swaps", as: "officer").filter {
            $0["state"] == "asked" || $0["state"] == "agreed"
        }.flatMap { [$0["gives"]?["deployment"], $0["takes"]?["deployment"]] }
        // Whoever has an account that is no officer's cannot answer.
        let mute = try await demonstration.items("accounts", as: "admin").filter {
            $0["roles"]?.elements?.contains("officer") != true
        }.compactMap { $0["officer"]?.string }
        var found: [Exchange] = []
        for duty in try await duties(from: today.adding(2), to: today.adding(60), of: own)
        where !asked.contains(duty["id"]) {
            if let exchange = try await exchange(duty, of: own, without: mute) { found.append(exchange) }
            if found.count == count { return found }
        }
        throw BrowserFault("\(own) could swap on \(found.count) days only")
    }

    private func exchange(_ duty: JSON, of own: String, without mute: [String]) async throws -> Exchange? {
        guard let day = duty["day"]?.string.flatMap({ Day(iso: $0) }) else { return nil }
        let there = try await duties(from: day, to: day).filter {
            $0["shift"] == duty["shift"] && $0["post"] != duty["post"]
        }
        for candidate in try await candidates(duty) where candidate["leavesShift"] == duty["shift"] {
            let theirs = there.first {
                $0["officer"] == candidate["officer"] && $0["post"] == candidate["leavesPost"]
            }
            guard let theirs, let takes = theirs["id"]?.integer, let gives = duty["id"]?.integer,
                let officer = theirs["officer"]?.string, !mute.contains(officer),
                try await candidates(theirs).contains(where: {
                    $0["officer"]?.string == own && $0["leavesPost"] == duty["post"]
                })
            else { continue }
            return Exchange(gives: gives, takes: takes, officer: officer, day: day)
        }
        return nil
    }

    /// Who could take a duty, nearest first.
    func candidates(_ duty: JSON) async throws -> [JSON] {
        let wanted = ["post", "day", "shift"].map { "\($0)=\(duty[$0]?.string ?? "")" }.joined(separator: "&")
        return try await demonstration.get("candidates?\(wanted)", as: "duties")["candidates"]?.elements ?? []
    }

    /// A token of an officer's account, which is made where there is none.
    private func colleague(_ officer: String) async throws -> String {
        try await demonstration.token(of: try await account(of: officer), as: "officer")
    }

    /// The name of an officer's account, which is made where there is none.
    func account(of officer: String) async throws -> String {
        let known = try await demonstration.items("accounts", as: "admin").first { $0["officer"]?.string == officer }
        if let name = known?["name"]?.string { return name }
        let name = "Account of \(officer)"
        try await demonstration.post(
            "accounts", as: "admin",
            ["name": .string(name), "rank": "PC", "officer": .string(officer), "roles": ["officer"]])
        return name
    }

    /// An approved individual pattern, and another that the officer has not answered.
    func proposedPattern() async throws {
        let officer = try await officer(of: "officer")
        try await demonstration.post(
            "individual-patterns/\(officer)/approvals", as: "supervisor",
            ["reference": "FP 12", "reviewOn": today.adding(60).json])
        try await demonstration.post(
            "pattern-consultations", as: "duties",
            [
                "officer": .string(officer), "pattern": "no-nights", "anchor": today.adding(90).json,
                "from": today.adding(90).json, "reference": "FP 12",
            ])
    }

    /// A draft about the officer, with their own words, that only waits for somebody who decides.
    func completeDraft() async throws {
        let sergeant = try await demonstration.token(of: "Sgt Mina Hale", as: "supervisor")
        let chief = try await demonstration.token(of: "Ch Insp Ida Roe", as: "supervisor")
        let (from, to) = (today.adding(100), today.adding(103))
        let made = try await demonstration.post(
            "non-deployments", by: sergeant,
            [
                "officer": .string(try await officer(of: "officer")),
                "terms": [
                    "category": "acute_welfare", "scope": ["kind": "all_armed"],
                    "startsAt": .string("\(from)T08:00:00Z"), "endsAt": .string("\(to)T08:00:00Z"),
                    "reviewAt": .string("\(to)T07:00:00Z"), "emergencyResponse": true,
                ], "grounds": "Armed duty as such; nothing about any one post.",
                "annex": "I would rather not carry on these days.",
            ])
        let record = "non-deployments/\(made["number"]?.string ?? "")/assessments"
        try await demonstration.post(
            record, by: sergeant, ["kind": "welfare", "text": "A date that is hard for them; help was offered."])
        try await demonstration.post(
            record, by: chief, ["kind": "impartiality", "text": "All armed duty, so that no post is chosen."])
    }

    /// A decision about the officer, challenged by the officer; nobody has answered.
    func openChallenge() async throws {
        let records = try await demonstration.items("non-deployments", as: "officer")
        let decided = records.first { $0["decider"] != nil && $0["decider"] != .null }
        guard let number = decided?["number"]?.string else { throw BrowserFault("nothing was decided") }
        try await demonstration.post(
            "non-deployments/\(number)/challenges", as: "officer", ["text": "It was not needed for so long."])
    }

    /// A concern that nobody has taken on, and one that the inspector has and not answered.
    func openConcerns() async throws {
        try await demonstration.post("concerns", as: "officer", ["what": "I am uneasy at that gate."])
        let taken = try await demonstration.post("concerns", as: "officer", ["what": "The relief comes late."])
        try await demonstration.post(
            "concerns/\(taken["number"]?.string ?? "")/acknowledgement", as: "supervisor", [:])
    }

    /// A dip sample of the days of the demonstration, not looked at yet.
    func drawnSample() async throws {
        try await demonstration.post(
            "dip-samples", as: "auditor", ["size": 2, "from": today.adding(-1).json, "to": today.json])
    }
}
