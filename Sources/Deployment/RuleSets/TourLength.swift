/// A warning for every tour that is longer than good practice, with the refreshment that it owes.
enum TourLength {
    static func check(_ times: DutyTimes, _ officer: Int, _ terms: RuleTerms, _ report: inout BreachReport) {
        guard let rule = terms.rule(.tourLength, for: times.ranks[officer]) else { return }
        for place in times.range(officer) {
            let tour = times.tours[place]
            let minutes = tour.end - tour.start
            guard minutes > terms.tourLongest, terms.days.contains(tour.day) else { continue }
            report.add(
                rule, officer, tour.day...tour.day, figure: terms.tourLongest, measured: minutes, unit: "minutes",
                words:
                    """
                    \(report.id(officer)) has a tour of \(RuleWords.span(minutes)) on \(report.date(tour.day)), longer than \
                    \(RuleWords.span(terms.tourLongest)); it owes \(terms.refreshment.minutes(of: minutes)) minutes of refreshment.
                    """
            )
        }
    }
}

/// One warning for all night tours of more than eight hours, while nobody has decided whether they are special hazard.
enum NightToursLong {
    static func check(_ times: DutyTimes, _ terms: RuleTerms, _ report: inout BreachReport) {
        guard !terms.isSpecialHazard, let rule = terms.rules[.nightToursLong] else { return }
        var (count, longest) = (0, 0)
        for tour in times.tours where tour.end - tour.start > terms.nightHazard && terms.days.contains(tour.day) {
            guard terms.nightMinutes(tour) >= terms.nightWorker else { continue }
            count += 1
            longest = max(longest, tour.end - tour.start)
        }
        guard count > 0, let last = terms.days.last else { return }
        report.add(
            rule, nil, terms.days.lowerBound...last, figure: terms.nightHazard, measured: longest, unit: "minutes",
            words:
                """
                \(count) night tours last more than \(RuleWords.span(terms.nightHazard)), the longest \
                \(RuleWords.span(longest)); whether armed night posts are special hazard has not been decided.
                """
        )
    }
}
