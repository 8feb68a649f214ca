import HTTPTypes

/// Why nobody was signed in by the provider. Its texts are ours: nothing that the provider or the address says is repeated.
enum ProviderFault: Error, Equatable {
    /// The state is not one that this browser began with.
    case notBegun
    /// The sign-in was begun here, but is over or was finished before.
    case late
    /// The provider says that the person or a rule of its own refused.
    case refused
    /// The provider does not answer, or says that it cannot.
    case unavailable
    /// Provider and service do not fit; the reason is for the log.
    case misfit(String)
    /// The token is not to be believed; the reason is for the log.
    case token(String)
    /// Somebody whom the provider knows, and who may not come in; the reason is for the log.
    case nobody(String)

    /// Why, for the log: no value of a person or a secret.
    var reason: String {
        switch self {
        case .notBegun: "not begun in this browser"
        case .late: "begun too long ago, or finished before"
        case .refused: "refused by the provider"
        case .unavailable: "the provider cannot be reached"
        case .misfit(let reason), .token(let reason), .nobody(let reason): reason
        }
    }

    /// Whether an administrator has to do something about it.
    var isForAdministrator: Bool {
        switch self {
        case .misfit, .token, .unavailable: true
        default: false
        }
    }

    /// The status of the page that tells it.
    var status: HTTPResponse.Status {
        switch self {
        case .notBegun, .late: .badRequest
        case .refused, .nobody: .forbidden
        case .unavailable: .serviceUnavailable
        case .misfit, .token: .badGateway
        }
    }

    /// What to tell the person.
    var words: [String] {
        switch self {
        case .notBegun:
            [
                "This sign-in was not begun in this browser.",
                "Begin again on the sign-in page. If it happens again, allow cookies for this site.",
            ]
        case .late:
            ["This sign-in took too long, or was finished before.", "Begin again on the sign-in page."]
        case .refused: ["The provider did not confirm who you are.", "Begin again, or sign in by name and password."]
        case .unavailable:
            ["The provider does not answer at the moment.", "Try again in a minute, or sign in by name and password."]
        case .misfit, .token:
            [
                "The provider's answer could not be used. It is not your fault, and it is logged.",
                "Tell your administrator, or sign in by name and password.",
            ]
        case .nobody:
            [
                "The provider knows you, but you may not use Evenhand this way.",
                "Ask your administrator for access.",
            ]
        }
    }

    /// What an error code of the provider means (RFC 6749 section 4.1.2.1, OpenID Connect Core section 3.1.2.6).
    init(code: String) {
        self =
            switch code {
            case "access_denied", "login_required", "consent_required", "interaction_required",
                "account_selection_required":
                .refused
            case "server_error", "temporarily_unavailable": .unavailable
            case "invalid_request", "unauthorized_client", "unsupported_response_type", "invalid_scope":
                .misfit("the provider refused the request: \(code)")
            default: .misfit("the provider refused the request")
            }
    }
}
