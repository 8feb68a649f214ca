/// The rules that say what a change brings an officer. Pure: every figure is that in force on the day of the duty.
package struct ConsequenceRules: Sendable {
    let figures: RuleFigures

    /// Rules by these figures.
    package init(_ figures: RuleFigures) {
        self.figures = figures
    }

    /// The consequence of an effect. Throws `RuleFigureMissing` for days before the figures begin.
    package func consequence(of effect: DayEffect) throws(RuleFigureMissing) -> Consequence {
        let draft = Draft(effect)
        if effect.rank >= .inspector {
            return draft(
                .noOvertime, "Inspectors and above have no overtime and no rest-day pay.",
                "Police Regulations 2003 reg. 22, Annex E: nwpolfed, Kent Federation")
        }
        let notice = try ChangeNotice(noticedAt: effect.noticedAt, dutyDay: effect.day, figures: figures)
        if effect.rostered == .restDay {
            if let work = effect.after, effect.before == nil, !effect.others.contains(where: { $0.day == effect.day }) {
                return try restDayWorked(effect, work, notice, draft)
            }
            if effect.kind == .counter, effect.before != nil, effect.after == nil {
                return try restDayReinstated(effect, notice, draft)
            }
        }
        if let early = try earlierStart(effect, draft) { return early }
        return try nothing(effect, notice, draft)
    }

    private func restDayWorked(
        _ effect: DayEffect, _ work: Stretch, _ notice: ChangeNotice, _ draft: Draft
    ) throws(RuleFigureMissing) -> Consequence {
        let full = try figures.row("rest_day_full_notice", on: effect.day)
        if notice.clearDays >= full.figure {
            let within = try figures.row("rest_day_renotify", on: effect.day)
            let by = notice.noticedOn.adding(within.figure)
            var owed = draft(
                .anotherRestDay,
                "Rest day worked at \(Words.days(notice.clearDays)): another rest day, notified by \(by).",
                within.source)
            owed.notifyBy = by
            return owed
        }
        // The rate under five days was abolished: its threshold is then 0, which no notice is under, not even a recall.
        let short = try figures("rest_day_short_notice", on: effect.day)
        let isShort = short > 0 && notice.clearDays < short
        let rate = try figures.row(isShort ? "rest_day_short_pay" : "rest_day_pay", on: effect.day)
        let (minutes, how) = try paidMinutes(effect, work)
        var paid = draft(
            .restDayPaid,
            "Rest day worked at \(Words.days(notice.clearDays)): \(Words.rate(rate.figure)) for "
                + "\(Words.hours(minutes))\(how), as pay or time off at the officer's choice.",
            rate.source)
        paid.minutes = minutes
        paid.minutesAnHour = rate.figure
        return paid
    }

    /// The minutes that count for work on a rest day: four hours at least, but a short run-on from a tour in quarters.
    private func paidMinutes(_ effect: DayEffect, _ work: Stretch) throws(RuleFigureMissing) -> (Int, String) {
        let runsOn = effect.others.contains { $0.during.end == work.start }
        if runsOn, work.minutes <= (try figures("run_on_limit", on: effect.day)) {
            let unit = try figures("run_on_unit", on: effect.day)
            return (work.minutes / unit * unit, " (run-on from a tour, in units of \(unit) minutes)")
        }
        let least = try figures("rest_day_minimum", on: effect.day)
        return work.minutes < least ? (least, " (the least that counts)") : (work.minutes, "")
    }

    private func restDayReinstated(
        _ effect: DayEffect, _ notice: ChangeNotice, _ draft: Draft
    ) throws(RuleFigureMissing) -> Consequence {
        let rule = try figures.row("cancelled_cancellation", on: effect.day)
        let told = "Told at \(Words.days(notice.clearDays)) that the rest day stands:"
        if notice.clearDays >= (try figures("rest_day_full_notice", on: effect.day)) {
            return draft(.restDayStands, "\(told) it is taken, nothing more follows.", rule.source)
        }
        if notice.clearDays >= rule.figure {
            return draft(.restDayWithoutPay, "\(told) it is taken, without pay.", rule.source)
        }
        return draft(
            .officerChooses, "\(told) the officer chooses between the rest day and working it with pay.", rule.source)
    }

    /// Time and a third for an earlier start at short notice into a police day already worked; nil where it is not that.
    private func earlierStart(_ effect: DayEffect, _ draft: Draft) throws(RuleFigureMissing) -> Consequence? {
        var planned = effect.before
        if planned == nil, case .shift(let stretch) = effect.rostered { planned = stretch }
        guard let planned, let work = effect.after, work.start < planned.start else { return nil }
        let limit = try figures("early_start_notice", on: effect.day)
        guard work.start - effect.noticedAt < limit * 60 else { return nil }
        let police = PoliceDay(start: try figures("day_start", on: effect.day))
        let startDay = police.day(atAbsoluteMinutes: work.start)
        let alreadyWorked = effect.others.contains {
            $0.during.start < work.start && police.day(atAbsoluteMinutes: $0.during.start) == startDay
        }
        guard alreadyWorked else { return nil }
        // What lies behind the end of the day already worked belongs to the next day's tour.
        let early = min(planned.start, work.end, police.begin(of: startDay.adding(1))) - work.start
        let rate = try figures.row("early_start_pay", on: effect.day)
        var paid = draft(
            .earlierStart,
            "Starts \(Words.hours(planned.start - work.start)) earlier with under \(limit) hours' notice, in a day already "
                + "worked: \(Words.rate(rate.figure)) for \(Words.hours(early)), which counts as part of the tour.",
            rate.source)
        paid.minutes = early
        paid.minutesAnHour = rate.figure
        return paid
    }

    private func nothing(
        _ effect: DayEffect, _ notice: ChangeNotice, _ draft: Draft
    ) throws(RuleFigureMissing) -> Consequence {
        let rule = try figures.row("free_change_notice", on: effect.day)
        return switch (effect.rostered, effect.after) {
        case (.unknown, .some):
            draft(
                .nothing, "No rostered pattern is on record for the day: nothing can be said of a rest day.",
                rule.source)
        default:
            draft(.nothing, "No pay and no rest day follows at \(Words.days(notice.clearDays)).", rule.source)
        }
    }
}

/// Makes consequences of one officer's day.
private struct Draft {
    let officer: String
    let day: Day

    init(_ effect: DayEffect) {
        (officer, day) = (effect.officer, effect.day)
    }

    func callAsFunction(_ kind: ConsequenceKind, _ words: String, _ source: String) -> Consequence {
        Consequence(officer: officer, day: day, kind: kind, words: words, source: source)
    }
}

/// How people say figures.
private enum Words {
    static func days(_ clearDays: Int) -> String {
        switch clearDays {
        case ..<0: "less than a clear day's notice"
        case 1: "1 clear day's notice"
        default: "\(clearDays) clear days' notice"
        }
    }

    static func hours(_ minutes: Int) -> String {
        let (hours, rest) = minutes.quotientAndRemainder(dividingBy: 60)
        if hours == 0 { return "\(rest) min" }
        return rest == 0 ? "\(hours) h" : "\(hours) h \(rest) min"
    }

    static func rate(_ minutesAnHour: Int) -> String {
        switch minutesAnHour {
        case 90: "time and a half"
        case 120: "double time"
        case 80: "time and a third"
        default: "\(minutesAnHour) minutes for each hour"
        }
    }
}
