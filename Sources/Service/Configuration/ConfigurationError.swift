/// Why the settings cannot be used: everything at once, by name, without the value of a secret.
package struct ConfigurationError: Error, Equatable, Sendable, CustomStringConvertible {
    /// One sentence for each thing that is wrong.
    package let problems: [String]

    /// All of them, one a line.
    package var description: String { problems.joined(separator: "\n") }
}
