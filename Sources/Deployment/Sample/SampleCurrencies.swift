/// Gives the officers of a sample their authority, its components and their specialisms.
struct SampleCurrencies {
    let start: Day

    private enum Fate {
        case renewed
        case lapsesInside
        case lapsedBefore
    }

    /// Fills `currencies`, and books the training days that renew components due inside the roster.
    func give(_ officers: inout [SampleOfficer], random: inout SampleRandom) {
        let armed = officers.indices.filter { officers[$0].standsPosts && !officers[$0].isRestricted("restricted") }
        // Whoever lapses has been here long enough to have forgotten.
        let forgetful = random.shuffled(
            armed.filter { !officers[$0].inStory && start.days(since: officers[$0].joined) > 400 })
        let lapsing = Set(forgetful.prefix((armed.count * 3 + 50) / 100))
        let lapsed = Set(forgetful.dropFirst(lapsing.count).prefix(armed.count * 6 / 1000))
        for index in officers.indices {
            guard officers[index].standsPosts else { continue }
            if officers[index].isRestricted("restricted") {
                giveSpecialism("DESK", 24, to: &officers[index], random: &random)
                continue
            }
            officers[index].currencies.append(
                SampleCurrency(skill: "AFO", issued: officers[index].joined, evidence: "Initial firearms course"))
            let fate = lapsing.contains(index) ? Fate.lapsesInside : lapsed.contains(index) ? .lapsedBefore : .renewed
            let failing = random.weighted([(SampleTraining.classification, 3), (.oneStop, 1)]).reference
            for training in SampleTraining.all {
                give(
                    training, training.reference == failing ? fate : .renewed, to: &officers[index], random: &random)
            }
            giveSpecialisms(to: &officers[index], random: &random)
        }
    }

    // MARK: Components

    private func give(
        _ training: SampleTraining, _ fate: Fate, to officer: inout SampleOfficer, random: inout SampleRandom
    ) {
        let issued: Day
        switch fate {
        case .renewed:
            let age = random.between(1, officer.inStory ? 20 : training.shortestSpan - 1)
            issued = max(start.adding(-age), officer.joined)
        case .lapsesInside:
            issued = SampleCalendar.issued(lastDay: start.adding(random.between(9, 25)), months: training.months)
        case .lapsedBefore:
            issued = SampleCalendar.issued(lastDay: start.adding(-random.between(1, 20)), months: training.months)
        }
        let lastDay = record(training, issued: issued, evidence: "Training record", of: &officer)
        // The training unit books a week ahead of the end of the roster too (001 ¶19-20).
        guard fate == .renewed, lastDay < start.adding(SampleCalendar.horizon + 7) else { return }
        let booked = book(training, before: lastDay, of: &officer, random: &random)
        record(training, issued: booked, evidence: "Booked", of: &officer)
    }

    @discardableResult
    private func record(
        _ training: SampleTraining, issued: Day, evidence: String, of officer: inout SampleOfficer
    ) -> Day {
        let lastDay = SampleCalendar.lastDay(issued: issued, months: training.months, monthEnd: training.monthEnd)
        for skill in training.skills {
            officer.currencies.append(
                SampleCurrency(skill: skill, issued: issued, expires: lastDay, evidence: evidence))
        }
        return lastDay
    }

    /// Finds a rostered early or late weekday before the lapse; where there is none, the renewal is a slot inside a duty.
    /// - Returns: the day on which the renewal is complete.
    private func book(
        _ training: SampleTraining, before lastDay: Day, of officer: inout SampleOfficer, random: inout SampleRandom
    ) -> Day {
        let latest = min(lastDay.days(since: start), SampleCalendar.horizon - 1)
        let length = max(training.days, 1)
        let days = (max(0, latest - 20)...max(0, latest)).filter { day in
            day + length - 1 <= latest && day % 7 + length - 1 < 5
                && (officer.rostered(day) == .early || officer.rostered(day) == .late)
                && !officer.meets(day, day + length - 1)
        }
        guard !days.isEmpty else { return start.adding(max(0, latest)) }
        let first = random.pick(days)
        if training.days > 0 {
            officer.add(
                SampleAbstraction(
                    kind: "training", first: first, last: first + length - 1, reference: training.reference))
        }
        return start.adding(first + length - 1)
    }

    // MARK: Specialisms

    private func giveSpecialisms(to officer: inout SampleOfficer, random: inout SampleRandom) {
        var special = 0
        for skill in SampleSkill.specialisms where !officer.holds(skill.id) {
            // The allocation policy avoids omni-competent officers (001 Appendix 1): after two, further ones are rare.
            let perMille = special < 2 ? skill.perMille : skill.perMille / 5
            let isOpen = skill.id != "ARV" || officer.holds("MP5")
            guard isOpen, random.chance(perMille: perMille) || (officer.inStory && skill.id == "MP5") else { continue }
            giveSpecialism(skill.id, skill.months ?? 12, to: &officer, random: &random)
            if skill.id == "ARV" { giveSpecialism("ADV", 24, to: &officer, random: &random) }
            if skill.id != "MP5" { special += 1 }
        }
    }

    /// Records a specialism and, where it ends inside the roster, its booked renewal; few are left to lapse.
    func giveSpecialism(
        _ skill: String, _ months: Int, to officer: inout SampleOfficer, random: inout SampleRandom
    ) {
        let lapse = officer.inStory ? 1000 : random.below(1000)
        let lastDay: Day? =
            switch lapse {
            case ..<4: start.adding(-random.between(1, 20))
            case ..<16: start.adding(random.between(9, 25))
            default: nil
            }
        let drawn =
            lastDay.map { SampleCalendar.issued(lastDay: $0, months: months) }
            ?? start.adding(-random.between(1, officer.inStory ? 20 : months * 30 - 2))
        let issued = max(drawn, officer.joined)
        let ends = SampleCalendar.lastDay(issued: issued, months: months)
        officer.currencies.append(
            SampleCurrency(skill: skill, issued: issued, expires: ends, evidence: "Course record"))
        guard lastDay == nil, ends < start.adding(SampleCalendar.horizon + 7) else { return }
        let booked = start.adding(random.between(0, max(0, min(ends.days(since: start), SampleCalendar.horizon - 1))))
        officer.currencies.append(
            SampleCurrency(
                skill: skill, issued: booked, expires: SampleCalendar.lastDay(issued: booked, months: months),
                evidence: "Requalification booked"))
    }
}
