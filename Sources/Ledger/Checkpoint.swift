/// The state of a ledger at one size: the body of a C2SP tlog-checkpoint.
///
/// ```
/// example.org/ledger
/// 20852163
/// CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
/// ```
package struct Checkpoint: Sendable {
    /// The ledger's own name, such as `example.org/ledger`.
    package let origin: String

    /// Number of leaves.
    package let size: Int64

    /// The Merkle root at this size.
    package let root: Hash

    /// Further lines, opaque to us; empty in checkpoints we make.
    package let extensions: [String]

    /// A checkpoint with these parts.
    ///
    /// - Throws: `CheckpointError.badOrigin`, `.badSize` or `.badExtension`.
    package init(origin: String, size: Int64, root: Hash, extensions: [String] = []) throws(CheckpointError) {
        guard Checkpoint.isLine(origin) else { throw .badOrigin(origin) }
        guard size >= 0 else { throw .badSize(String(size)) }
        if let bad = extensions.first(where: { !Checkpoint.isLine($0) }) { throw .badExtension(bad) }
        self.origin = origin
        self.size = size
        self.root = root
        self.extensions = extensions
    }

    /// Reads the body of a checkpoint, in its one canonical spelling.
    ///
    /// - Throws: `CheckpointError`, which quotes the offending line.
    package init(body: String) throws(CheckpointError) {
        // Split as bytes: a carriage return and line feed together are one Character and would not split.
        let lines = body.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        guard lines.count >= 4, lines.last == "" else { throw .tooFewLines(found: lines.count - 1) }
        guard let size = Checkpoint.parseSize(lines[1]) else { throw .badSize(lines[1]) }
        guard let root = Hash(base64: lines[2]) else { throw .badRoot(lines[2]) }
        try self.init(origin: lines[0], size: size, root: root, extensions: Array(lines[3...].dropLast()))
    }

    /// The text to sign, each line ended by a newline.
    package var body: String {
        ([origin, String(size), root.base64] + extensions).map { $0 + "\n" }.joined()
    }

    /// Decimal digits without sign or leading zeros, at most `Int64.max`.
    private static func parseSize(_ text: String) -> Int64? {
        guard let size = Int64(text), size >= 0, String(size).utf8.elementsEqual(text.utf8) else { return nil }
        return size
    }

    /// Not empty, and no control characters, as signed notes demand.
    private static func isLine(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 >= 0x20 }
    }
}

extension Checkpoint: Equatable {
    /// Byte for byte, because String equality takes canonically equivalent text for equal.
    package static func == (left: Checkpoint, right: Checkpoint) -> Bool {
        left.body.utf8.elementsEqual(right.body.utf8)
    }
}
