import Records

/// What a password must be: long, and not the name. Nothing else is asked, because other rules make people choose worse.
enum PasswordRule {
    /// The least length.
    static let least = 12
    /// The greatest, far above any that is typed: more would only be work.
    static let most = 1000
    /// Below this a name is too short to be looked for inside a password.
    private static let name = 4

    /// What is wrong with a new password of somebody; empty when nothing is.
    static func problems(_ password: String, of name: String, former: String?) -> [FieldProblem] {
        var problems: [FieldProblem] = []
        func need(_ holds: Bool, _ rule: String) {
            if !holds { problems.append(FieldProblem("/new", rule)) }
        }
        let length = password.unicodeScalars.count
        need(length >= least, "has at least \(least) characters")
        need(length <= most, "has at most \(most) characters")
        let (plain, plainName) = (bare(password), bare(name))
        need(
            plain != plainName && (plainName.count < self.name || !plain.contains(plainName)), "does not hold your name"
        )
        need(password != former, "is another than the one before")
        return problems
    }

    /// Letters and digits only, small.
    private static func bare(_ text: String) -> String {
        String(text.lowercased().filter { $0.isLetter || $0.isNumber })
    }
}
