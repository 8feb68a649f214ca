import Deployment
import JWTKit
import Records

/// An ID token whose signature is the provider's (OpenID Connect Core section 3.1.3.7). What it claims is judged apart.
enum IDToken {
    /// The most that a token may hold.
    static let most = 64 << 10

    private struct Signed: JWTPayload {
        func verify(using algorithm: some JWTAlgorithm) async throws {}
    }

    /// What a token claims, once its signature is found to be that of the key it names. Throws `ProviderFault.token`.
    ///
    /// The set of keys that verifies holds that one key alone: else an unknown name would fall back to another key.
    static func claims(_ text: String, key: (_ name: String) async throws -> JWK?) async throws -> JSON {
        guard text.utf8.count <= most else { throw ProviderFault.token("the token is too long") }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let head = Base64URL.decode(parts[0]), let body = Base64URL.decode(parts[1]),
            let header = try? JSON.parse(head), let claims = try? JSON.parse(body), claims.members != nil
        else { throw ProviderFault.token("the token is malformed") }
        guard let algorithm = header["alg"]?.string, ["RS256", "ES256"].contains(algorithm), header["crit"] == nil
        else { throw ProviderFault.token("the token's algorithm is not allowed") }
        guard let name = header["kid"]?.string else { throw ProviderFault.token("the token names no key") }
        guard let key = try await key(name) else { throw ProviderFault.token("the token's key is not the provider's") }
        guard key.algorithm?.rawValue == algorithm else {
            throw ProviderFault.token("the token's algorithm is not its key's")
        }
        do {
            let keys = JWTKeyCollection()
            try await keys.add(jwk: key)
            _ = try await keys.verify(text, as: Signed.self)
        } catch let error where !(error is CancellationError) {
            throw ProviderFault.token("the token's signature is not right")
        }
        return claims
    }
}
