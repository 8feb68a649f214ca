import Deployment

/// Rosters: worked, proposed, changed.
extension Scenery {
    /// A shift of a week that was recorded, with one officer absent; its address.
    func workedShift() async throws -> String {
        let day = try await workedWeek()
        let there = try await duties(from: day, to: day).filter { $0["shift"] == "E" }
        let entries = there.enumerated().map { place, duty -> JSON in
            guard place > 0 else { return ["officer": duty["officer"] ?? .null, "status": "absent"] }
            return ["officer": duty["officer"] ?? .null, "status": "worked", "post": duty["post"] ?? .null]
        }
        try await demonstration.post(
            "attendance", as: "duties", ["day": day.json, "shift": "E", "entries": .array(entries)])
        return "/attendance?day=\(day)&shift=E"
    }

    /// A week whose attendance nobody has entered, the one before the demonstration's roster; the day on which it begins.
    func workedWeek() async throws -> Day { try await published(from: today.monday.adding(-14)) }

    /// The week after the demonstration's roster, which has duties with weeks of notice.
    func followingWeek() async throws { _ = try await published(from: today.monday.adding(21)) }

    /// Publishes a roster of a week, unless that was done.
    private func published(from monday: Day) async throws -> Day {
        let known = try await demonstration.items("roster-versions", as: "duties").contains {
            $0["from"] == monday.json && $0["publishedBy"] != nil
        }
        guard !known else { return monday }
        let version = try await version(from: monday, by: demonstration.token("duties"))
        try await demonstration.post(
            "roster-versions/\(version)/publish", by: demonstration.token(of: "Jo Lind", as: "duties"),
            ["statement": "What is below its minimum is accepted."])
        return monday
    }

    /// A version that somebody else of the duties office can publish, of days far behind those of any journey.
    func proposedRoster() async throws {
        _ = try await version(
            from: today.monday.adding(20 * 7), by: demonstration.token(of: "Jo Lind", as: "duties"))
    }

    /// Generates a roster of a week; the number of the version, once its job is done.
    func version(from monday: Day, by token: String) async throws -> Int {
        let asked = try await demonstration.post(
            "roster-jobs", by: token, ["from": monday.json, "days": 7, "seconds": 1, "seed": 1])
        let number = asked["id"]?.integer ?? 0
        for _ in 0..<600 {
            let job = try await demonstration.get("roster-jobs/\(number)", by: token)
            if let version = job["result"]?["version"]?.integer { return version }
            if let error = job["error"]?.string { throw BrowserFault("job \(number): \(error)") }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw BrowserFault("job \(number) does not end")
    }

    /// Calls somebody in on a rest day with so much notice that another one is owed: to the open operation, which lacks officers.
    func restDayOwed() async throws {
        for days in 18...26 {
            let day = today.adding(days)
            for duty in try await demonstration.items("unfilled-duties?from=\(day)&to=\(day)", as: "duties") {
                for officer in try await free(for: duty) {
                    let wish = calling(officer, to: duty)
                    guard let seen = try? await demonstration.post("changes/preview", as: "duties", wish),
                        seen["consequences"]?.elements?.contains(where: { $0["kind"] == "another_rest_day" }) == true
                    else { continue }
                    try await demonstration.post("changes", as: "duties", wish)
                    return
                }
            }
        }
        throw BrowserFault("nobody can be called in on a rest day")
    }

    /// Who could take a duty without leaving another, the nearest few.
    private func free(for duty: JSON) async throws -> [String] {
        try await candidates(duty).filter { $0["leavesPost"] == nil }.prefix(12).compactMap { $0["officer"]?.string }
    }

    private func calling(_ officer: String, to duty: JSON) -> JSON {
        [
            "ground": "exigency", "exigency": "event", "note": "An event became known.", "welfareConsidered": true,
            "place": [
                "officer": .string(officer), "day": duty["day"] ?? .null, "shift": duty["shift"] ?? .null,
                "post": duty["post"] ?? .null,
            ],
        ]
    }

    /// A repair that nobody has accepted yet, for an officer whom no journey is about.
    func openRepair() async throws {
        let day = today.adding(21)
        let known = ["W00013", "W00014", "W00019", try await officer(of: "officer")]
        let officer = try await duties(from: day, to: day).compactMap { $0["officer"]?.string }
            .first { !known.contains($0) }
        try await demonstration.post(
            "repairs", as: "duties",
            [
                "kind": "officer_unavailable", "officer": .string(officer ?? ""), "from": day.json, "to": day.json,
                "absence": "sickness",
            ])
    }

    /// A hospital guard that begins behind the days of any journey, and that nobody stands for yet.
    func openOperation() async throws {
        let day = today.adding(18)
        try await demonstration.post(
            "operations", as: "duties",
            [
                "kind": "hospital_guard", "name": "Guard of the gallery", "newSite": "St Hilda's Hospital",
                "owner": .string(try await officer(of: "supervisor")), "startsAt": .string("\(day)T20:00:00Z"),
                "lines": [["shift": "N", "min": 1, "target": 2]],
            ])
    }

    /// A training session with somebody booked on it.
    func bookedSession() async throws {
        let session = try await demonstration.post(
            "training-sessions", as: "duties",
            [
                "skill": "MP5", "day": today.adding(80).json, "starts": "09:00", "instructor": "A. Teacher",
                "seats": 4,
            ])
        try await demonstration.post(
            "training-sessions/\(session["session"]?.integer ?? 0)/bookings", as: "duties",
            ["officer": .string(try await officer(of: "officer"))])
    }

    /// Waits until the service has asked about the shifts of last week; it looks every half minute.
    func openQuestion() async throws {
        for _ in 0..<1200 {
            if try await !demonstration.items("questions", as: "duties").isEmpty { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw BrowserFault("no question is asked")
    }
}
