import Records

extension FormRefused {
    /// Runs what a form asks for, and tells a refusal of the record at the field that its rule is about.
    ///
    /// `fields` names the field of a rule, where the form has one; `words` says what to do, where the record's own sentence
    /// is not enough.
    static func telling<R>(
        _ fields: [String: String] = [:], words: (String) -> String? = { _ in nil }, _ work: () async throws -> R
    ) async throws -> R {
        do {
            return try await work()
        } catch let error as RecordError {
            guard case .refused(_, let rule, let message) = error, fields[rule] != nil || words(rule) != nil else {
                throw error
            }
            throw FormRefused(fields[rule], words(rule) ?? message.prefix(1).uppercased() + message.dropFirst())
        }
    }
}
