import FoundationEssentials
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOExtras
import NIOPosix
import ServiceLifecycle

/// Serves HTTP on a socket that is open already, which Hummingbird's own server cannot take over.
struct InheritedSocketServer: Service {
    let descriptor: Int32
    let child: HTTP1Channel
    /// Connections served at once; further ones wait in the socket's queue.
    let limit: Int
    let onRunning: @Sendable (any Channel) async -> Void
    let logger: Logger

    func run() async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let quiescing = ServerQuiescingHelper(group: group)
        let (child, logger) = (child, logger)
        let server = try await ServerBootstrap(group: group)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        quiescing.makeServerChannelHandler(channel: channel))
                }
            }
            .childChannelOption(ChannelOptions.allowRemoteHalfClosure, value: true)
            .bind(descriptor, serverBackPressureStrategy: nil) { child.setup(channel: $0, logger: logger) }
        await onRunning(server.channel)
        await withGracefulShutdownHandler {
            do {
                try await server.executeThenClose { arriving in try await serve(arriving) }
            } catch {
                logger.error("listening ended", metadata: ["error.type": "\(type(of: error))"])
            }
        } onGracefulShutdown: {
            quiescing.initiateShutdown(promise: nil)
        }
    }

    private func serve(_ arriving: NIOAsyncChannelInboundStream<HTTP1Channel.Value>) async throws {
        let (child, logger) = (child, logger)
        try await withThrowingTaskGroup(of: Void.self) { connections in
            var open = 0
            for try await connection in arriving {
                if open >= limit {
                    try await connections.next()
                    open -= 1
                }
                open += 1
                connections.addTask { await child.handle(value: connection, logger: logger) }
            }
        }
    }
}

extension HTTP1Channel {
    /// A channel whose requests a responder answers, as Hummingbird's `Application` makes its own.
    init(
        _ responder: RouterResponder<ServiceContext>, configuration: HTTP1Channel.Configuration, logger: Logger
    ) {
        self.init(
            responder: { request, writer, channel in
                let context = ServiceContext(source: ApplicationRequestContextSource(channel: channel, logger: logger))
                var response: Response
                do {
                    response = try await responder.respond(to: request, context: context)
                } catch {
                    response = Response(status: .internalServerError)
                }
                response.headers[.date] = Date().imfFixdate
                try await writer.write(response: response.head, body: response.body)
            }, configuration: configuration)
    }
}
