import Deployment

/// Shapes of a non-deployment: what everybody with a part in it sees (layer A). Layers B and C are read elsewhere.
enum NonDeploymentSchemas {
    static let summary = Schema.named(
        "NonDeployment",
        .object([
            .required("id", RecordSchemas.number), .required("number", .string(.nonDeployment)),
            .required("officer", .string(.officer)), .required("team", .string(.token(16))),
            .required("state", .oneOf(NonDeploymentState.self)), .required("terms", RecordSchemas.terms),
            .required("recordedAt", .moment), .optional("owedInFullBy", .moment),
            .optional("decider", RecordSchemas.person),
        ]))

    private static let termsVersion = Schema.object([
        .required("version", .integer(1...100_000)), .required("terms", RecordSchemas.terms),
        .required("hasGrounds", .boolean), .required("writtenBy", RecordSchemas.person),
        .required("writtenAt", .moment),
    ])

    private static let assessment = Schema.object([
        .required("kind", .oneOf(AssessmentKind.self)), .required("form", .oneOf(DecisionForm.self)),
        .required("text", RecordSchemas.prose), .required("assessedBy", RecordSchemas.person),
        .required("assessedAt", .moment),
    ])

    private static let decision = Schema.object([
        .required("form", .oneOf(DecisionForm.self)), .required("outcome", .oneOf(DecisionOutcome.self)),
        .required("termsVersion", .integer(1...100_000)), .required("reason", RecordSchemas.prose),
        .optional("alternatives", RecordSchemas.prose), .required("decidedBy", RecordSchemas.person),
        .required("decidedAs", .text(1...10)), .required("decidedAt", .moment), .required("recordedAt", .moment),
    ])

    private static let review = Schema.object([
        .required("note", RecordSchemas.prose), .required("reviewedBy", RecordSchemas.person),
        .required("reviewedAt", .moment),
    ])

    private static let ending = Schema.object([
        .required("cause", .string(.oneOf(["by_itself", "early", "withdrawn"]))),
        .optional("note", RecordSchemas.prose),
        .optional("endedBy", RecordSchemas.person), .required("endedAt", .moment),
    ])

    static let detail = Schema.named(
        "NonDeploymentDetail",
        .object([
            .required("summary", summary), .required("raisedBy", RecordSchemas.person),
            .required("draftedBy", RecordSchemas.person), .optional("renews", .string(.nonDeployment)),
            .optional("renewedBy", .string(.nonDeployment)), .required("hasAnnex", .boolean),
            .required("terms", .list(termsVersion)), .required("assessments", .list(assessment)),
            .required("decisions", .list(decision)), .required("reviews", .list(review)), .optional("ending", ending),
            .required(
                "states",
                .list(.object([.required("state", .oneOf(NonDeploymentState.self)), .required("enteredAt", .moment)]))),
            .optional("flags", .list(RecordSchemas.flag), "For Gold only."),
        ]))

    static let draft: [Schema.Field] = [
        .required("officer", .string(.officer)),
        .optional("raisedBy", RecordSchemas.number, "The account that raised the concern; the caller's unless told."),
        .required("terms", RecordSchemas.terms),
        .optional("grounds", RecordSchemas.prose, "What about the duty creates the need; the full form needs it."),
        .optional("annex", RecordSchemas.prose, "The officer's own words, sealed; only if needed."),
    ]

    static let known = Schema.object([.required("number", .string(.nonDeployment))])

    static let read = Schema.named(
        "SensitiveRead",
        .object([
            .required("id", RecordSchemas.number), .required("number", .text(3...24), "ND-41 or C-88."),
            .required("layer", .string(.oneOf(["grounds", "annex"]))), .required("reader", RecordSchemas.person),
            .required("purpose", .text(1...200)), .required("readAt", .moment),
        ]))
}
