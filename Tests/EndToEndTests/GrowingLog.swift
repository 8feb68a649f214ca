import Foundation
import Synchronization

/// What a running process has printed so far, read on a thread of its own so that the process never waits for its pipe.
final class GrowingLog: Sendable {
    private let inside = Mutex((text: "", isAtEnd: false))

    /// All of it so far.
    var text: String { inside.withLock { $0.text } }

    /// Reads a pipe from now to its end.
    init(_ pipe: Pipe) {
        let handle = pipe.fileHandleForReading
        Thread { [self] in
            while case let data = handle.availableData, !data.isEmpty {
                inside.withLock { $0.text += String(decoding: data, as: UTF8.self) }
            }
            inside.withLock { $0.isAtEnd = true }
        }.start()
    }

    /// Waits until these words were printed, the process closed its pipe, or a minute and a half went by.
    func wait(for words: String) async throws -> Bool {
        for _ in 0..<900 {
            if text.contains(words) { return true }
            if inside.withLock({ $0.isAtEnd }) { return false }
            try await Task.sleep(for: .milliseconds(100))
        }
        return false
    }

    /// Waits until the process closed its pipe, a minute and a half at most.
    func end() async throws -> Bool {
        for _ in 0..<900 where !inside.withLock({ $0.isAtEnd }) { try await Task.sleep(for: .milliseconds(100)) }
        return inside.withLock { $0.isAtEnd }
    }
}
