/// Why a signed note or a key is refused.
package enum NoteError: Error, Equatable, Sendable {
    /// The bytes are no signed note.
    case malformed(String)

    /// A key name is empty or holds spaces, plus signs or control characters.
    case badKeyName(String)

    /// The text or the bytes are no key.
    case badKey(String)

    /// Two trusted keys share a name and an id.
    case ambiguousKey(name: String, id: String)

    /// A signature that names a trusted key is not by it.
    case invalidSignature(name: String, id: String)

    /// No trusted key has signed; `found` lists the keys that the note names.
    case untrusted(found: [String])
}

extension NoteError: CustomStringConvertible {
    /// One sentence that names the key.
    package var description: String {
        switch self {
        case .malformed(let reason): "malformed note: \(reason)"
        case .badKeyName(let name): "not a key name: \(name.debugDescription)"
        case .badKey(let reason): "not an Ed25519 note key: \(reason)"
        case .ambiguousKey(let name, let id): "two trusted keys are both called \(name)+\(id)"
        case .invalidSignature(let name, let id): "the signature of \(name)+\(id) is not valid"
        case .untrusted(let found): "no trusted key has signed; found signatures of \(found.joined(separator: ", "))"
        }
    }
}
