/// Everything that is wrong with a problem or roster document.
package struct ProblemError: Error, Equatable, Sendable, CustomStringConvertible {
    /// One fault: where, and which rule is broken.
    package struct Fault: Equatable, Sendable, CustomStringConvertible {
        /// JSON pointer (RFC 6901) of the value at fault.
        package var pointer: String
        /// The rule, with the values that break it.
        package var rule: String

        /// A fault.
        package init(pointer: String, rule: String) {
            self.pointer = pointer
            self.rule = rule
        }

        package var description: String {
            pointer.isEmpty ? rule : "\(pointer): \(rule)"
        }
    }

    /// The faults in the order of the document; never empty.
    package var faults: [Fault]

    /// An error of these faults.
    package init(faults: [Fault]) {
        self.faults = faults
    }

    package var description: String {
        let shown = faults.prefix(20).map(\.description).joined(separator: "\n")
        return faults.count > 20 ? shown + "\nand \(faults.count - 20) more" : shown
    }
}

/// Collects faults while a document is read or checked.
struct FaultList {
    private(set) var faults: [ProblemError.Fault] = []

    mutating func add(_ pointer: String, _ rule: String) {
        faults.append(ProblemError.Fault(pointer: pointer, rule: rule))
    }

    mutating func need(_ condition: Bool, _ pointer: @autoclosure () -> String, _ rule: @autoclosure () -> String) {
        if !condition { add(pointer(), rule()) }
    }

    func check() throws(ProblemError) {
        if !faults.isEmpty { throw ProblemError(faults: faults) }
    }
}
