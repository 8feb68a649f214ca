package import Deployment

/// A roster: who works which duty, by ids, and what it costs.
package struct Roster: Sendable, Equatable {
    /// One officer on one duty.
    package struct Deployment: Sendable, Hashable {
        /// Id of the officer.
        package var officer: String
        /// Day of the horizon.
        package var day: Int
        /// Id of the shift.
        package var shift: String
        /// Id of the post.
        package var post: String

        /// A deployment.
        package init(officer: String, day: Int, shift: String, post: String) {
            self.officer = officer
            self.day = day
            self.shift = shift
            self.post = post
        }
    }

    /// Name of the problem it is for.
    package var problem: String
    /// The deployments by officer and day.
    package var deployments: [Deployment]
    /// What it costs.
    package var cost: Int
    /// A proved lower bound of the cost of any roster; nil when none is proved.
    package var lowerBound: Int?
    /// Time it took to find.
    package var seconds: Double

    /// How near the best possible cost this roster is proved to be, in words.
    package var nearness: String { Roster.nearness(of: cost, to: lowerBound) }

    /// How near a cost is to the best possible, as proved by a bound, in words.
    package static func nearness(of cost: Int, to lowerBound: Int?) -> String {
        guard let lowerBound else { return "no bound proved" }
        if lowerBound == cost { return "the best possible" }
        guard lowerBound > 0 else { return "no bound above 0 proved" }
        // Tenths of a percent, rounded up: never nearer than proved.
        let tenths = ((cost - lowerBound) * 1000 + lowerBound - 1) / lowerBound
        return "within \(tenths / 10).\(tenths % 10) % of the best possible (at least \(lowerBound))"
    }

    /// The format's name, in every roster document.
    package static let format = "evenhand-roster/1"

    /// A roster from its parts; nothing is checked here.
    package init(problem: String, deployments: [Deployment], cost: Int, lowerBound: Int?, seconds: Double) {
        self.problem = problem
        self.deployments = deployments
        self.cost = cost
        self.lowerBound = lowerBound
        self.seconds = seconds
    }

    /// The roster of these placements, costed from scratch.
    package init(_ problem: Problem, _ placements: [Placement], lowerBound: Int? = nil, seconds: Double = 0) {
        let sorted = placements.sorted {
            ($0.officer, $0.day, $0.shift, $0.post) < ($1.officer, $1.day, $1.shift, $1.post)
        }
        self.init(
            problem: problem.name,
            deployments: sorted.map {
                Deployment(
                    officer: problem.officerIDs[$0.officer], day: $0.day, shift: problem.shiftIDs[$0.shift],
                    post: problem.postIDs[$0.post])
            },
            cost: evaluate(problem, placements).total, lowerBound: lowerBound, seconds: seconds)
    }

    /// The document of FORMAT.md.
    package func json() -> JSON {
        [
            "format": .string(Roster.format), "problem": .string(problem),
            "deployments": .array(
                deployments.map {
                    [
                        "officer": .string($0.officer), "day": .integer($0.day), "shift": .string($0.shift),
                        "post": .string($0.post),
                    ]
                }),
            "cost": .integer(cost), "lowerBound": lowerBound.map { .integer($0) } ?? .null,
            "seconds": .number(Double(Int(min(seconds, 1e9) * 1000)) / 1000),
        ]
    }

    /// Reads a roster document for `problem`.
    ///
    /// - Throws: every fault of shape; where the shape is right, every broken rule (names, days and ids of `problem`).
    package init(json: JSON, for problem: Problem) throws(ProblemError) {
        var reader = ShapeReader()
        self = reader.roster(json)
        try reader.faults.check()
        var faults = FaultList()
        faults.need(self.problem == problem.name, "/problem", "the roster is for \(self.problem), not \(problem.name)")
        faults.need(cost >= 0, "/cost", "\(cost) is below 0")
        faults.need((lowerBound ?? 0) >= 0, "/lowerBound", "\(lowerBound ?? 0) is below 0")
        faults.need(seconds >= 0, "/seconds", "\(seconds) is below 0")
        for (index, deployment) in deployments.enumerated() {
            let pointer = "/deployments/\(index)"
            faults.need(
                problem.officerIndex[deployment.officer] != nil, pointer + "/officer",
                "unknown officer \(deployment.officer)")
            faults.need(
                problem.shiftIndex[deployment.shift] != nil, pointer + "/shift", "unknown shift \(deployment.shift)")
            faults.need(problem.postIndex[deployment.post] != nil, pointer + "/post", "unknown post \(deployment.post)")
            faults.need(
                (0..<problem.days).contains(deployment.day), pointer + "/day",
                "day \(deployment.day) lies outside the horizon of \(problem.days) days")
        }
        try faults.check()
    }

    /// The deployments by index; those with an id or day that `problem` does not know are left out.
    package func placements(in problem: Problem) -> [Placement] {
        deployments.compactMap { deployment in
            guard let officer = problem.officerIndex[deployment.officer], let post = problem.postIndex[deployment.post],
                let shift = problem.shiftIndex[deployment.shift], (0..<problem.days).contains(deployment.day)
            else { return nil }
            return Placement(officer: officer, day: deployment.day, shift: shift, post: post)
        }
    }
}

extension ShapeReader {
    fileprivate mutating func roster(_ json: JSON) -> Roster {
        let fields = fields(json, at: "", ["format", "problem", "deployments", "cost", "lowerBound", "seconds"])
        if let format = fields["format"], format != .string(Roster.format) {
            faults.add("/format", "is not \"\(Roster.format)\"")
        }
        return Roster(
            problem: text(fields["problem"], "/problem"),
            deployments: each(fields["deployments"], "/deployments") { $0.deployment($1, $2) },
            cost: whole(fields["cost"], "/cost"),
            lowerBound: wholeOrNull(fields["lowerBound"], "/lowerBound"),
            seconds: seconds(fields["seconds"], "/seconds"))
    }

    private mutating func deployment(_ json: JSON, _ pointer: String) -> Roster.Deployment {
        let fields = fields(json, at: pointer, ["officer", "day", "shift", "post"])
        return Roster.Deployment(
            officer: text(fields["officer"], pointer + "/officer"), day: whole(fields["day"], pointer + "/day"),
            shift: text(fields["shift"], pointer + "/shift"), post: text(fields["post"], pointer + "/post"))
    }
}
