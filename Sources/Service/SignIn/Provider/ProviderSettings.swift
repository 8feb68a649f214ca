import Deployment
import FoundationEssentials

/// The OpenID Connect provider that people may sign in with, and what its tokens say of them.
package struct ProviderSettings: Sendable, Equatable {
    /// Who the provider is, exactly as its discovery document says it.
    package var issuer: String
    /// Who we are at the provider.
    package var clientID: String
    /// What proves it.
    package var clientSecret: Secret
    /// Where people reach us, without a path: where the provider sends them back to.
    package var publicURL: String
    /// How the link to the provider calls it.
    package var name = "single sign-on"
    /// The scopes asked for.
    package var scope = "openid"
    /// The claim that lists a person's roles.
    package var rolesClaim = "roles"
    /// What stands before each of our roles in that claim.
    package var rolesPrefix = ""
    /// The claim that is the name of a person's account, at the first sign-in; nil where only administrators bind people.
    package var accountClaim: String?
    /// Certificates trusted besides the system's.
    package var rootsFile: String?

    /// A provider; everything else is as usual.
    package init(issuer: String, clientID: String, clientSecret: Secret, publicURL: String) {
        self.issuer = issuer
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.publicURL = publicURL
    }

    /// Where the provider sends people back to.
    package var returnAddress: String { publicURL + ProviderSettings.returnPath }

    static let returnPath = "/sign-in/provider/back"
}
