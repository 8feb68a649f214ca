import Deployment
import HTTPTypes
import Records

/// One session: who is booked, booking another, and cancelling it as a whole.
enum SessionPage {
    static let routes = WebRoute.form(
        "/training/{session}", BoardPages.readers, fields: { _ in fields },
        show: { call, state in
            let book = try await SessionBook.read(call.call.number("session"), in: call.house.pool)
            let names = try await OfficerNames.read(book.seats.map(\.officer), in: call.house.pool)
            return view(book, names, state, call, isPlanner: try call.caller.role == .duties)
        },
        submit: { call, form in
            let session = try call.call.number("session")
            _ = try await SessionBook.read(session, in: call.house.pool)
            let officer = form.text("officer")
            let known = try await OfficerNames.read([officer], in: call.house.pool)
            guard known.called(officer) != officer else {
                throw FormRefused("officer", "There is no officer \(officer)")
            }
            let made = try await call.house.currencies.book(officer, on: session, by: call.caller.accountID)
            guard let duty = made.duties.first else { return .redirect("/training/\(session)", .recorded) }
            return .redirect("/training/\(session)?changes=\(duty)", .recorded)
        })

    /// Cancels the session, and with it every booking.
    static let cancelling = WebRoute.form(
        "/training/{session}/cancel", BoardPages.planners, fields: { _ in [BookingPage.reason] },
        show: { call, state in
            let book = try await SessionBook.read(call.call.number("session"), in: call.house.pool)
            var form = state.view(call, button: "Cancel the session", cancel: "/training/\(book.session.id)")
            form.isGrave = true
            return View(
                "Cancel \(title(book))",
                [
                    .paragraph(
                        book.seats.isEmpty
                            ? "Nobody is booked on it."
                            : "\(book.seats.count) booking\(book.seats.count == 1 ? "" : "s") end with it. "
                                + "It cannot be taken back."), .form(form),
                ])
        },
        submit: { call, form in
            try await call.house.currencies.cancel(
                session: call.call.number("session"), reason: form.text("reason"), account: call.caller.accountID)
            return .redirect("/training", .ended)
        })

    private static let fields = [
        Field(
            "officer", "Officer", .line(.officer, width: .short), hint: "The number, such as W1234.",
            pointers: ["/officer"])
    ]

    static func title(_ book: SessionBook) -> String {
        "\(book.skillName), \(Moments.text(book.session.day)), \(book.session.starts)"
    }

    static func view(
        _ book: SessionBook, _ names: OfficerNames, _ state: FormState, _ call: WebCall, isPlanner: Bool
    ) -> View {
        let session = book.session
        let free = session.seats - book.seats.count
        var parts: [View.Part] = []
        if isPlanner, let duty = call.asked("changes").flatMap({ Int64($0) }) {
            parts += [
                .paragraph("The officer has a published duty on that day, which now needs a change."),
                .link("Change that duty", to: "/changes/new?removes=\(duty)"),
            ]
        }
        parts += [
            .summary([
                SummaryRow("Instructor", session.instructor),
                SummaryRow("Seats", "\(session.seats), \(free) free", tag: free > 0 ? .good : .warn),
                SummaryRow(
                    "Kind",
                    session.withinDuty
                        ? "A slot inside the duty: whoever is booked keeps the duty"
                        : "Keeps the day free: no roster takes it away"),
            ]),
            .table(booked(book, names, isOver: session.day < call.today)),
        ]
        if session.day >= call.today, free > 0 {
            parts += [
                .heading("Book an officer"),
                .form(
                    state.view(
                        call, button: "Book the officer",
                        given: ["officer": call.asked("officer").map { [$0] } ?? []])),
            ]
        }
        if isPlanner, session.day >= call.today {
            parts.append(.link("Cancel this session", to: "/training/\(session.id)/cancel"))
        }
        parts.append(.link("All sessions", to: "/training"))
        return View(title(book), parts)
    }

    private static func booked(_ book: SessionBook, _ names: OfficerNames, isOver: Bool) -> TableView {
        TableView(
            "Booked", heads: ["Officer", "Booked", "Day kept free by", "Cancel"],
            rows: book.seats.map { seat in
                [
                    .init(names.called(seat.officer), link: "/officers/\(seat.officer)"),
                    .init(Moments.text(seat.bookedAt)), .init(seat.abstraction ?? "Keeps the duty"),
                    isOver
                        ? "Over"
                        : .init(
                            "Cancel \(seat.officer)", link: "/training/\(book.session.id)/bookings/\(seat.booking)"),
                ]
            }, empty: "Nobody is booked yet.")
    }
}
