import Crypto
import FoundationEssentials
import NIOCore
import NIOPosix
import NIOSSL
import SwiftASN1
import Synchronization
import X509

/// A mail server of the test's own on this machine: it takes mails and notes them, or behaves as badly as it is told.
final class MailServer: Sendable {
    /// How it behaves.
    struct Behaviour: Sendable {
        /// The key and certificate with which it offers STARTTLS.
        var identity: Identity?
        /// TLS from the first byte.
        var isImplicit = false
        var user: String?
        var password: String?
        var mechanisms = "PLAIN LOGIN"
        /// What it answers instead, by the verb: GREETING, EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA, BODY, QUIT.
        var answers: [String: String] = [:]
        /// At these verbs it closes the connection.
        var drops: Set<String> = []
        /// At these verbs it says nothing.
        var isSilent: Set<String> = []
        /// How many mails it puts off with 451 before it takes one.
        var putsOff = 0
        /// Sends its answers one byte at a time.
        var dribbles = false
    }

    /// A mail that it took.
    struct Mail: Sendable, Equatable {
        var from: String
        var to: String
        /// Without the doubled dots.
        var text: String
        var isPrivate: Bool
        var user: String?

        /// The value of a header, unfolded.
        func header(_ name: String) -> String? {
            let unfolded = text.replacing("\r\n ", with: " ")
            return unfolded.split(separator: "\r\n", omittingEmptySubsequences: false).prefix { !$0.isEmpty }
                .first { $0.lowercased().hasPrefix(name.lowercased() + ": ") }
                .map { String($0.dropFirst(name.count + 2)) }
        }

        /// What follows the headers.
        var body: String {
            guard let range = text.range(ofText: "\r\n\r\n") else { return "" }
            return String(text[range.upperBound...])
        }
    }

    let behaviour: Behaviour
    let port: Int
    private let log = Mutex<(mails: [Mail], commands: [String], putOff: Int)>(([], [], 0))
    private let channel: any Channel

    /// What it took so far.
    var mails: [Mail] { log.withLock { $0.mails } }
    /// Every line that it was told, passwords included.
    var commands: [String] { log.withLock { $0.commands } }

    private init(_ behaviour: Behaviour, _ channel: any Channel) {
        self.behaviour = behaviour
        self.channel = channel
        port = channel.localAddress?.port ?? 0
    }

    /// Runs a server for the time of `body`.
    static func with<R>(
        _ behaviour: Behaviour = Behaviour(), _ body: (MailServer) async throws -> R
    ) async throws -> R {
        let box = Mutex<MailServer?>(nil)
        let shared = Shared(box: box)
        let context = try behaviour.identity.map { try NIOSSLContext(configuration: $0.configuration()) }
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if behaviour.isImplicit, let context {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                    }
                    try channel.pipeline.syncOperations.addHandler(MailSession(behaviour, context, shared))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let server = MailServer(behaviour, channel)
        shared.box.withLock { $0 = server }
        do {
            let result = try await body(server)
            try await channel.close()
            return result
        } catch {
            try? await channel.close()
            throw error
        }
    }

    fileprivate func heard(_ line: String) { log.withLock { $0.commands.append(line) } }

    /// Takes a mail; false where it puts it off.
    fileprivate func take(_ mail: Mail) -> Bool {
        log.withLock { log in
            guard log.putOff >= behaviour.putsOff else {
                log.putOff += 1
                return false
            }
            log.mails.append(mail)
            return true
        }
    }

    fileprivate final class Shared: Sendable {
        let box: Mutex<MailServer?>

        init(box: consuming sending Mutex<MailServer?>) { self.box = box }

        var server: MailServer? { box.withLock { $0 } }
    }

    /// A key and a certificate that signs itself, made for one test.
    struct Identity: Sendable {
        let key: String
        let certificate: String

        /// For these names; good for an hour.
        init(names: [String] = ["localhost"]) throws {
            let key = P256.Signing.PrivateKey()
            let signer = Certificate.PrivateKey(key)
            let name = try DistinguishedName { CommonName("localhost") }
            let certificate = try Certificate(
                version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: signer.publicKey,
                notValidBefore: Date().addingTimeInterval(-3600), notValidAfter: Date().addingTimeInterval(3600),
                issuer: name, subject: name, signatureAlgorithm: .ecdsaWithSHA256,
                extensions: try Certificate.Extensions {
                    Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                    SubjectAlternativeNames(names.map { .dnsName($0) })
                }, issuerPrivateKey: signer)
            self.key = key.pemRepresentation
            self.certificate = try certificate.serializeAsPEM().pemString
        }

        func configuration() throws -> TLSConfiguration {
            let chain = try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8))
            let key = try NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem)
            return .makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        }

        /// Runs `body` with the path of a file that holds the certificate.
        func withFile<R>(_ body: (String) async throws -> R) async throws -> R {
            let path = "/tmp/evenhand-roots-\(UUID().uuidString).pem"
            try Data(certificate.utf8).write(to: URL(fileURLWithPath: path))
            defer { try? FileManager.default.removeItem(atPath: path) }
            return try await body(path)
        }
    }
}

/// One client's conversation.
private final class MailSession: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let behaviour: MailServer.Behaviour
    private let tls: NIOSSLContext?
    private let shared: MailServer.Shared
    private var received: [UInt8] = []
    private var mail: MailServer.Mail
    private var text: [String]?
    private var login: [String]?

    init(_ behaviour: MailServer.Behaviour, _ tls: NIOSSLContext?, _ shared: MailServer.Shared) {
        self.behaviour = behaviour
        self.tls = tls
        self.shared = shared
        mail = MailServer.Mail(from: "", to: "", text: "", isPrivate: behaviour.isImplicit, user: nil)
    }

    func channelActive(context: ChannelHandlerContext) {
        answer("GREETING", "220 ready\r\n", context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received += Array(buffer: unwrapInboundIn(data))
        while let end = received.firstIndex(of: 10) {
            var line = Array(received[..<end])
            received.removeFirst(end + 1)
            if line.last == 13 { line.removeLast() }
            take(String(decoding: line, as: UTF8.self), context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func take(_ line: String, _ context: ChannelHandlerContext) {
        if text != nil { return takeText(line, context) }
        shared.server?.heard(line)
        if login != nil { return takeLogin(line, context) }
        let verb = line.split(separator: " ").first.map { $0.uppercased() } ?? ""
        switch verb {
        case "EHLO":
            var lines = ["here"]
            if tls != nil, !mail.isPrivate { lines.append("STARTTLS") }
            if behaviour.user != nil { lines.append("AUTH \(behaviour.mechanisms)") }
            let reply = lines.enumerated().map { "250\($0 == lines.count - 1 ? " " : "-")\($1)\r\n" }.joined()
            answer(verb, reply, context)
        case "STARTTLS":
            answer(verb, "220 go\r\n", context)
            if let tls, behaviour.answers[verb] == nil {
                mail.isPrivate = true
                try? context.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls), position: .first)
            }
        case "AUTH": beginLogin(line, context)
        case "MAIL":
            mail.from = address(in: line)
            answer(verb, behaviour.user == nil || mail.user != nil ? "250 ok\r\n" : "530 sign in\r\n", context)
        case "RCPT":
            mail.to = address(in: line)
            answer(verb, "250 ok\r\n", context)
        case "DATA":
            if behaviour.answers[verb] == nil, !behaviour.drops.contains(verb) { text = [] }
            answer(verb, "354 go on\r\n", context)
        case "QUIT":
            answer(verb, "221 bye\r\n", context)
            context.close(promise: nil)
        default: answer(verb, "502 what\r\n", context)
        }
    }

    private func takeText(_ line: String, _ context: ChannelHandlerContext) {
        guard line == "." else {
            text?.append(line.hasPrefix(".") ? String(line.dropFirst()) : line)
            return
        }
        mail.text = (text ?? []).map { $0 + "\r\n" }.joined()
        text = nil
        let isOrdinary =
            behaviour.answers["BODY"] == nil && !behaviour.drops.contains("BODY")
            && !behaviour.isSilent.contains("BODY")
        let isTaken = isOrdinary && shared.server?.take(mail) == true
        answer("BODY", isTaken ? "250 taken\r\n" : "451 later\r\n", context)
    }

    private func beginLogin(_ line: String, _ context: ChannelHandlerContext) {
        let words = line.split(separator: " ").map(String.init)
        if words.count == 3, words[1] == "PLAIN" {
            let parts = decoded(words[2]).split(separator: "\u{0}").map(String.init)
            finishLogin(parts, context)
        } else {
            login = []
            answer("AUTH", "334 VXNlcm5hbWU6\r\n", context)
        }
    }

    private func takeLogin(_ line: String, _ context: ChannelHandlerContext) {
        login?.append(decoded(line))
        if let parts = login, parts.count == 2 {
            login = nil
            finishLogin(parts, context)
        } else {
            answer("AUTH", "334 UGFzc3dvcmQ6\r\n", context)
        }
    }

    private func finishLogin(_ parts: [String], _ context: ChannelHandlerContext) {
        let isRight = parts == [behaviour.user ?? "", behaviour.password ?? ""]
        if isRight { mail.user = behaviour.user }
        answer("AUTH", isRight ? "235 welcome\r\n" : "535 no\r\n", context)
    }

    private func decoded(_ text: String) -> String {
        Data(base64Encoded: text).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    private func address(in line: String) -> String {
        String(line.drop { $0 != "<" }.dropFirst().prefix { $0 != ">" })
    }

    private func answer(_ verb: String, _ usual: String, _ context: ChannelHandlerContext) {
        if behaviour.drops.contains(verb) {
            // NIO's sockets outlive a close in any child that was started meanwhile; a shutdown reaches the client.
            context.close(mode: .output, promise: nil)
            return context.close(promise: nil)
        }
        if behaviour.isSilent.contains(verb) { return }
        let reply = behaviour.answers[verb] ?? usual
        for piece in behaviour.dribbles ? reply.utf8.map({ [$0] }) : [Array(reply.utf8)] {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: piece)), promise: nil)
        }
    }
}

extension String {
    /// Where a text first occurs.
    fileprivate func range(ofText text: String) -> Range<String.Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}
