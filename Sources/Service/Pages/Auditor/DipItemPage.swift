import Deployment
import HTTPTypes
import Records

/// One item, and the form for what was found of it.
enum DipItemPage {
    static let routes = WebRoute.form(
        "/dips/{sample}/items/{item}", DipPages.auditors, fields: { _ in fields },
        show: { call, state in
            let (sample, item) = try await found(call)
            return view(sample, item, state.view(call, button: "Put it on record", cancel: "/dips/\(sample.number)"))
        },
        submit: { call, form in
            let sample = try call.call.number("sample")
            guard let verdict = DipVerdict(rawValue: form.text("verdict")) else { throw APIProblem.notFound }
            guard verdict == .satisfied || form.optional("note") != nil else {
                throw FormRefused("note", "Enter a note: what is asked, or what Gold should look at")
            }
            try await DipSamples(pool: call.house.pool).record(
                verdict, note: form.optional("note"), of: sample, item: Int(call.call.number("item")),
                by: call.caller.accountID)
            return .redirect("/dips/DS-\(sample)", .recorded)
        })

    private static let fields = [
        Field(
            "verdict", "What you found",
            .radios(DipVerdict.allCases.map { Field.Choice($0.rawValue, DipWords.choice($0)) }),
            pointers: ["/verdict"]),
        Field(
            "note", "Note", .area(.free(1...10_000), rows: 4),
            hint: "Needed unless you are satisfied. Other auditors read it, and Gold if you escalate.",
            isOptional: true,
            pointers: ["/note"]),
    ]

    private static func found(_ call: WebCall) async throws -> (DipSample, DipItem) {
        let found = try await DipSamples(pool: call.house.pool).get(call.call.number("sample"))
        let place = try call.call.number("item")
        guard let item = found.items.first(where: { $0.place == Int(place) }) else { throw APIProblem.notFound }
        return (found.sample, item)
    }

    private static func view(_ sample: DipSample, _ item: DipItem, _ form: FormView) -> View {
        var parts: [View.Part] = [.summary(DipWords.facts(item.drawn))]
        if item.result == nil {
            parts += [
                .paragraph("What you say stays on record; nobody changes it afterwards."),
                .paragraph(
                    "Escalating hides nothing: the item and your note stay here, and a case about it opens in the Gold group's queue at once, where somebody outside it has to answer."
                ), .form(form),
            ]
        } else {
            parts.append(.paragraph("A result of this item is on record already; it stays."))
            parts.append(.link("Back to the sample", to: "/dips/\(sample.number)"))
        }
        return View("Item \(item.place) of dip sample \(sample.number)", parts)
    }
}
