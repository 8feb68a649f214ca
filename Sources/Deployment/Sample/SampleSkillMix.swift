/// Trains officers until every seat that needs a specialism has five holders a day.
struct SampleSkillMix {
    static let holdersPerSeat = 5
    /// Sergeants in a team who can supervise an armed response vehicle (001 Appendix 1).
    static let supervisors = 2

    /// The most seats on one day that need a skill.
    static func seats(_ skill: String, _ places: SamplePlaces) -> Int {
        let posts = places.posts.filter { $0.skills.contains(skill) }
        return (0..<SampleCalendar.horizon).map { day in
            posts.filter { $0.isActive(day) }.reduce(0) { sum, post in
                let level = places.sites[post.site].level(day)
                return sum
                    + SampleShift.allCases.reduce(0) { $0 + post.target(level, weekend: day % 7 >= 5, $1) }
            }
        }.max() ?? 0
    }

    static func train(
        _ officers: inout [SampleOfficer], for places: SamplePlaces, _ currencies: SampleCurrencies,
        random: inout SampleRandom
    ) {
        // Every officer needs the authority and most the carbine: five a seat is for the rest.
        for skill in SampleSkill.specialisms where skill.id != "MP5" {
            let seats = seats(skill.id, places)
            guard seats > 0 else { continue }
            if skill.id == "ARV" { trainSupervisors(&officers, currencies, random: &random) }
            let able = random.shuffled(officers.indices.filter { isAble(officers[$0], skill.id) }).enumerated()
                .map { (busy: officers[$1].currencies.count, place: $0, index: $1) }
                .sorted { ($0.busy, $0.place) < ($1.busy, $1.place) }
            let holders = officers.filter { $0.holds(skill.id) }.count
            // A few more than needed, for those who lapse.
            let wanted = seats * holdersPerSeat * 104 / 100 + 1
            for officer in able.prefix(max(0, wanted - holders)) {
                currencies.giveSpecialism(skill.id, skill.months ?? 12, to: &officers[officer.index], random: &random)
            }
        }
    }

    private static func isAble(_ officer: SampleOfficer, _ skill: String) -> Bool {
        officer.holds("AFO") && officer.holds("MP5") && !officer.holds(skill)
    }

    private static func trainSupervisors(
        _ officers: inout [SampleOfficer], _ currencies: SampleCurrencies, random: inout SampleRandom
    ) {
        for team in SampleForce.teams {
            let sergeants = officers.indices.filter { officers[$0].team == team && officers[$0].rank == "PS" }
            let missing = supervisors - sergeants.filter { officers[$0].holds("ARV") }.count
            for index in sergeants.filter({ isAble(officers[$0], "ARV") }).prefix(max(0, missing)) {
                currencies.giveSpecialism("ARV", 6, to: &officers[index], random: &random)
            }
        }
    }
}
