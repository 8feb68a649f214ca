import Deployment
import FoundationEssentials
import Records

/// The fields of what a non-deployment covers and when: shared by the short form, a draft, new terms and a renewal.
enum TermsForm {
    private static let dayHint = "The date in London."
    private static let timeHint = "24 hours, such as 21:30."

    /// The fields. The short form is reviewed at its end, so it asks for no review.
    static func fields(isShort: Bool) -> [Field] {
        var fields = [
            Field(
                "scope", "Which duties",
                .radios([.init("all_armed", "All armed duty"), .init("named", "Only the places named below")]),
                pointers: pointers("scope", "scope/kind")),
            Field(
                "places", "Places", .line(.free(1...2000), width: .long),
                hint: "Posts, or sites, or missions, such as P027 P028. A decision on some places goes to Gold.",
                isOptional: true, pointers: pointers("scope/ids")),
            Field("fromDay", "Start date", .day, pointers: pointers("startsAt")),
            Field("fromTime", "Start time", .line(.free(3...5), width: .short), hint: timeHint),
            Field("toDay", "End date", .day),
            Field(
                "toTime", "End time", .line(.free(3...5), width: .short),
                hint: isShort ? "At most 24 hours from now." : timeHint, pointers: pointers("endsAt")),
        ]
        if !isShort {
            fields.append(Field("reviewDay", "Review date", .day, hint: "After the start, at the end at the latest."))
            fields.append(
                Field(
                    "reviewTime", "Review time", .line(.free(3...5), width: .short), hint: timeHint,
                    pointers: pointers("reviewAt")))
        }
        fields += [
            Field(
                "category", "Category",
                .select(
                    DecisionCategory.allCases.filter { !isShort || !$0.isGoldOnly }.map {
                        .init($0.rawValue, DecisionWords.choice($0))
                    }), pointers: pointers("category")),
            Field(
                "title", "Title", .line(.free(3...120), width: .long), hint: "Needed for the category Other.",
                isOptional: true, pointers: pointers("title")),
            Field(
                "emergency", "Emergency response there",
                .radios([.init("yes", "The officer would still respond"), .init("no", "The officer would not respond")]
                ),
                pointers: pointers("emergencyResponse")),
        ]
        return fields
    }

    private static func pointers(_ names: String...) -> [String] {
        names.flatMap { ["/terms/\($0)", "/draft/terms/\($0)"] }
    }

    /// What was typed as terms. Throws `FormRefused` with everything that is wrong.
    static func terms(_ form: FormInput, isShort: Bool) throws -> Terms {
        var faults: [FieldFault] = []
        func note(_ field: String, _ text: String) { faults.append(FieldFault(field, text)) }
        func moment(_ name: String, _ label: String) -> Date? {
            guard let minutes = minutes(form.text("\(name)Time")) else {
                note("\(name)Time", "\(label) time must be a time of 24 hours, such as 21:30")
                return nil
            }
            guard let day = form.day("\(name)Day"), (2000...2100).contains(day.civil.year) else {
                note("\(name)Day", "\(label) date must be a date between 2000 and 2100")
                return nil
            }
            return date(day, minutes)
        }
        let from = moment("from", "Start")
        let to = moment("to", "End")
        let review = isShort ? to : moment("review", "Review")
        if let from, let to, to <= from { note("toTime", "The end must lie after the start") }
        if let from, let to, let review, to > from, review <= from || review > to {
            note("reviewTime", "The review must lie after the start and not after the end")
        }
        let category = DecisionCategory(rawValue: form.text("category"))
        if category == .other, form.optional("title") == nil { note("title", "Enter a title for the category Other") }
        let scope = scope(form, note)
        guard faults.isEmpty, let from, let to, let review, let category, let scope else { throw FormRefused(faults) }
        return Terms(
            category: category, title: form.optional("title"), scope: scope, startsAt: from, endsAt: to,
            reviewAt: review, emergencyResponse: form.text("emergency") == "yes")
    }

    private static func scope(_ form: FormInput, _ note: (String, String) -> Void) -> Scope? {
        let typed = form.text("places").split { !($0.isLetter || $0.isNumber) }.map { $0.uppercased() }
        guard form.text("scope") == "named" else {
            guard typed.isEmpty else {
                note("scope", "Choose only the places named below, or leave the places empty")
                return nil
            }
            return .allArmed
        }
        var ids: [String] = []
        for id in typed where !ids.contains(id) { ids.append(id) }
        guard let first = ids.first?.first else {
            note("places", "Enter the places: posts, sites or missions by number")
            return nil
        }
        let isKnown = ids.allSatisfy { id in
            ["M", "S", "P"].contains { TextForm.numbered($0, digits: 1...6).fault(in: id) == nil }
        }
        guard isKnown, ids.allSatisfy({ $0.first == first }) else {
            note("places", "Places must be all posts (P027), all sites (S014) or all missions (M001)")
            return nil
        }
        guard ids.count <= 500 else {
            note("places", "Places must be 500 at most")
            return nil
        }
        switch first {
        case "M": return .missions(ids)
        case "S": return .sites(ids)
        default: return .posts(ids)
        }
    }

    /// Terms as the fields show them.
    static func given(_ terms: Terms) -> [String: [String]] {
        var given = [
            "scope": [terms.scope.isSelective ? "named" : "all_armed"],
            "places": [terms.scope.ids.joined(separator: " ")], "category": [terms.category.rawValue],
            "title": [terms.title ?? ""], "emergency": [terms.emergencyResponse ? "yes" : "no"],
        ]
        for (name, moment) in [("from", terms.startsAt), ("to", terms.endsAt), ("review", terms.reviewAt)] {
            for (field, text) in fields(of: moment, name) { given[field] = [text] }
        }
        return given
    }

    /// A moment as its two fields show it.
    static func fields(of moment: Date, _ name: String) -> [String: String] {
        let civil = civilMinutes(moment)
        return ["\(name)Day": Day(number: civil / 1440).description, "\(name)Time": clock(civil % 1440)]
    }

    /// Minutes after midnight of "21:30", "2130" or "9.05"; nil for anything else.
    static func minutes(_ text: String) -> Int? {
        let digits = text.filter { $0.isASCII && $0.isNumber }
        let rest = text.filter { !($0.isASCII && $0.isNumber) }
        guard (3...4).contains(digits.count), rest.isEmpty || rest == ":" || rest == ".",
            rest.isEmpty || text.dropLast(2).last.map(String.init) == rest, let number = Int(digits)
        else { return nil }
        let (hour, minute) = (number / 100, number % 100)
        return hour < 24 && minute < 60 ? hour * 60 + minute : nil
    }

    /// A London day and minutes after its midnight as a moment.
    static func date(_ day: Day, _ minutes: Int) -> Date {
        Date(timeIntervalSince1970: Double(LondonClock.absoluteMinutes(day, minutes)) * 60)
    }

    /// The last time before `now` at which a London clock showed these minutes.
    static func latest(_ minutes: Int, before now: Date) -> Date {
        let today = date(Moments.day(now), minutes)
        return today <= now ? today : date(Moments.day(now).adding(-1), minutes)
    }

    private static func civilMinutes(_ moment: Date) -> Int {
        LondonClock.civilMinutes(atAbsoluteMinutes: Int((moment.timeIntervalSince1970 / 60).rounded(.down)))
    }

    private static func clock(_ minutes: Int) -> String {
        let (hour, minute) = (minutes / 60, minutes % 60)
        return "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
    }
}
