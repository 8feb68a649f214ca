import FoundationEssentials

/// A message that says it is a test, for whoever sets delivery up.
package enum TestMessage {
    /// Sends one the configured way: by e-mail where an address is given, else to the command. Returns the way's name.
    ///
    /// Throws `ConfigurationError` when that way is not configured, and what kept the message from being taken.
    package static func send(to address: String?, _ configuration: ServiceConfiguration) async throws -> String {
        let channels = try DeliveryChannels(configuration)
        let isMail = address != nil
        guard let way = isMail ? channels.email : channels.command else {
            let setting = isMail ? "notify.smtp.host" : "notify.command"
            throw ConfigurationError(problems: ["\(setting) is not set, so there is nothing to test"])
        }
        if let address, MailAddress(address) == nil {
            throw ConfigurationError(problems: ["\(address) is no e-mail address that can be used"])
        }
        let now = Date()
        try await way.deliver(OutgoingMessage(testTo: address, origin: configuration.ledgerOrigin, now: now), now: now)
        return isMail ? "the mail server" : "the command"
    }
}
