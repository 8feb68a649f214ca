import FoundationEssentials
import Synchronization

/// The holders of reservations that are at work in this process.
///
/// A holder's name is that of the process's database sessions and a number of its own, so that another process can look
/// whether it lives.
final class Holders: Sendable {
    private let working = Mutex<Set<String>>([])

    /// A new holder, at work until `end`.
    func begin(_ process: String) -> String {
        let holder = "\(process)/\(UUID().uuidString.lowercased())"
        _ = working.withLock { $0.insert(holder) }
        return holder
    }

    func end(_ holder: String) {
        _ = working.withLock { $0.remove(holder) }
    }

    /// Whether this holder is at work here.
    func contains(_ holder: String) -> Bool {
        working.withLock { $0.contains(holder) }
    }

    /// The process of a holder; nil for a name that is none.
    static func process(of holder: String) -> String? {
        guard let slash = holder.lastIndex(of: "/"), slash > holder.startIndex else { return nil }
        return String(holder[..<slash])
    }
}
