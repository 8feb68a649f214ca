import Deployment
import Records

/// Cancels one booking, in the name of the side that withdrew: withdrawals by the duties office are counted.
enum BookingPage {
    static let routes = WebRoute.form(
        "/training/{session}/bookings/{booking}", BoardPages.readers,
        fields: { call in try call.caller.role == .duties ? [side, reason] : [reason] },
        show: { call, state in
            let (book, seat) = try await seat(call)
            let names = try await OfficerNames.read([seat.officer], in: call.house.pool)
            var form = state.view(
                call, button: "Cancel the booking", cancel: "/training/\(book.session.id)",
                given: ["side": [WithdrawalSide.dutiesOffice.rawValue]])
            form.isGrave = true
            return View(
                "Cancel a booking",
                [
                    .summary([
                        SummaryRow("Officer", names.called(seat.officer)),
                        SummaryRow("Session", SessionPage.title(book)),
                    ]), .form(form),
                ])
        },
        submit: { call, form in
            let (book, seat) = try await seat(call)
            // Everybody but the duties office withdraws an officer in the officer's own name, as the API has it.
            let side = WithdrawalSide(rawValue: form.text("side"))
            try await call.house.currencies.cancel(
                booking: seat.booking, by: try call.caller.role == .duties ? side ?? .dutiesOffice : .officer,
                reason: form.text("reason"), account: call.caller.accountID)
            return .redirect("/training/\(book.session.id)", .ended)
        })

    /// Why; planners see it.
    static let reason = Field(
        "reason", "Why", .line(.free(5...200), width: .long), hint: "Planners see it: nothing personal.",
        pointers: ["/reason"])

    private static let side = Field(
        "side", "Who withdraws",
        .radios([
            Field.Choice(WithdrawalSide.dutiesOffice.rawValue, "The duties office"),
            Field.Choice(WithdrawalSide.officer.rawValue, "The officer"),
            Field.Choice(WithdrawalSide.trainingUnit.rawValue, "The training unit"),
        ]), pointers: ["/by"])

    /// A booking that stands, on the session of the address.
    private static func seat(_ call: WebCall) async throws -> (book: SessionBook, seat: SessionBook.Seat) {
        let book = try await SessionBook.read(call.call.number("session"), in: call.house.pool)
        let booking = try call.call.number("booking")
        guard let seat = book.seats.first(where: { $0.booking == booking }) else { throw APIProblem.notFound }
        return (book, seat)
    }
}
