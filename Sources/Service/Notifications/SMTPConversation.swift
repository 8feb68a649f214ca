import NIOCore

/// One conversation with a mail server: a command, then its reply.
struct SMTPConversation: Sendable {
    let channel: any Channel
    let ending: SMTPEnding

    /// Waits for the server's first words.
    func greeting() async throws -> SMTPReply { try await exchange(nil) }

    /// Sends a command and waits for its reply. Nothing that breaks a line gets into a command.
    func say(_ line: String) async throws -> SMTPReply {
        guard line.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw DeliveryFailure("smtp_command", "a command holds characters that no command may", isPermanent: true)
        }
        return try await exchange(ByteBuffer(string: "\(line)\r\n"))
    }

    /// Sends bytes as they are and waits for the reply.
    func send(_ bytes: [UInt8]) async throws -> SMTPReply {
        try await exchange(ByteBuffer(bytes: bytes))
    }

    /// Takes leave without waiting for an answer: the mail is taken by then.
    func sayGoodbye() {
        _ = start(ByteBuffer(string: "QUIT\r\n"))
    }

    /// Throws unless the reply's code is one of `codes`. The server's words are not repeated: they may hold anything.
    func expect(
        _ what: String, _ reply: SMTPReply, isAboutMail: Bool = false, codes: ClosedRange<Int> = 200...299
    ) throws {
        guard !codes.contains(reply.code) else { return }
        throw DeliveryFailure(
            "smtp_\(reply.code)", "the mail server answered \(reply.code) to \(what)",
            isPermanent: isAboutMail && reply.code >= 500)
    }

    private func exchange(_ bytes: ByteBuffer?) async throws -> SMTPReply {
        try await start(bytes).get()
    }

    private func start(_ bytes: ByteBuffer?) -> EventLoopFuture<SMTPReply> {
        let reply = channel.eventLoop.makePromise(of: SMTPReply.self)
        let written = channel.eventLoop.makePromise(of: Void.self)
        // A channel that is closed has no handler any more that could answer.
        written.futureResult.whenFailure { _ in reply.fail(ending.reason) }
        channel.writeAndFlush(SMTPExchange(bytes: bytes, reply: reply), promise: written)
        return reply.futureResult
    }
}
