import Deployment
import Foundation
import Postgres

/// What the service acknowledged, held against what is in the database.
actor Books {
    /// How a write ended, as its sender knows it.
    enum Ending: Sendable, Equatable {
        case acknowledged
        /// The service says that it was saved and that its answer was lost.
        case answerLost
        /// The service says that it cannot know.
        case unknown
        /// The service says no, and why.
        case refused(String)
        /// No definite answer within the time.
        case none
    }

    private(set) var endings: [(write: Write, ending: Ending)] = []

    /// Sends a write again and again under its key until its ending is known.
    static func settle(
        _ write: Write, first: Answered, port: @Sendable () -> Int, within limit: Duration = .seconds(45)
    ) async -> Ending {
        let deadline = ContinuousClock.now + limit
        var answer = first
        while true {
            if let ending = ending(of: answer) { return ending }
            guard ContinuousClock.now < deadline else { return .none }
            try? await Task.sleep(for: .milliseconds(60))
            answer = await write.send(to: port())
        }
    }

    static func ending(of answer: Answered) -> Ending? {
        guard let reply = answer.reply, reply.status != 503 else { return nil }
        if reply.isSuccess { return .acknowledged }
        switch reply.kind {
        case "key-in-use": return nil
        case "answer-lost": return .answerLost
        case "outcome-unknown": return .unknown
        default: return .refused("\(reply.status) \(reply.kind) \(reply.body)")
        }
    }

    /// Writes an ending down.
    func note(_ write: Write, _ ending: Ending) {
        endings.append((write, ending))
    }

    /// Everything that is not as it was told; empty when all is well.
    func findings(_ cluster: Cluster) async throws -> [String] {
        var findings: [String] = []
        for (write, ending) in endings {
            let found = Int(try await cluster.value(write.count, as: Int64.self))
            if found != 0, found != write.whole {
                findings.append("\(write.kind) \(write.number) is half done: \(found)")
            }
            switch ending {
            case .acknowledged, .answerLost:
                if found == 0 { findings.append("\(write.kind) \(write.number) was told as saved and is missing") }
            case .refused(let why):
                findings.append("\(write.kind) \(write.number) was refused (\(found) stand): \(why)")
            case .none, .unknown:
                findings.append("\(write.kind) \(write.number) got no definite answer (\(found) stand)")
            }
        }
        return findings + (try await Invariants.findings(cluster))
    }
}

/// What must hold in the database whatever was killed.
enum Invariants {
    private static let checks: [(String, Statement)] = [
        (
            "versions without all their rows",
            """
            SELECT count(*) FROM roster_version v
            WHERE (SELECT count(*) FROM version_deployment d WHERE d.version_id = v.version_id)
                    <> (v.summary ->> 'deployments')::int
                OR (SELECT count(*) FROM version_duty d WHERE d.version_id = v.version_id) <> (v.summary ->> 'duties')::int
            """
        ),
        (
            "jobs with several versions",
            "SELECT count(*) FROM (SELECT job_id FROM roster_version GROUP BY 1 HAVING count(*) > 1) x"
        ),
        (
            "jobs that succeeded without their version",
            """
            SELECT count(*) FROM job j WHERE state = 'succeeded' AND NOT EXISTS (
                SELECT FROM roster_version v WHERE v.job_id = j.job_id AND v.version_id = (j.result ->> 'version')::bigint)
            """
        ),
        (
            "versions of jobs that did not succeed",
            "SELECT count(*) FROM roster_version v JOIN job j USING (job_id) WHERE j.state <> 'succeeded'"
        ),
        (
            "publications without all their deployments",
            """
            SELECT count(*) FROM publication p
            WHERE (SELECT count(*) FROM deployment d WHERE d.version_id = p.version_id)
                <> (SELECT count(*) FROM version_deployment d WHERE d.version_id = p.version_id)
            """
        ),
        (
            "decisions without both assessments",
            """
            SELECT count(*) FROM decision d
            WHERE (SELECT count(DISTINCT kind) FROM assessment a WHERE a.nd_id = d.nd_id) <> 2
            """
        ),
        (
            "selective decisions without a flag",
            """
            SELECT count(*) FROM decision d JOIN non_deployment_terms t USING (terms_id)
            WHERE t.scope_kind <> 'all_armed' AND NOT EXISTS (
                SELECT FROM flag f WHERE f.nd_id = d.nd_id AND f.kind = 'selective_scope')
            """
        ),
        (
            "flags without a case",
            """
            SELECT count(*) FROM flag f WHERE NOT EXISTS (
                SELECT FROM gold_case c WHERE (c.subject_kind, c.subject_id) = (f.subject_kind, f.subject_id))
            """
        ),
        (
            "records without terms",
            "SELECT count(*) FROM non_deployment n WHERE NOT EXISTS (SELECT FROM non_deployment_terms t WHERE t.nd_id = n.nd_id)"
        ),
        (
            "deployments that were taken away and stand",
            "SELECT count(*) FROM standing_deployment s JOIN change c ON c.removes = s.deployment_id"
        ),
        (
            "leaves out of order",
            """
            SELECT count(*) FROM (SELECT index, row_number() OVER (ORDER BY index) - 1 AS place FROM ledger_leaf) x
            WHERE index <> place
            """
        ),
    ]

    /// Each rule that does not hold, with how often.
    static func findings(_ cluster: Cluster) async throws -> [String] {
        var findings: [String] = []
        for (what, statement) in checks {
            let rows = try await cluster.run(["SET search_path = evenhand, public", statement])
            let count = try rows.first?.decode(0, as: Int64.self) ?? -1
            if count != 0 { findings.append("\(what): \(count)") }
        }
        return findings
    }
}
