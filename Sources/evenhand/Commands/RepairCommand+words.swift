import Deployment
import Records

extension RepairCommand {
    /// Prints a proposal as a duty sergeant would read it out.
    static func say(_ repair: RepairRecord) {
        Terminal.say("Proposal \(repair.id): \(repair.summary.words)")
        let (places, filled) = (repair.summary.places, repair.summary.filled)
        Terminal.say("\(places) \(places == 1 ? "place" : "places") left open by the event, \(filled) filled.")
        for step in repair.steps ?? [] {
            let place = "\(step.post) on \(DemoClock.text(step.day)), shift \(step.shift) (\(step.level.rawValue))"
            Terminal.say("\(step.step). \(place)\(step.follows.map { ", left in step \($0)" } ?? "")")
            if let gone = step.withdrawnOfficer { Terminal.say("     \(gone) is taken off") }
            Terminal.say("     \(step.officer.map { "\($0): " } ?? "")\(step.words)")
            let others = step.candidates.filter { $0.officer != step.officer }.prefix(2)
            for other in others { Terminal.say("       or \(other.officer): \(other.words)") }
            if step.officer == nil { Terminal.say("       not available: \(words(step.blocked))") }
        }
        for note in repair.summary.notes { Terminal.say(note) }
    }

    /// Prints what an acceptance made.
    static func say(_ made: RepairAccepted) {
        if let recorded = made.recorded { Terminal.say("On record: abstraction \(recorded).") }
        for change in made.changes {
            Terminal.say("change \(change.change): \(change.kind.words). \(change.notice.words)")
            for consequence in change.consequences { Terminal.say("     \(consequence.officer): \(consequence.words)") }
        }
        Terminal.say("Repair \(made.repair) is accepted: \(made.changes.count) changes.")
    }

    /// "41 on other duties, 22 resting, 12 abstracted, 9 lack MP5".
    static func words(_ counts: DutyReasons) -> String {
        var parts: [String] = []
        func add(_ count: Int, _ words: String) { if count > 0 { parts.append("\(count) \(words)") } }
        add(counts.onThisDuty, "on this duty")
        add(counts.onOtherDuty, "on other duties")
        add(counts.resting, "with too little rest")
        add(counts.runLimit, "with too many days in a row")
        add(counts.abstracted, "abstracted")
        add(counts.restricted, "on restricted or recuperative duty")
        add(counts.notInService, "not in service")
        for (skill, count) in counts.lacksSkill.sorted(by: { $0.key < $1.key }) { add(count, "without \(skill)") }
        for (skill, count) in counts.lapsed.sorted(by: { $0.key < $1.key }) { add(count, "with \(skill) lapsed") }
        add(counts.excluded, "not for this duty (decisions)")
        return parts.isEmpty ? "nobody" : parts.joined(separator: ", ")
    }
}
