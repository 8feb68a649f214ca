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
    /// Faults that are counted but not listed, where there are very many.
    package var unlisted: Int

    /// An error of these faults.
    package init(faults: [Fault], unlisted: Int = 0) {
        self.faults = faults
        self.unlisted = unlisted
    }

    package var description: String {
        let shown = faults.prefix(20).map(\.description).joined(separator: "\n")
        let more = faults.count - 20 + unlisted
        return more > 0 ? shown + "\nand \(more) more" : shown
    }
}

/// Collects faults while a document is read or checked.
struct FaultList {
    /// So many are listed; a hostile document could have millions.
    private static let mostListed = 1000
    private(set) var faults: [ProblemError.Fault] = []
    private var unlisted = 0

    mutating func add(_ pointer: @autoclosure () -> String, _ rule: @autoclosure () -> String) {
        if faults.count < FaultList.mostListed {
            faults.append(ProblemError.Fault(pointer: pointer(), rule: rule()))
        } else {
            unlisted += 1
        }
    }

    mutating func need(_ condition: Bool, _ pointer: @autoclosure () -> String, _ rule: @autoclosure () -> String) {
        if !condition { add(pointer(), rule()) }
    }

    func check() throws(ProblemError) {
        if !faults.isEmpty { throw ProblemError(faults: faults, unlisted: unlisted) }
    }
}
