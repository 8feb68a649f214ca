extension Pool {
    /// Listens to a channel until the sequence is dropped, its task is cancelled or the pool shuts down.
    ///
    /// Uses a connection of its own outside the pool's bound, proves every `listenPing` that the session still listens
    /// (a pooler may have swapped it), reconnects with growing pauses of at most `breakerPauseLimit`, and yields `.resync`
    /// first and after each reconnection. A slow reader loses the oldest of more than 64 waiting elements, never the last.
    package func listen(_ channel: String) -> AsyncStream<Notification> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Notification.self, bufferingPolicy: .bufferingNewest(64))
        let listener = Listener(channel: channel, configuration: configuration, continuation: continuation)
        let task = Task.detached { await listener.run() }
        continuation.onTermination = { _ in task.cancel() }
        register(listener: task)
        return stream
    }
}

/// Keeps one session listening.
struct Listener: Sendable {
    let channel: String
    let configuration: PoolConfiguration
    let continuation: AsyncStream<Notification>.Continuation

    func run() async {
        var pause = configuration.breakerPause
        while !Task.isCancelled {
            // Every error means the same here: connect again.
            if (try? await session()) == true { pause = configuration.breakerPause }
            guard (try? await Task.sleep(for: pause * Double.random(in: 0.5...1.0))) != nil else { break }
            pause = min(pause * 2, configuration.breakerPauseLimit)
        }
        continuation.finish()
    }

    /// One session from connect to loss; true when it had come to listen.
    private func session() async throws -> Bool {
        let (lost, loss) = AsyncStream.makeStream(of: Void.self)
        let hooks = ConnectionHooks(
            onNotification: { [continuation] channel, payload, process in
                continuation.yield(.message(channel: channel, payload: payload, processID: process))
            },
            onEnd: { _ in loss.finish() })
        var settings = configuration
        settings.applicationName += " listen"
        let connection = try await Connection.connect(settings, hooks: hooks, meter: nil)
        defer { connection.close() }
        try await connection.execute("LISTEN \(identifier: channel)")
        continuation.yield(.resync)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in lost {} }
            group.addTask { await prove(connection) }
            await group.next()
            group.cancelAll()
        }
        return true
    }

    /// Returns when the session no longer listens or no longer answers.
    private func prove(_ connection: Connection) async {
        while (try? await Task.sleep(for: configuration.listenPing)) != nil {
            let channels = try? await connection.query("SELECT pg_listening_channels() AS channel")
            guard channels?.contains(where: { (try? $0.decode("channel")) == channel }) == true else { return }
        }
    }
}
