import Deployment
import Records

/// A whole shift in one screen and one submit: who was there, who was not, who worked elsewhere.
enum AttendancePage {
    static let routes = WebRoute.form(
        "/attendance", BoardPages.readers,
        fields: { call in fields(try await sheet(call)) },
        show: { call, state in
            view(try await sheet(call), state, call, isPlanner: try call.caller.role == .duties)
        },
        submit: { call, form in
            let sheet = try await sheet(call)
            guard let shift = sheet.shift else { throw APIProblem.notFound }
            let entries = try entries(sheet, form)
            guard !entries.isEmpty else { throw FormRefused(nil, "Nobody is left to record on this shift") }
            _ = try await call.house.attendance.record(
                day: sheet.day, shift: shift.id, entries: entries, by: call.caller.accountID)
            return .redirect(path(sheet.day, shift.id), .recorded)
        })

    /// The address of a shift.
    static func path(_ day: Day, _ shift: String) -> String { "/attendance?day=\(day)&shift=\(shift)" }

    /// The shift that is asked for; else the one that runs.
    private static func sheet(_ call: WebCall) async throws -> AttendanceSheet {
        let (day, shift) = (call.askedDay("day"), call.asked("shift"))
        guard day != nil || shift != nil else {
            return try await AttendanceSheet.running(asOf: call.now, in: call.house.pool)
        }
        return try await AttendanceSheet.read(
            day: day ?? call.today, shift: shift, asOf: call.now, in: call.house.pool)
    }

    /// Links to the shifts before and after this one.
    private static func steps(_ sheet: AttendanceSheet, _ shift: AttendanceSheet.Shift) -> View.Part {
        let (ids, day) = (sheet.shifts.map(\.id), sheet.day)
        let place = ids.firstIndex(of: shift.id) ?? 0
        let before = place > 0 ? path(day, ids[place - 1]) : path(day.adding(-1), ids[ids.count - 1])
        let after = place + 1 < ids.count ? path(day, ids[place + 1]) : path(day.adding(1), ids[0])
        return .html(
            "<p class=\"steps\"><a href=\"\(HTML.escaped(before))\" rel=\"prev\">Shift before</a> "
                + "<a href=\"\(HTML.escaped(after))\" rel=\"next\">Shift after</a></p>")
    }

    private static let choices = [
        Field.Choice("present", "Present"), Field.Choice("reserve", "In reserve"), Field.Choice("absent", "Absent"),
        Field.Choice("other", "At another post"),
    ]

    /// Two fields for each officer who is not on record yet.
    static func fields(_ sheet: AttendanceSheet) -> [Field] {
        sheet.lines.filter { $0.entry == nil }.flatMap { line in
            [
                Field("r\(line.deployment)", "What \(line.called) did", .radios(choices)),
                Field(
                    "p\(line.deployment)", "Other post of \(line.called)",
                    .line(.numbered("P", digits: 1...6), width: .short), isOptional: true),
            ]
        }
    }

    /// What to record. "Present" is at the post that is published now: a covert post's id never has to be in the page.
    static func entries(_ sheet: AttendanceSheet, _ form: FormInput) throws -> [AttendanceEntry] {
        var (entries, faults): ([AttendanceEntry], [FieldFault]) = ([], [])
        for line in sheet.lines where line.entry == nil {
            let other = "p\(line.deployment)"
            switch form.text("r\(line.deployment)") {
            case "present": entries.append(AttendanceEntry(officer: line.officer, status: .worked, post: line.post))
            case "reserve": entries.append(AttendanceEntry(officer: line.officer, status: .reserve))
            case "absent": entries.append(AttendanceEntry(officer: line.officer, status: .absent))
            default:
                if let post = form.optional(other) {
                    entries.append(AttendanceEntry(officer: line.officer, status: .worked, post: post))
                } else {
                    faults.append(FieldFault(other, "Enter the post where \(line.called) worked, such as P027"))
                }
            }
        }
        guard faults.isEmpty else { throw FormRefused(faults) }
        return entries
    }

    static func view(_ sheet: AttendanceSheet, _ state: FormState, _ call: WebCall, isPlanner: Bool) -> View {
        let bar = AddressFilters("Choose a shift", to: "/attendance")
            .with("day", "Day", .day(sheet.day.description))
            .with(
                "shift", "Shift",
                .select(sheet.shifts.map { Field.Choice($0.id, "\($0.id) \($0.name)") }, sheet.shift?.id ?? ""))
        guard let shift = sheet.shift else {
            return View("Attendance", [bar.part, .paragraph("There is no such shift.")])
        }
        let title = "Attendance, \(shift.name), \(Moments.text(sheet.day))"
        var parts = [bar.part, steps(sheet, shift)]
        let open = sheet.lines.filter { $0.entry == nil }
        if sheet.lines.isEmpty {
            parts.append(.html("<p class=\"none\">Nobody is published for this shift.</p>"))
        } else if shift.startsAt > call.now {
            parts.append(
                .paragraph(
                    "The shift begins on \(Moments.text(shift.startsAt)). It is recorded when it has begun. "
                        + "\(sheet.lines.count) officers are published."))
        } else if !open.isEmpty {
            parts.append(
                .paragraph(
                    "\(open.count) officers are not on record yet. Present is chosen; change what was otherwise, "
                        + "then record the shift. The tab key goes to the next officer, the arrow keys choose."))
            parts.append(
                .html(
                    AttendanceForm.html(
                        open, to: path(sheet.day, shift.id), state, call, isPlanner: isPlanner)))
        }
        let recorded = sheet.lines.filter { $0.entry != nil }
        if !recorded.isEmpty { parts.append(.table(table(recorded, sheet.day, shift.id, isPlanner: isPlanner))) }
        return View(title, parts)
    }

    /// What is on record, each with the way to correct it.
    static func table(
        _ lines: [AttendanceSheet.Line], _ day: Day, _ shift: String, isPlanner: Bool
    ) -> TableView {
        TableView(
            "On record", heads: ["Officer", "Published post", "What was recorded", ""],
            rows: lines.map { line in
                let entry = line.entry
                return [
                    .init("\(line.called) \(line.officer)", link: "/officers/\(line.officer)"),
                    .init(place(line, isPlanner: isPlanner)), recorded(line, isPlanner: isPlanner),
                    .init(
                        "Correct \(line.officer)",
                        link: entry.map { "/attendance/\($0.id)/correct?day=\(day)&shift=\(shift)" }),
                ]
            }, empty: "")
    }

    private static func recorded(_ line: AttendanceSheet.Line, isPlanner: Bool) -> TableView.Cell {
        guard let entry = line.entry else { return "" }
        switch entry.status {
        case .absent: return .init("Absent", tag: .bad)
        case .reserve: return .init("In reserve", tag: .note)
        case .worked where entry.post == line.post: return .init("Present", tag: .good)
        // The other post may be a covert one, and whether it is is not known here.
        case .worked: return .init(isPlanner ? "At \(entry.post ?? "")" : "At another post", tag: .warn)
        }
    }

    /// The post as the reader may know it.
    static func place(_ line: AttendanceSheet.Line, isPlanner: Bool) -> String {
        let post = line.isCovert && !isPlanner ? "Covert post, \(line.site)" : "\(line.post) \(line.postName)"
        return line.isRelief ? post + " (relief)" : post
    }
}
