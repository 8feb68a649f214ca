import NIOCore
import Synchronization

/// Why a conversation ended: the first reason counts, and it outlives the channel's handlers.
final class SMTPEnding: Sendable {
    private let first = Mutex<DeliveryFailure?>(nil)

    /// The reason; that the connection was closed where nobody gave one.
    var reason: DeliveryFailure {
        first.withLock { $0 } ?? DeliveryFailure("smtp_closed", "the mail server closed the connection")
    }

    /// Whether there is a reason.
    var isKnown: Bool { first.withLock { $0 != nil } }

    /// Notes a reason, unless there is one.
    func note(_ failure: DeliveryFailure) {
        first.withLock { if $0 == nil { $0 = failure } }
    }
}

/// A command and the promise of its reply; no bytes to wait for the greeting.
struct SMTPExchange: Sendable {
    let bytes: ByteBuffer?
    let reply: EventLoopPromise<SMTPReply>
}

/// Sends one command at a time and puts its reply together.
///
/// A server that speaks when nothing was asked is cut off: bytes that came in before TLS began must never be taken for
/// answers given under it.
final class SMTPChannelHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = SMTPExchange
    typealias OutboundOut = ByteBuffer

    private var received = ByteBuffer()
    private var parser = SMTPReplyParser()
    private var waiting: EventLoopPromise<SMTPReply>?
    private var isGreeted = false
    private let ending: SMTPEnding

    init(_ ending: SMTPEnding) {
        self.ending = ending
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let exchange = unwrapOutboundIn(data)
        if ending.isKnown {
            promise?.fail(ending.reason)
            return
        }
        waiting = exchange.reply
        if let bytes = exchange.bytes {
            context.writeAndFlush(wrapOutboundOut(bytes), promise: promise)
        } else {
            promise?.succeed()
            read(context)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        received.writeBuffer(&bytes)
        read(context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(DeliveryFailure("smtp_closed", "the mail server closed the connection"), context)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Below this handler are the socket and TLS; the types of NIOSSL's errors say which it was.
        let isTLS = String(reflecting: type(of: error)).contains("SSL")
        end(
            (error as? DeliveryFailure)
                ?? (isTLS
                    ? DeliveryFailure("smtp_tls", "TLS with the mail server failed: \(error)")
                    : DeliveryFailure("smtp_closed", "the connection to the mail server broke: \(type(of: error))")),
            context)
    }

    /// A `DeliveryFailure` ends the conversation for a reason of ours, such as a timeout.
    func triggerUserOutboundEvent(
        context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?
    ) {
        guard let failure = event as? DeliveryFailure else {
            return context.triggerUserOutboundEvent(event, promise: promise)
        }
        end(failure, context)
        promise?.succeed()
    }

    private func end(_ failure: DeliveryFailure, _ context: ChannelHandlerContext) {
        ending.note(failure)
        waiting?.fail(ending.reason)
        waiting = nil
        context.close(promise: nil)
    }

    private func read(_ context: ChannelHandlerContext) {
        while !ending.isKnown, received.readableBytes > 0 {
            guard waiting != nil else {
                // The greeting may come before it is asked for; nothing else may.
                return isGreeted ? end(SMTPReplyParser.noReply, context) : ()
            }
            guard let end = received.readableBytesView.firstIndex(of: UInt8(ascii: "\n")) else {
                if received.readableBytes > SMTPReplyParser.longestLine { self.end(SMTPReplyParser.noReply, context) }
                return
            }
            var line = received.readBytes(length: end - received.readerIndex) ?? []
            received.moveReaderIndex(forwardBy: 1)
            if line.last == UInt8(ascii: "\r") { line.removeLast() }
            do {
                guard let reply = try parser.take(line) else { continue }
                isGreeted = true
                let asked = waiting
                waiting = nil
                asked?.succeed(reply)
            } catch {
                self.end(error as? DeliveryFailure ?? SMTPReplyParser.noReply, context)
            }
        }
        if received.readableBytes == 0 { received.clear() }
    }
}
