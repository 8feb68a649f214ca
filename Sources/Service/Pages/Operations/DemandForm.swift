import Deployment
import Records

/// What an operation wants, as fields: officers on each shift, the level it weighs, and the skills.
enum DemandForm {
    /// Two fields a shift, then what holds for all of them.
    static func fields(_ call: WebCall) async throws -> [Field] {
        let shifts = try await ShiftNames.read(in: call.house.pool)
        let skills = try await SessionBook.skills(in: call.house.pool)
        return shifts.enumerated().flatMap { place, shift -> [Field] in
            [
                Field(
                    "min-\(shift.id)", "\(shift.name): officers at least", .line(.decimal(0...50), width: .short),
                    isOptional: true, pointers: ["/lines/\(place)/min"]),
                Field(
                    "target-\(shift.id)", "\(shift.name): officers wanted", .line(.decimal(1...50), width: .short),
                    hint: "Leave both empty where nobody is wanted on this shift.", isOptional: true,
                    pointers: ["/lines/\(place)", "/lines/\(place)/shift"]),
            ]
        } + [
            Field(
                "level", "Level", .radios(ResponseLevel.allCases.map { Field.Choice($0.rawValue, $0.rawValue) }),
                hint: "What an unfilled duty of it weighs."),
            Field(
                "skills", "Every officer needs", .boxes(skills.map { Field.Choice($0.id, $0.name) }),
                hint: "Leave empty for the authority to carry, where the command arms the operation.",
                isOptional: true),
        ]
    }

    /// The lines of demand. Throws where a shift has one of its two numbers, or none has any.
    static func lines(_ form: FormInput, _ fields: [Field]) throws -> [DemandLine] {
        let skills = form.all("skills")
        let shifts = fields.compactMap { $0.name.hasPrefix("target-") ? String($0.name.dropFirst(7)) : nil }
        let lines = try shifts.compactMap { shift -> DemandLine? in
            let (least, wanted) = (form.optional("min-\(shift)"), form.optional("target-\(shift)"))
            guard least != nil || wanted != nil else { return nil }
            guard let target = wanted.flatMap({ Int($0) }) else {
                throw FormRefused("target-\(shift)", "Enter how many officers are wanted on this shift")
            }
            let min = least.flatMap { Int($0) } ?? target
            guard min <= target else {
                throw FormRefused("min-\(shift)", "The minimum must be at most the number wanted")
            }
            return DemandLine(
                shift: shift, min: min, target: target, level: ResponseLevel(rawValue: form.text("level")),
                skills: skills.isEmpty ? nil : skills)
        }
        guard !lines.isEmpty else {
            throw FormRefused(shifts.first.map { "target-\($0)" }, "Enter how many officers are wanted on a shift")
        }
        return lines
    }

    /// What is filled in when the form opens.
    static let given = ["level": [ResponseLevel.normal.rawValue]]
}
