import Deployment
import Records

/// Sealed text: shown only in the answer to a form that says what for, and never kept in an address or a redirect.
enum SealedPage {
    static let routes = WebRoute.form(
        "/decisions/{nd}/sealed", DecisionPages.readers,
        fields: { call in
            let detail = try await NonDeploymentAccess.visible(call.call.number("nd"), for: call.call)
            return fields(detail, for: try call.caller)
        },
        show: { call, state in
            let detail = try await NonDeploymentAccess.visible(call.call.number("nd"), for: call.call)
            return asking(detail, state, call)
        },
        submit: { call, form in
            let (caller, record) = (try call.caller, try call.call.number("nd"))
            let detail = try await NonDeploymentAccess.visible(record, for: call.call)
            guard let layer = SealedLayer(rawValue: form.text("layer")) else { throw APIProblem.notFound }
            try NonDeploymentAccess.requireSealed(layer, of: detail, for: caller)
            let purpose = form.text("purpose")
            let texts = try await call.house.nonDeployments.readSealed(
                record, layer: layer, by: caller.accountID, purpose: purpose)
            return .view(shown(detail, layer, texts, purpose: purpose))
        })

    /// How a layer is called.
    static func name(_ layer: SealedLayer) -> String {
        switch layer {
        case .grounds: "Grounds: what about the duty creates the need"
        case .annex: "The officer's own words"
        }
    }

    /// Whether there is text in a layer that somebody may read in their role.
    static func isThere(_ layer: SealedLayer, _ detail: NonDeploymentDetail, _ caller: Principal) -> Bool {
        let isKept = layer == .annex ? detail.hasAnnex : detail.terms.contains(where: \.hasGrounds)
        return isKept && NonDeploymentAccess.mayRead(layer, of: detail, caller)
    }

    static func fields(_ detail: NonDeploymentDetail, for caller: Principal) -> [Field] {
        let layers = SealedLayer.allCases.filter { isThere($0, detail, caller) }
        guard !layers.isEmpty else { return [] }
        return [
            Field("layer", "Text to read", .radios(layers.map { .init($0.rawValue, name($0)) })),
            Field(
                "purpose", "Purpose", .line(.free(5...200), width: .long),
                hint: "What you need it for. The officer and auditors see this, with your name and the time."),
        ]
    }

    private static func asking(_ detail: NonDeploymentDetail, _ state: FormState, _ call: WebCall) -> View {
        let number = detail.summary.number
        let title = "Read sealed text of \(number)"
        guard !state.fields.isEmpty else {
            return View(
                title,
                [
                    .paragraph("No sealed text of this record is for you to read. It is for the decider and Gold."),
                    .link("Back to \(number)", to: "/decisions/\(number)"),
                ])
        }
        return View(title, [.form(state.view(call, button: "Read and put on record", cancel: "/decisions/\(number)"))])
    }

    /// The texts, in the one answer that holds them.
    static func shown(_ detail: NonDeploymentDetail, _ layer: SealedLayer, _ texts: [String], purpose: String) -> View {
        let number = detail.summary.number
        var parts: [View.Part] = [
            .summary([SummaryRow("Read for, on record", purpose)]), .heading(name(layer)),
        ]
        if texts.isEmpty { parts.append(.paragraph("There is no text in this layer.")) }
        parts.append(
            .summary(
                texts.enumerated().map {
                    SummaryRow(texts.count == 1 ? "Text" : "Version \($0.offset + 1)", $0.element)
                }
            ))
        parts.append(.link("Back to \(number)", to: "/decisions/\(number)"))
        return View("Sealed text of \(number)", parts)
    }
}
