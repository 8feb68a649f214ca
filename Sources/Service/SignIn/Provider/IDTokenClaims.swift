import Deployment
import FoundationEssentials

/// Who a token is about, once everything that it claims was found to fit (OpenID Connect Core section 3.1.3.7).
struct IDTokenClaims: Sendable, Equatable {
    /// The provider's key of the person.
    let subject: String
    /// The roles that the provider vouches for; those it names otherwise are nobody's here.
    let roles: Set<Role>
    /// The name of an account, where the settings say which claim that is.
    let accountName: String?

    /// How far two clocks may be apart, in seconds.
    static let skew: TimeInterval = 60

    /// Judges the claims of a token. Throws `ProviderFault.token`.
    init(_ claims: JSON, settings: ProviderSettings, nonce: String, asOf now: Date) throws {
        func need(_ holds: Bool, _ reason: String) throws {
            if !holds { throw ProviderFault.token(reason) }
        }
        try need(claims["iss"]?.string == settings.issuer, "the token is of another issuer")
        let audience = claims["aud"]?.string.map { [$0] } ?? claims["aud"]?.elements?.compactMap(\.string) ?? []
        try need(audience.contains(settings.clientID), "the token is for somebody else")
        let party = claims["azp"]
        try need(audience.count == 1 || party != nil, "the token is for several, and names no party")
        try need(party == nil || party?.string == settings.clientID, "the token was asked for by another party")
        let moment = now.timeIntervalSince1970
        guard let expiry = claims["exp"]?.number, let issued = claims["iat"]?.number else {
            throw ProviderFault.token("the token says not when it was made or ends")
        }
        try need(expiry > moment - IDTokenClaims.skew, "the token has expired")
        try need(issued < moment + IDTokenClaims.skew, "the token was made in the future")
        if let start = claims["nbf"] {
            try need((start.number ?? .infinity) < moment + IDTokenClaims.skew, "the token is not good yet")
        }
        try need(claims["nonce"]?.string == nonce, "the token was made for another sign-in")
        guard let subject = claims["sub"]?.string, (1...255).contains(subject.unicodeScalars.count),
            !subject.utf8.contains(0)
        else { throw ProviderFault.token("the token names nobody") }
        self.subject = subject
        roles = IDTokenClaims.roles(claims[settings.rolesClaim], prefix: settings.rolesPrefix)
        accountName = settings.accountClaim.flatMap { IDTokenClaims.name(claims, $0) }
    }

    /// A list of words, or one word.
    private static func roles(_ claim: JSON?, prefix: String) -> Set<Role> {
        let words = claim?.string.map { [$0] } ?? claim?.elements?.compactMap(\.string) ?? []
        return Set(
            words.compactMap { $0.hasPrefix(prefix) ? Role(rawValue: String($0.dropFirst(prefix.count))) : nil })
    }

    /// An address that nobody has proved to be theirs is no name.
    private static func name(_ claims: JSON, _ claim: String) -> String? {
        guard claim != "email" || claims["email_verified"]?.bool == true else { return nil }
        return claims[claim]?.string
    }
}
