import Deployment
import Records

/// Corrects what was recorded of somebody: the old entry stays, the new one points at it.
enum AttendanceCorrectionPage {
    static let routes = WebRoute.form(
        "/attendance/{entry}/correct", BoardPages.readers,
        fields: { _ in
            [
                Field(
                    "status", "What the officer did",
                    .radios([
                        Field.Choice("worked", "Worked"), Field.Choice("reserve", "Was in reserve"),
                        Field.Choice("absent", "Was absent"),
                    ])),
                Field(
                    "post", "Post", .line(.numbered("P", digits: 1...6), width: .short),
                    hint: "Only for an officer who worked, such as P027.", isOptional: true),
            ]
        },
        show: { call, state in
            let old = try await old(call)
            let names = try await OfficerNames.read([old.officer], in: call.house.pool)
            return View(
                "Correct the attendance of \(names.called(old.officer))",
                [
                    .paragraph(
                        "\(Moments.text(old.day)), shift \(old.shift). On record: \(words(old.status)), "
                            + "written on \(Moments.text(old.recordedAt)). That entry stays and yours points at it."),
                    .form(
                        state.view(
                            call, button: "Record the correction", cancel: AttendancePage.path(old.day, old.shift),
                            given: ["status": [old.status.rawValue]])),
                ])
        },
        submit: { call, form in
            let old = try await old(call)
            guard let status = AttendanceStatus(rawValue: form.text("status")) else { throw APIProblem.notFound }
            let post = status == .worked ? form.optional("post") : nil
            if status == .worked, post == nil { throw FormRefused("post", "Enter the post where the officer worked") }
            _ = try await call.house.attendance.correct(old.id, status: status, post: post, by: call.caller.accountID)
            return .redirect(AttendancePage.path(old.day, old.shift), .recorded)
        })

    /// The entry, found on the shift that the address names.
    private static func old(_ call: WebCall) async throws -> AttendanceRecord {
        guard let day = call.askedDay("day"), let shift = call.asked("shift") else { throw APIProblem.notFound }
        let id = try call.call.number("entry")
        var cursor: String?
        repeat {
            let page = try await call.house.attendance.list(
                from: day, to: day, shift: shift, cursor: cursor, limit: 200)
            if let found = page.items.first(where: { $0.id == id }) { return found }
            cursor = page.next
        } while cursor != nil
        throw APIProblem.notFound
    }

    private static func words(_ status: AttendanceStatus) -> String {
        switch status {
        case .worked: "worked"
        case .reserve: "in reserve"
        case .absent: "absent"
        }
    }
}
