import Deployment

/// What the provider's discovery document says (OpenID Connect Discovery section 3), as far as signing in needs it.
struct ProviderDocument: Sendable, Equatable {
    let authorization: String
    let token: String
    let keys: String
    /// Whether the secret goes into the form, because the provider does not take it as a header.
    let takesSecretInForm: Bool
    /// Whether the provider always says who it is when it sends people back (RFC 9207).
    let alwaysSaysIssuer: Bool

    /// Where the document is.
    static func address(of issuer: String) -> String {
        (issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer) + "/.well-known/openid-configuration"
    }

    /// Reads it. Throws `ProviderFault.misfit` for one of another provider, or one that does not do what is needed.
    init(_ bytes: [UInt8], issuer: String) throws {
        guard let document = try? JSON.parse(bytes) else { throw ProviderFault.misfit("discovery is not JSON") }
        guard document["issuer"]?.string == issuer else {
            throw ProviderFault.misfit("discovery names another issuer than provider.issuer")
        }
        func address(_ name: String) throws -> String {
            guard let text = document[name]?.string, ProviderAddress.isSafe(text) else {
                throw ProviderFault.misfit("discovery has no safe \(name)")
            }
            return text
        }
        authorization = try address("authorization_endpoint")
        token = try address("token_endpoint")
        keys = try address("jwks_uri")
        let proofs = document["code_challenge_methods_supported"]?.elements?.compactMap(\.string)
        guard proofs?.contains("S256") != false else {
            throw ProviderFault.misfit("the provider does not take PKCE with S256")
        }
        let ways = document["token_endpoint_auth_methods_supported"]?.elements?.compactMap(\.string)
        takesSecretInForm =
            ways.map { !$0.contains("client_secret_basic") && $0.contains("client_secret_post") } ?? false
        alwaysSaysIssuer = document["authorization_response_iss_parameter_supported"]?.bool ?? false
    }
}
