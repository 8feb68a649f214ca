import Deployment
import Foundation
import Records

extension DemoStory {
    /// The Gold queue with what brought each case there.
    func showQueue() async throws {
        let queue = GoldQueue(pool: pool)
        try await step("The Gold queue, by priority and clock") {
            for item in try await queue.list(limit: 20).items {
                Terminal.say("  \(item.number) \(item.priority.rawValue), due \(DemoClock.text(item.dueAt))")
                for flag in try await queue.detail(item.id).flags {
                    Terminal.say("       \(flag.number) \(flag.kind): \(flag.finding)")
                }
            }
        }
    }

    /// Walks the case of one record from the queue to its outcome.
    func walk(_ record: Int64, _ cast: DemoCast) async throws {
        let queue = GoldQueue(pool: pool)
        var filter = GoldQueue.Filter()
        filter.subjectKind = "non_deployment"
        filter.subjectID = String(record)
        guard let held = try await queue.list(filter).items.first else {
            throw DemoFault("ND-\(record) is not in the Gold queue")
        }
        try await step("Walk case \(held.number) to its outcome") {
            @discardableResult
            func write(_ entry: NewCaseEntry, by account: Account? = nil) async throws -> Int64 {
                try await queue.enter(entry, in: held.id, by: (account ?? cast.gold).id).id
            }
            try await write(NewCaseEntry(.claim))
            try await refused("a decision before the terms of reference") {
                try await write(NewCaseEntry(.decision, text: "Uphold."))
            }
            try await write(
                NewCaseEntry(.termsOfReference, text: "Is ND-\(record) needed, comparable and as short as it can be?"))
            let asked = try await write(
                NewCaseEntry(.adviceRequest, text: "How does this look from outside?", person: cast.adviser.id))
            let advice = try await write(
                NewCaseEntry(
                    .advice, text: "Limit it in time; say publicly that protection is unchanged.", refersTo: asked),
                by: cast.adviser)
            try await write(
                NewCaseEntry(
                    .adviceAnswer, text: "Both accepted: seven days, no renewal without Gold.", refersTo: advice,
                    accepted: true))
            try await write(NewCaseEntry(.decision, text: "Uphold ND-\(record) to its end; no renewal without Gold."))
            let action = try await write(
                NewCaseEntry(
                    .action, text: "Brief all inspectors on reliefs at Exceptional sites.", person: cast.inspector.id,
                    dueOn: DemoClock.day(Date()).adding(7)))
            try await write(
                NewCaseEntry(
                    .positionStatement, text: "Duties are assigned by the command; the site is fully protected.",
                    asOf: Date()))
            try await refused("closing \(held.number) now") {
                try await write(NewCaseEntry(.outcome, text: "Explained.", outcome: .explained))
            }
            try await write(NewCaseEntry(.actionDone, text: "All inspectors briefed.", refersTo: action))
            try await write(NewCaseEntry(.learning, text: "Choose reliefs at Exceptional sites from a wider pool."))
            try await write(NewCaseEntry(.outcome, text: "Needed, comparable, short.", outcome: .upheld))
            for entry in try await queue.detail(held.id).entries {
                let by = entry.writtenBy?.name ?? "the system"
                Terminal.say("  \(entry.number). \(entry.kind.rawValue), \(by)\(entry.text.map { ": \($0)" } ?? "")")
            }
        }
    }
}
