import FoundationEssentials
import Glibc
import NIOCore
import NIOPosix
import NIOSSL

/// Hands mails to a mail server (RFC 5321), one connection for each.
///
/// A connection that breaks after the mail's last byte and before the server's word leaves open whether it was taken; it
/// is sent again then, under the same Message-ID.
package struct SMTPClient: DeliveryChannel {
    let settings: SMTPSettings
    let from: MailAddress
    private let tls: NIOSSLContext?

    /// A client. Throws `ConfigurationError` for a sender that is no address or certificates that cannot be read.
    package init(_ settings: SMTPSettings) throws {
        guard let from = MailAddress(settings.from) else {
            throw ConfigurationError(problems: ["notify.smtp.from must be an e-mail address"])
        }
        self.settings = settings
        self.from = from
        guard settings.security != .off else {
            tls = nil
            return
        }
        var trust = TLSConfiguration.makeClientConfiguration()
        trust.minimumTLSVersion = .tlsv12
        do {
            if let path = settings.rootsFile {
                trust.additionalTrustRoots = [.certificates(try NIOSSLCertificate.fromPEMFile(path))]
            }
            tls = try NIOSSLContext(configuration: trust)
        } catch {
            throw ConfigurationError(problems: ["notify.smtp.roots.file holds no certificates that can be used"])
        }
    }

    func deliver(_ message: OutgoingMessage, now: Date) async throws {
        let mail = try MailMessage(message, from: from, now: now)
        let ending = SMTPEnding()
        let channel = try await connect(ending)
        let limit = channel.eventLoop.scheduleTask(in: .nanoseconds(Int64(settings.limit / .nanoseconds(1)))) {
            SMTPClient.end(channel, DeliveryFailure("smtp_timeout", "the mail server took too long"))
        }
        defer {
            limit.cancel()
            channel.close(promise: nil)
        }
        try await withTaskCancellationHandler {
            do {
                try await converse(SMTPConversation(channel: channel, ending: ending), mail)
            } catch {
                // Whatever NIO says of a channel that is closed, what counts is why it was.
                throw error is DeliveryFailure ? error : ending.reason
            }
        } onCancel: {
            // A mail under way gets three seconds to end well.
            _ = channel.eventLoop.scheduleTask(in: .seconds(3)) {
                SMTPClient.end(channel, DeliveryFailure("smtp_stopped", "the service stopped meanwhile"))
            }
        }
    }

    private static func end(_ channel: any Channel, _ failure: DeliveryFailure) {
        channel.triggerUserOutboundEvent(failure, promise: nil)
    }

    private func connect(_ ending: SMTPEnding) async throws -> any Channel {
        let isImplicit = settings.security == .implicit
        do {
            return try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connectTimeout(.seconds(10))
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        if isImplicit { try addTLS(to: channel) }
                        try channel.pipeline.syncOperations.addHandler(SMTPChannelHandler(ending))
                    }
                }
                .connect(host: settings.host, port: settings.port).get()
        } catch let error as DeliveryFailure {
            throw error
        } catch {
            throw DeliveryFailure("smtp_unreachable", "the mail server cannot be reached: \(type(of: error))")
        }
    }

    /// Only on the channel's own event loop.
    private func addTLS(to channel: any Channel) throws {
        guard let tls else { throw DeliveryFailure("smtp_tls", "TLS is switched off") }
        let isAddress = (try? SocketAddress(ipAddress: settings.host, port: settings.port)) != nil
        try channel.pipeline.syncOperations.addHandler(
            NIOSSLClientHandler(context: tls, serverHostname: isAddress ? nil : settings.host), position: .first)
    }

    private func converse(_ server: SMTPConversation, _ mail: MailMessage) async throws {
        try server.expect("the greeting", await server.greeting())
        var offered = try await hello(server)
        var isPrivate = settings.security == .implicit
        if settings.security == .startTLS {
            if offered["STARTTLS"] != nil {
                try server.expect("STARTTLS", await server.say("STARTTLS"))
                let channel = server.channel
                try await channel.eventLoop.submit { try addTLS(to: channel) }.get()
                offered = try await hello(server)
                isPrivate = true
            } else if !settings.isLoopback {
                throw DeliveryFailure(
                    "smtp_no_tls", "the mail server offers no STARTTLS, and plain text is not allowed")
            }
        }
        try await authenticate(server, offered["AUTH"] ?? [], isPrivate: isPrivate)
        try server.expect("the sender", await server.say("MAIL FROM:<\(mail.from)>"))
        try server.expect("the recipient", await server.say("RCPT TO:<\(mail.to)>"), isAboutMail: true)
        try server.expect("DATA", await server.say("DATA"), isAboutMail: true, codes: 354...354)
        try server.expect("the mail", await server.send(SMTPClient.stuffed(mail.bytes)), isAboutMail: true)
        server.sayGoodbye()
    }

    private func hello(_ server: SMTPConversation) async throws -> [String: [String]] {
        let reply = try await server.say("EHLO \(SMTPClient.ownName)")
        try server.expect("EHLO", reply)
        return reply.extensions
    }

    private func authenticate(_ server: SMTPConversation, _ ways: [String], isPrivate: Bool) async throws {
        guard let user = settings.user, let password = settings.password else { return }
        guard isPrivate || settings.isLoopback else {
            throw DeliveryFailure("smtp_auth_plain", "no password is sent without TLS")
        }
        if ways.contains("PLAIN") {
            let token = Data("\u{0}\(user)\u{0}\(password.revealed)".utf8).base64EncodedString()
            try server.expect("the password", await server.say("AUTH PLAIN \(token)"), codes: 235...235)
        } else if ways.contains("LOGIN") {
            try server.expect("AUTH", await server.say("AUTH LOGIN"), codes: 334...334)
            let name = Data(user.utf8).base64EncodedString()
            try server.expect("the user", await server.say(name), codes: 334...334)
            let word = Data(password.revealed.utf8).base64EncodedString()
            try server.expect("the password", await server.say(word), codes: 235...235)
        } else {
            throw DeliveryFailure("smtp_no_auth", "the mail server offers neither AUTH PLAIN nor LOGIN")
        }
    }

    /// The mail with a dot before every line that begins with one, and the dot that ends it (RFC 5321 4.5.2).
    static func stuffed(_ bytes: [UInt8]) -> [UInt8] {
        let (dot, feed) = (UInt8(ascii: "."), UInt8(ascii: "\n"))
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count + 64)
        var previous = feed
        for byte in bytes {
            if byte == dot, previous == feed { out.append(dot) }
            out.append(byte)
            previous = byte
        }
        if previous != feed { out += [13, 10] }
        return out + [dot, 13, 10]
    }

    /// This machine's name as far as it can stand in a command; an address literal where it has none.
    private static let ownName: String = {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return "[127.0.0.1]" }
        let name = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return MailAddress("x@\(name)") == nil ? "[127.0.0.1]" : name
    }()
}
