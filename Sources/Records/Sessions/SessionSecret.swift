import Ledger

/// The secret of a session: what its cookie holds, and the database only as SHA-256.
///
/// Two halves of 32 random bytes. The first changes at every turn. The second keys the marks of forms and stays until the
/// session changes its role or its password: a form that was open while another tab turned the session must still be taken.
package struct SessionSecret: Sendable, Equatable {
    private static let halfLength = 43

    /// What the cookie holds: 86 characters of base64url.
    package let text: String

    /// The key of the marks of this session's forms.
    package let formKey: [UInt8]

    private init(first: [UInt8], formKey: [UInt8]) {
        text = Base64URL.encode(first) + Base64URL.encode(formKey)
        self.formKey = formKey
    }

    /// A secret from what a cookie held; nil when it can be none of ours.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 2 * SessionSecret.halfLength,
            let first = Base64URL.decode(String(decoding: bytes.prefix(SessionSecret.halfLength), as: UTF8.self)),
            let formKey = Base64URL.decode(String(decoding: bytes.suffix(SessionSecret.halfLength), as: UTF8.self))
        else { return nil }
        self.init(first: first, formKey: formKey)
    }

    /// A new secret.
    package static func make() -> SessionSecret {
        SessionSecret(first: randomBytes(32), formKey: randomBytes(32))
    }

    /// The secret that follows this one at a turn.
    func turned() -> SessionSecret {
        SessionSecret(first: randomBytes(32), formKey: formKey)
    }

    /// What the database keeps.
    var hash: [UInt8] { Hash.sha256(text.utf8).bytes }
}

extension SessionSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Dots: a secret must not show up by accident.
    package var description: String { "•••" }
    /// Dots.
    package var debugDescription: String { description }
    /// Nothing.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
