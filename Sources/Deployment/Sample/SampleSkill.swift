/// A skill of the sample: the authority, its components (001 ¶53) or a specialism of Appendix 1.
struct SampleSkill {
    var id: String
    var name: String
    var kind: String
    /// Months in currency; nil where only the components count.
    var months: Int?
    /// Officers in a thousand who hold it, before training fills what the posts need.
    var perMille = 0

    static let all = [
        SampleSkill(id: "AFO", name: "Authorised firearms officer", kind: "authority", months: nil),
        SampleSkill(id: "OST", name: "Officer safety training", kind: "component", months: 6),
        SampleSkill(id: "TAC-REFRESH", name: "Tactical refresher", kind: "component", months: 6),
        SampleSkill(id: "SHOOT-CLASS", name: "Classification shoot", kind: "component", months: 2),
        SampleSkill(id: "EYESIGHT", name: "Eyesight test", kind: "component", months: 12),
        SampleSkill(id: "HEARING", name: "Hearing test", kind: "component", months: 12),
        SampleSkill(id: "FITNESS", name: "Fitness test", kind: "component", months: 12),
        SampleSkill(id: "SHOOT-DEV", name: "Development shoot", kind: "advisory", months: 2),
        SampleSkill(id: "CLASSROOM", name: "Classroom day", kind: "advisory", months: 6),
        SampleSkill(id: "MP5", name: "MP5 carbine", kind: "specialism", months: 12, perMille: 800),
        SampleSkill(id: "ARV", name: "Armed response vehicle", kind: "specialism", months: 6, perMille: 120),
        SampleSkill(id: "RPO", name: "Residential protection", kind: "specialism", months: 12, perMille: 240),
        SampleSkill(id: "SRC", name: "Standard response car", kind: "specialism", months: 24, perMille: 320),
        SampleSkill(id: "MC", name: "Response motorcycle", kind: "specialism", months: 24, perMille: 110),
        SampleSkill(id: "CRT", name: "Counter-reconnaissance", kind: "specialism", months: 12, perMille: 80),
        SampleSkill(id: "RIFLE", name: "Rifle officer", kind: "specialism", months: 6, perMille: 60),
        SampleSkill(id: "LSO", name: "Licensed search officer", kind: "specialism", months: 18, perMille: 90),
        SampleSkill(id: "DESK", name: "Control room and reception desk", kind: "specialism", months: 24, perMille: 80),
        SampleSkill(id: "ADV", name: "Advanced car", kind: "specialism", months: 24, perMille: 30),
    ]

    static let specialisms = all.filter { $0.kind == "specialism" }
}

/// One attendance that renews components together, and what it takes of the roster.
struct SampleTraining {
    var skills: [String]
    var months: Int
    /// Lapses at the end of the month, not on the day.
    var monthEnd = false
    /// Days abstracted; 0 where it is a slot inside a duty.
    var days: Int
    var reference: String

    /// The shortest span of its months, in days.
    var shortestSpan: Int {
        [2: 59, 6: 181, 12: 365][months] ?? months * 30
    }

    static let classification = SampleTraining(
        skills: ["SHOOT-CLASS"], months: 2, days: 1, reference: "Classification shoot")
    static let oneStop = SampleTraining(
        skills: ["EYESIGHT", "HEARING", "FITNESS"], months: 12, days: 1, reference: "One-stop test day")
    static let all = [
        SampleTraining(
            skills: ["OST", "TAC-REFRESH"], months: 6, monthEnd: true, days: 2,
            reference: "Officer safety and tactical refresher"),
        classification,
        oneStop,
        SampleTraining(skills: ["CLASSROOM"], months: 6, days: 1, reference: "Classroom day"),
        SampleTraining(skills: ["SHOOT-DEV"], months: 2, days: 0, reference: "Development shoot"),
    ]
}
