/// Non-deployments: the short form, the long one, and the record.
enum DecisionPages {
    static let routes: [WebRoute] = []
}
