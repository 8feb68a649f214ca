import FoundationEssentials

/// How the mail server is reached.
package struct SMTPSettings: Sendable, Equatable {
    /// How a conversation is kept private.
    package enum Security: String, Sendable, CaseIterable {
        /// STARTTLS, required unless the server is on this machine.
        case startTLS = "starttls"
        /// TLS from the first byte, usually port 465.
        case implicit
        /// None. No password is sent then, unless the server is on this machine.
        case off
    }

    package var host: String
    package var port = 587
    package var security = Security.startTLS
    package var user: String?
    package var password: Secret?
    /// The sender's address.
    package var from: String
    /// A PEM file of certificates trusted besides the system's.
    package var rootsFile: String?
    /// What one message may take in all. 60 s: a slow server must not hold up the others for long.
    package var limit: Duration = .seconds(60)

    /// Settings of a server and a sender.
    package init(host: String, from: String) {
        self.host = host
        self.from = from
    }

    /// Whether the server is on this machine.
    var isLoopback: Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." }
    }
}
