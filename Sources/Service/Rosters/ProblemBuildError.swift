/// Why no roster problem can be built from the record, in words for the duties office.
package struct ProblemBuildError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The sentence; it names no person.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
