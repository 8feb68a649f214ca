import Deployment
import Records

/// The ways out that are configured.
package struct DeliveryChannels: Sendable {
    let command: (any DeliveryChannel)?
    let email: (any DeliveryChannel)?

    /// The ways out of an installation. Throws `ConfigurationError` where a setting cannot be used.
    package init(_ configuration: ServiceConfiguration) throws {
        command = configuration.notifyCommand.map { CommandHook(program: $0) }
        email = try configuration.smtp.map { try SMTPClient($0) }
    }

    init(command: (any DeliveryChannel)?, email: (any DeliveryChannel)?) {
        self.command = command
        self.email = email
    }

    /// Whether there is none.
    package var isEmpty: Bool { command == nil && email == nil }

    /// How to reach a person: as they wish where that is possible, else the other way; nil where there is none.
    func channel(
        wish: NotificationChannel?, address: String?
    ) -> (name: NotificationChannel, way: any DeliveryChannel)? {
        let byMail = address == nil ? nil : email.map { (name: NotificationChannel.email, way: $0) }
        let byCommand = command.map { (name: NotificationChannel.command, way: $0) }
        return wish == .email ? byMail ?? byCommand : byCommand ?? byMail
    }
}
