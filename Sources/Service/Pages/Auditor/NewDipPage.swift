import Deployment
import Records

/// Drawing a sample.
enum NewDipPage {
    static let routes = WebRoute.form(
        "/dips/new", DipPages.auditors, fields: { _ in fields },
        show: { call, state in
            let last = Quarter(of: call.today).previous
            return view(
                state.view(
                    call, button: "Draw the sample", cancel: "/dips",
                    given: ["from": [last.first.description], "to": [last.last.description], "size": ["10"]]))
        },
        submit: { call, form in
            guard let from = form.day("from"), let to = form.day("to"), let size = Int(form.text("size")) else {
                throw APIProblem.notFound
            }
            guard from <= to else { throw FormRefused("to", "The last day must not lie before the first") }
            let number = try await DipSamples(pool: call.house.pool).draw(
                size: size, from: from, to: to, seed: form.optional("seed"), by: call.caller.accountID)
            return .redirect("/dips/DS-\(number)", .recorded)
        })

    private static let fields = [
        Field("from", "First day", .day, hint: "The date in London on which it was recorded.", pointers: ["/from"]),
        Field("to", "Last day", .day, pointers: ["/to"]),
        Field(
            "size", "How many to draw", .line(.decimal(1...200), width: .short), hint: "1 to 200.", pointers: ["/size"]),
        Field(
            "seed", "Your own seed", .line(.free(8...100), width: .long),
            hint:
                "8 to 100 plain letters, digits and signs, such as the numbers of dice thrown before witnesses. Left empty, the newest signed checkpoint of the ledger gives it.",
            isOptional: true, autocomplete: "off", pointers: ["/seed"]),
    ]

    private static func view(_ form: FormView) -> View {
        View(
            "Draw a dip sample",
            [
                .paragraph(
                    "The draw is put on record with its seed and cannot be taken back. Drawing again gives another sample, and both stay."
                ),
                .paragraph(
                    "A checkpoint's seed is the hash of everything that is drawn from, so nobody knows it beforehand. With a seed of your own, not even the operator of the ledger could have prepared for it."
                ), .form(form),
            ])
    }
}
