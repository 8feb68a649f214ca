import FoundationEssentials
import HTTPTypes
import Logging
import NIOCore
import NIOPosix
import Postgres
import Records
import Service
import TestDatabase

/// A service that really listens, wired by the one function that wires them all.
struct RunningService: Sendable {
    let service: EvenhandService
    let port: Int
    let cast: Cast

    /// Runs a service over a lent database for the time of `body`, then stops it.
    static func with(_ database: TestDatabase, _ body: (RunningService) async throws -> Void) async throws {
        let cast = try await Cast.load(database)
        var settings = ServiceConfiguration()
        settings.port = 0
        settings.databaseURL = Secret(database.connectionString(user: "evenhand_app"))
        settings.adminURL = Secret(database.connectionString())
        settings.workerEnabled = false
        settings.dataDirectory = "/nowhere/evenhand"
        try await run(settings) { service, port in
            try await body(RunningService(service: service, port: port, cast: cast))
        }
    }

    /// Runs a service with these settings for the time of `body`, then stops it.
    static func run(
        _ settings: ServiceConfiguration, _ body: (EvenhandService, Int) async throws -> Void
    ) async throws {
        let service = try await buildService(settings, logger: quiet, stopsOnSignals: false)
        let running = Task { try await service.run() }
        do {
            guard let place = await service.address.place() else {
                try await running.value
                return
            }
            try await body(service, place.port)
            await service.stop()
            try await running.value
        } catch {
            await service.stop()
            _ = try? await running.value
            throw error
        }
    }

    static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// One request over a connection of its own; status and body.
    static func get(_ path: String, port: Int, token: String? = nil) async throws -> (status: Int, text: String) {
        let line = try await Line.open(port: port)
        try await line.send(request(path, token: token, close: true))
        let text = try await line.rest()
        return (Int(text.split(separator: " ").dropFirst().first ?? "") ?? 0, text)
    }

    static func request(_ path: String, token: String?, close: Bool, headers: [String: String] = [:]) -> String {
        var text = "GET \(path) HTTP/1.1\r\nHost: localhost\r\n"
        if let token { text += "Authorization: Bearer \(token)\r\n" }
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        if close { text += "Connection: close\r\n" }
        return text + "\r\n"
    }
}

/// A raw connection: sends text, reads text.
final class Line: Sendable {
    private let channel: any Channel
    private let pieces: AsyncStream<String>

    private init(_ channel: any Channel, _ pieces: AsyncStream<String>) {
        self.channel = channel
        self.pieces = pieces
    }

    static func open(port: Int) async throws -> Line {
        let (pieces, piece) = AsyncStream.makeStream(of: String.self)
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in channel.pipeline.addHandler(Collector(piece)) }
            .connect(host: "127.0.0.1", port: port).get()
        return Line(channel, pieces)
    }

    func send(_ text: String) async throws {
        try await channel.writeAndFlush(ByteBuffer(string: text))
    }

    /// Everything until the other side closes.
    func rest() async throws -> String {
        var text = ""
        for await piece in pieces { text += piece }
        return text
    }

    /// Reads until `mark` has come; nil when the other side closed before.
    func until(_ mark: String) async -> String? {
        var text = ""
        for await piece in pieces {
            text += piece
            if text.contains(mark) { return text }
        }
        return nil
    }

    func close() async { try? await channel.close() }
}

private final class Collector: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer
    private let piece: AsyncStream<String>.Continuation

    init(_ piece: AsyncStream<String>.Continuation) {
        self.piece = piece
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        piece.yield(String(buffer: unwrapInboundIn(data)))
    }

    func channelInactive(context: ChannelHandlerContext) {
        piece.finish()
    }
}
