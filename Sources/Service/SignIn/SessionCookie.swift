import HTTPTypes
import Records

/// The cookie that holds a session's secret.
package struct SessionCookie: Sendable {
    private let cookie: HostCookie

    /// The cookie; `isSecure` where pages are reached by TLS.
    package init(isSecure: Bool) {
        cookie = HostCookie("evenhand", isSecure: isSecure)
    }

    /// Its name.
    package var name: String { cookie.name }

    /// The secret in a request; nil when there is none of ours.
    package func secret(in headers: HTTPFields) -> SessionSecret? {
        cookie.values(in: headers).lazy.compactMap { SessionSecret($0) }.first
    }

    /// The text of `Set-Cookie` that gives a browser this secret. It lasts as long as the window: the record says how long
    /// the session does.
    package func setting(_ secret: SessionSecret) -> String {
        cookie.setting(secret.text)
    }

    /// The text of `Set-Cookie` that takes it away.
    package var ending: String { cookie.ending }
}

/// The cookie of somebody who has yet to sign in, which holds the key of that form's mark.
///
/// Without it another site could sign a visitor in under a name of its own choosing.
package struct VisitorCookie: Sendable {
    private let cookie: HostCookie

    /// The cookie; `isSecure` where pages are reached by TLS.
    package init(isSecure: Bool) {
        cookie = HostCookie("evenhand-visitor", isSecure: isSecure)
    }

    /// Its name.
    package var name: String { cookie.name }

    /// A new key.
    package static func makeKey() -> [UInt8] { randomBytes(32) }

    /// The key in a request; nil when there is none of ours.
    package func key(in headers: HTTPFields) -> [UInt8]? {
        cookie.values(in: headers).lazy.compactMap { Base64URL.decode($0) }.first { $0.count == 32 }
    }

    /// The text of `Set-Cookie` that gives a browser this key.
    package func setting(_ key: [UInt8]) -> String {
        cookie.setting(Base64URL.encode(key))
    }

    /// The text of `Set-Cookie` that takes it away.
    package var ending: String { cookie.ending }
}
