import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization

/// Says to systemd when the service is ready, that it lives, and that it stops.
///
/// A sign of life is given only after every event loop has answered: a service whose loops hang is restarted. An outage of
/// the database is no reason: a restart would not mend it.
struct Supervision: Service {
    let notifier: SystemdNotifier
    let address: Address
    let logger: Logger

    /// While it waits for the database or migrates, it asks for this much more time, again and again.
    private static let extraTime = Duration.seconds(60)
    /// At most this often: a start that takes longer than half an hour is given up.
    private static let extensions = 60

    func run() async throws {
        guard notifier.isWatched else {
            // A stop that runs out of patience cancels: that is an end too.
            try? await gracefulShutdown()
            return
        }
        await cancelWhenGracefulShutdown {
            guard await becomeReady() else { return }
            await keepAlive()
        }
        notifier.tell("STOPPING=1\nSTATUS=stopping")
    }

    /// Waits until the port is open; false when it never will be.
    private func becomeReady() async -> Bool {
        await withTaskGroup(of: Bool?.self) { group in
            group.addTask { await address.place() != nil }
            group.addTask {
                for _ in 0..<Supervision.extensions {
                    let microseconds = Supervision.extraTime.components.seconds * 1_000_000
                    notifier.tell("EXTEND_TIMEOUT_USEC=\(microseconds)\nSTATUS=preparing the database")
                    guard (try? await Task.sleep(for: Supervision.extraTime / 2)) != nil else { break }
                }
                return nil
            }
            defer { group.cancelAll() }
            while let ended = await group.next() {
                guard let isReady = ended else { continue }
                if isReady { notifier.tell("READY=1\nSTATUS=serving") }
                return isReady
            }
            return false
        }
    }

    private func keepAlive() async {
        guard let watchdog = notifier.watchdog else {
            try? await gracefulShutdown()
            return
        }
        while !Task.isCancelled {
            if await Supervision.loopsAnswer(within: watchdog / 4) {
                notifier.tell("WATCHDOG=1")
            } else {
                logger.error("an event loop does not answer: no sign of life is given")
            }
            try? await Task.sleep(for: watchdog / 3)
        }
    }

    /// Whether every event loop does a small piece of work in time.
    static func loopsAnswer(within limit: Duration) async -> Bool {
        let answers = Answers()
        var asked = 0
        for loop in MultiThreadedEventLoopGroup.singleton.makeIterator() {
            loop.execute { answers.count.add(1, ordering: .relaxed) }
            asked += 1
        }
        let deadline = ContinuousClock.now + limit
        while answers.count.load(ordering: .relaxed) < asked {
            guard ContinuousClock.now < deadline, (try? await Task.sleep(for: limit / 50)) != nil else { return false }
        }
        return true
    }

    private final class Answers: Sendable {
        let count = Atomic(0)
    }
}
