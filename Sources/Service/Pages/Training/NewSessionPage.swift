import Deployment
import Records

/// Sets a training session up.
enum NewSessionPage {
    static let routes = WebRoute.form(
        "/training/new", BoardPages.planners,
        fields: { call in
            fields(try await SessionBook.skills(in: call.house.pool).map { Field.Choice($0.id, $0.name) })
        },
        show: { call, state in
            View(
                "Set up a training session",
                [.form(state.view(call, button: "Set up the session", cancel: "/training"))])
        },
        submit: { call, form in
            guard let day = form.day("day"), let seats = Int(form.text("seats")) else { throw APIProblem.notFound }
            let session = try await call.house.currencies.setUp(
                NewTrainingSession(
                    skill: form.text("skill"), day: day, starts: form.text("starts"),
                    instructor: form.text("instructor"), seats: seats,
                    withinDuty: form.all("withinDuty").contains("yes")), by: call.caller.accountID)
            return .redirect("/training/\(session)", .recorded)
        })

    private static func fields(_ skills: [Field.Choice]) -> [Field] {
        [
            Field("skill", "What it renews", .select(skills), pointers: ["/skill"]),
            Field("day", "Day", .day, pointers: ["/day"]),
            Field(
                "starts", "Begins", .line(.free(5...5), width: .short), hint: "London time, such as 09:00.",
                pointers: ["/starts"]),
            Field("instructor", "Instructor", .line(.free(1...80), width: .medium), pointers: ["/instructor"]),
            Field("seats", "Seats", .line(.decimal(1...100), width: .short), pointers: ["/seats"]),
            Field(
                "withinDuty", "Kind",
                .boxes([Field.Choice("yes", "A slot inside the rostered duty: whoever is booked keeps the duty")]),
                isOptional: true, pointers: ["/withinDuty"]),
        ]
    }
}
