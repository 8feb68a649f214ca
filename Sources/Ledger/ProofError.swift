/// Why a proof cannot be made or does not hold, with the numbers and the roots.
package enum ProofError: Error, Equatable, Sendable {
    /// No leaf has this index in a tree of this size.
    case indexOutOfRange(index: Int64, size: Int64)

    /// The size is negative or larger than the tree.
    case sizeOutOfRange(size: Int64, available: Int64)

    /// The older size is negative or larger than the newer one.
    case sizesOutOfOrder(older: Int64, newer: Int64)

    /// The path has another number of hashes than these sizes call for.
    case wrongPathLength(expected: Int, found: Int)

    /// The path leads to another root (`found`) of the tree of this size than the one it must prove (`expected`).
    case rootMismatch(size: Int64, expected: Hash, found: Hash)
}

extension ProofError: CustomStringConvertible {
    /// One sentence with the numbers.
    package var description: String {
        switch self {
        case .indexOutOfRange(let index, let size):
            "leaf \(index) is not in a tree of \(size) leaves"
        case .sizeOutOfRange(let size, let available):
            "size \(size) is not between 0 and the \(available) leaves there are"
        case .sizesOutOfOrder(let older, let newer):
            "the older size \(older) is not between 0 and the newer size \(newer)"
        case .wrongPathLength(let expected, let found):
            "the path has \(found) hashes where these sizes call for \(expected)"
        case .rootMismatch(let size, let expected, let found):
            "the path leads to another root at size \(size): expected \(expected), found \(found)"
        }
    }
}
