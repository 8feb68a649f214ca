/// Why a text is no checkpoint, or two checkpoints do not belong to one ledger.
package enum CheckpointError: Error, Equatable, Sendable {
    /// Fewer than three lines, or the last one not ended by a newline.
    case tooFewLines(found: Int)

    /// The origin is empty or holds control characters.
    case badOrigin(String)

    /// The size is no canonical decimal number from 0 to `Int64.max`.
    case badSize(String)

    /// The root is not the canonical Base64 of 32 bytes.
    case badRoot(String)

    /// An extension line is empty or holds control characters.
    case badExtension(String)

    /// The checkpoint is of another ledger.
    case otherOrigin(expected: String, found: String)

    /// The proof is for other sizes than those of the checkpoints.
    case otherSizes(checkpoints: [Int64], proof: [Int64])
}

extension CheckpointError: CustomStringConvertible {
    /// One sentence that quotes what was found.
    package var description: String {
        switch self {
        case .tooFewLines(let found):
            "a checkpoint has at least three lines, each ended by a newline; found \(found)"
        case .badOrigin(let text): "not an origin: \(text.debugDescription)"
        case .badSize(let text): "not a tree size: \(text.debugDescription)"
        case .badRoot(let text): "not the Base64 of a 32 byte root: \(text.debugDescription)"
        case .badExtension(let text): "not an extension line: \(text.debugDescription)"
        case .otherOrigin(let expected, let found):
            "checkpoint of another ledger: expected \(expected.debugDescription), found \(found.debugDescription)"
        case .otherSizes(let checkpoints, let proof):
            "the proof is for sizes \(proof) where the checkpoints have \(checkpoints)"
        }
    }
}
