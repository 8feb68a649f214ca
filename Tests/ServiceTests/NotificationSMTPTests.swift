import Deployment
import FoundationEssentials
import Testing

@testable import Records
@testable import Service

/// Messages for tests of delivery.
enum Messages {
    static let now = Date(timeIntervalSince1970: 1_785_916_800)

    static func notice(_ id: Int64 = 1, body: String = "Your duty on Wed 5 Aug 2026 has changed. Sign in.")
        -> OutgoingNotice
    {
        OutgoingNotice(
            id: id, recipient: "officer W00417", account: 5, officer: "W00417", kind: "changed", title: "Duty changed",
            body: body, notice: .init(createdAt: now), person: .init(), channel: .email, address: "tate@duties.example",
            attempts: 0, message: nil, lookAt: now)
    }

    static func message(
        _ number: Int64 = 12, to address: String? = "tate@duties.example", _ notices: [OutgoingNotice] = [notice()]
    ) -> OutgoingMessage {
        var notices = notices
        for index in notices.indices { notices[index].address = address }
        return OutgoingMessage(number: number, origin: "evenhand/test", notices: notices)
    }
}

@Suite("Mail over SMTP")
struct NotificationSMTPTests {
    private func settings(_ server: MailServer, host: String = "127.0.0.1") -> SMTPSettings {
        var settings = SMTPSettings(host: host, from: "evenhand@force.example")
        settings.port = server.port
        settings.limit = .seconds(20)
        return settings
    }

    /// What delivering throws; nil when the mail was taken.
    private func failure(_ settings: SMTPSettings, _ message: OutgoingMessage = Messages.message()) async
        -> DeliveryFailure?
    {
        do {
            try await SMTPClient(settings).deliver(message, now: Messages.now)
            return nil
        } catch {
            if !(error is DeliveryFailure) { Issue.record(error) }
            return error as? DeliveryFailure
        }
    }

    @Test("a mail arrives whole, under a Message-ID that stays the same in every attempt")
    func arrives() async throws {
        try await MailServer.with { server in
            for _ in 0..<2 { #expect(await failure(settings(server)) == nil) }
            #expect(server.mails.count == 2)
            let mail = try #require(server.mails.first)
            #expect(mail.from == "evenhand@force.example" && mail.to == "tate@duties.example" && !mail.isPrivate)
            #expect(mail.header("Subject") == "Duty changed")
            #expect(mail.header("Message-ID") == "<message-12.evenhand-test@force.example>")
            #expect(mail.header("Date") == "Wed, 05 Aug 2026 08:00:00 +0000")
            #expect(mail.header("Auto-Submitted") == "auto-generated")
            #expect(mail.body == "Your duty on Wed 5 Aug 2026 has changed. Sign in.\r\n")
            #expect(server.mails[1] == mail)
        }
    }

    @Test("lines that begin with a dot, even a lone dot, arrive as they were")
    func dots() async throws {
        try await MailServer.with { server in
            let body = ".\n..two\n.one\nlast."
            #expect(await failure(settings(server), Messages.message(1, [Messages.notice(body: body)])) == nil)
            #expect(server.mails.first?.body == body.replacing("\n", with: "\r\n") + "\r\n")
        }
    }

    @Test("answers that come byte by byte are answers")
    func dribbles() async throws {
        try await MailServer.with(.init(dribbles: true)) { server in
            #expect(await failure(settings(server)) == nil)
            #expect(server.mails.count == 1)
        }
    }

    @Test(
        "STARTTLS is used where it is offered, and the password goes through it only",
        arguments: ["PLAIN LOGIN", "LOGIN"])
    func startTLS(_ mechanisms: String) async throws {
        let identity = try MailServer.Identity()
        try await identity.withFile { roots in
            let behaviour = MailServer.Behaviour(
                identity: identity, user: "service", password: "hunter2", mechanisms: mechanisms)
            try await MailServer.with(behaviour) { server in
                var settings = settings(server, host: "localhost")
                settings.rootsFile = roots
                (settings.user, settings.password) = ("service", Secret("hunter2"))
                #expect(await failure(settings) == nil)
                #expect(server.mails.map(\.isPrivate) == [true] && server.mails.map(\.user) == ["service"])
                settings.password = Secret("wrong")
                let refused = await failure(settings)
                #expect(refused?.code == "smtp_535" && refused?.isPermanent == false)
                #expect(server.mails.count == 1)
            }
        }
    }

    @Test("TLS from the first byte")
    func implicitTLS() async throws {
        let identity = try MailServer.Identity()
        try await identity.withFile { roots in
            try await MailServer.with(.init(identity: identity, isImplicit: true)) { server in
                var settings = settings(server, host: "localhost")
                (settings.security, settings.rootsFile) = (.implicit, roots)
                #expect(await failure(settings) == nil)
                #expect(server.mails.map(\.isPrivate) == [true])
            }
        }
    }

    @Test("a certificate that nobody vouches for, or of another name, ends it before anything is said")
    func badCertificate() async throws {
        let identity = try MailServer.Identity(names: ["elsewhere.example"])
        try await identity.withFile { roots in
            for file in [nil, roots] {
                let behaviour = MailServer.Behaviour(identity: identity, user: "service", password: "hunter2")
                try await MailServer.with(behaviour) { server in
                    var settings = settings(server, host: "localhost")
                    settings.rootsFile = file
                    (settings.user, settings.password) = ("service", Secret("hunter2"))
                    #expect(await failure(settings)?.code == "smtp_tls")
                    #expect(server.mails.isEmpty)
                    #expect(!server.commands.contains { $0.hasPrefix("AUTH") || $0.hasPrefix("MAIL") })
                }
            }
        }
    }

    @Test("without STARTTLS nothing is sent to another machine, and no password where TLS is off")
    func plainText() async throws {
        try await MailServer.with(.init(user: "service", password: "hunter2")) { server in
            // This host's own address that is none of loopback's names.
            var settings = settings(server, host: "0.0.0.0")
            #expect(await failure(settings)?.code == "smtp_no_tls")
            settings.security = .off
            (settings.user, settings.password) = ("service", Secret("hunter2"))
            #expect(await failure(settings)?.code == "smtp_auth_plain")
            #expect(server.mails.isEmpty && !server.commands.contains { $0.hasPrefix("AUTH") })
        }
    }

    @Test("what a server says before TLS began is never taken for an answer given under it")
    func injection() async throws {
        let identity = try MailServer.Identity()
        try await identity.withFile { roots in
            let behaviour = MailServer.Behaviour(
                identity: identity, answers: ["STARTTLS": "220 go\r\n250-here\r\n250 AUTH PLAIN\r\n"])
            try await MailServer.with(behaviour) { server in
                var settings = settings(server, host: "localhost")
                settings.rootsFile = roots
                #expect(["smtp_protocol", "smtp_tls"].contains(await failure(settings)?.code))
                #expect(server.mails.isEmpty)
            }
        }
    }

    static let verbs = ["GREETING", "EHLO", "MAIL", "RCPT", "DATA", "BODY"]

    @Test("a server that hangs up is a clear failure to be tried again", arguments: verbs)
    func drops(_ verb: String) async throws {
        try await MailServer.with(.init(drops: [verb])) { server in
            let failure = await failure(settings(server))
            #expect(failure?.code == "smtp_closed" && failure?.isPermanent == false, "\(String(describing: failure))")
        }
    }

    @Test("a server that says nothing is left when the time is up", arguments: verbs)
    func silent(_ verb: String) async throws {
        try await MailServer.with(.init(isSilent: [verb])) { server in
            var settings = settings(server)
            settings.limit = .seconds(1)
            #expect(await failure(settings)?.code == "smtp_timeout")
        }
    }

    @Test("a temporary refusal is tried again, a refusal of this mail is not", arguments: verbs)
    func refuses(_ verb: String) async throws {
        for code in [421, 450, 550] {
            try await MailServer.with(.init(answers: [verb: "\(code) secret words of the server\r\n"])) { server in
                let failure = await failure(settings(server))
                #expect(failure?.code == "smtp_\(code)")
                #expect(failure?.isPermanent == (code == 550 && ["RCPT", "DATA", "BODY"].contains(verb)))
                #expect(failure?.description.contains("secret") == false)
                #expect(server.mails.isEmpty)
            }
        }
    }

    @Test(
        "what is no reply ends the conversation",
        arguments: [
            "hello\r\n", "999 x\r\n", "25\r\n", "250x\r\n", "250-a\r\n251 b\r\n",
            String(repeating: "250-x\r\n", count: 200),
            "250 " + String(repeating: "x", count: 5000) + "\r\n", String(repeating: "y", count: 5000), "\r\n",
        ])
    func garbage(_ reply: String) async throws {
        try await MailServer.with(.init(answers: ["EHLO": reply])) { server in
            #expect(await failure(settings(server))?.code == "smtp_protocol")
        }
    }

    @Test("a server that is not there cannot be reached")
    func unreachable() async throws {
        var settings = SMTPSettings(host: "127.0.0.1", from: "evenhand@force.example")
        // Nobody listens on the port of the long forgotten multiplexer.
        settings.port = 1
        #expect(await failure(settings)?.code == "smtp_unreachable")
    }

    @Test(
        "an address that could smuggle a command is refused before a server hears of it",
        arguments: [
            "a@b.example>\r\nRCPT TO:<x@y.example", "a b@c.example", "<a@b.example>", "a@b@c", "a\u{0}@b.example",
            "\"a\"@b.example",
            "a@b.example\n", "ä@b.example", "",
        ])
    func addresses(_ address: String) async throws {
        try await MailServer.with { server in
            let failure = await failure(settings(server), Messages.message(1, to: address))
            #expect(failure?.code == "mail_address" && failure?.isPermanent == true)
            #expect(server.commands.isEmpty)
        }
    }

    @Test("a stopped task ends what it sends within its grace")
    func cancelled() async throws {
        try await MailServer.with(.init(isSilent: ["BODY"])) { server in
            let settings = settings(server)
            let sending = Task { await failure(settings) }
            while server.commands.last != "DATA" { try await Task.sleep(for: .milliseconds(5)) }
            sending.cancel()
            #expect(await sending.value?.code == "smtp_stopped")
        }
    }
}

@Suite("What a mail is made of")
struct NotificationMailTests {
    @Test("headers of other scripts are encoded words that say the same, and no text adds a header")
    func headers() throws {
        #expect(MailMessage.encoded("Duty changed") == "Duty changed")
        #expect(MailMessage.encoded("Duty\r\nBcc: x@y.example") == "Duty  Bcc: x@y.example")
        let text = String(repeating: "Dienst geändert – 変更 👮🏽‍♀️ ", count: 8)
        let encoded = MailMessage.encoded(text)
        let words = encoded.split(separator: "\r\n ")
        #expect(words.count > 4 && words.allSatisfy { $0.utf8.count <= 75 })
        let back = try words.map { word in
            let inner = try #require(
                word.hasPrefix("=?utf-8?B?") && word.hasSuffix("?=") ? word.dropFirst(10).dropLast(2) : nil)
            let data = try #require(Data(base64Encoded: String(inner)))
            return try #require(String(validating: data, as: UTF8.self), "a character was cut in two")
        }
        #expect(back.joined() == text)
        #expect(encoded.utf8.allSatisfy { $0 < 0x80 })
    }

    @Test("a body of other scripts or endless lines is base64 in short lines")
    func bodies() throws {
        #expect(MailMessage.body("a\nb") == ("7bit", "a\r\nb\r\n"))
        #expect(MailMessage.body("a\rb\r\nc\u{2028}d").text == "a\r\nb\r\nc\r\nd\r\n")
        for text in ["geändert", String(repeating: "x", count: 2000)] {
            let body = MailMessage.body(text)
            #expect(body.encoding == "base64")
            let lines = body.text.split(separator: "\r\n")
            #expect(lines.allSatisfy { $0.count <= 76 })
            let data = try #require(Data(base64Encoded: lines.joined()))
            #expect(String(decoding: data, as: UTF8.self) == text + "\r\n")
        }
    }

    @Test("every dot that begins a line is doubled, whatever the text")
    func stuffing() {
        for _ in 0..<500 {
            let lines = (0..<Int.random(in: 0...6)).map { _ in
                String((0..<Int.random(in: 0...4)).map { _ in [".", "a", "\u{e9}"].randomElement() ?? "." }.joined())
            }
            let text = lines.map { $0 + "\r\n" }.joined()
            let stuffed = String(decoding: SMTPClient.stuffed(Array(text.utf8)), as: UTF8.self)
            #expect(stuffed.hasSuffix(".\r\n"))
            let inner = stuffed.dropLast(2).split(separator: "\r\n", omittingEmptySubsequences: false).dropLast()
            #expect(!inner.contains("."))
            #expect(inner.map { $0.hasPrefix(".") ? String($0.dropFirst()) : String($0) } == lines)
        }
        #expect(SMTPClient.stuffed(Array("a".utf8)) == Array("a\r\n.\r\n".utf8))
    }

    @Test("a digest says each thing once, in one message, with nothing of what it is about")
    func digest() {
        let message = Messages.message(
            3, [Messages.notice(1), Messages.notice(2, body: "Your duties are published. Sign in.")])
        #expect(message.subject == "2 messages")
        #expect(
            message.text == "- Your duty on Wed 5 Aug 2026 has changed. Sign in.\n- Your duties are published. Sign in."
        )
        #expect(message.document["to"]?["officer"] == "W00417")
        #expect(message.document["notifications"]?.elements?.count == 2)
        #expect(message.document["id"] == "message-3.evenhand-test")
    }
}
