import HTTPTypes

/// The headers that every page carries: nothing of others runs, frames or is asked for.
enum SecurityHeaders {
    static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

    /// Sets them; `isSecure` where people come by https.
    static func set(on headers: inout HTTPFields, isSecure: Bool) {
        headers[.contentSecurityPolicy] = policy
        headers[.known("X-Frame-Options")] = "DENY"
        headers[.known("Referrer-Policy")] = "same-origin"
        headers[.known("Permissions-Policy")] = "camera=(), geolocation=(), microphone=()"
        headers[.known("Cross-Origin-Opener-Policy")] = "same-origin"
        headers[.known("Cross-Origin-Resource-Policy")] = "same-origin"
        if isSecure { headers[.strictTransportSecurity] = "max-age=31536000; includeSubDomains" }
    }
}
