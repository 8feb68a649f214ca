import Foundation
import Synchronization

/// The progress of one long step: a bar that redraws its line on a terminal, plain lines (at most one every ten
/// percent) elsewhere.
final class ProgressBar: Sendable {
    private struct Shown {
        var tenth = -1
        var open = false
    }

    private let label: String
    private let shown = Mutex(Shown())

    /// A bar that says what is under way.
    init(_ label: String) {
        self.label = label
    }

    /// Shows how far the step is, from 0 to 1, with a few words.
    func update(_ fraction: Double, _ words: String) {
        let bounded = min(max(fraction, 0), 1)
        let percent = Int((bounded * 100).rounded(.down))
        shown.withLock { shown in
            if Terminal.isInteractive {
                let filled = Int(bounded * 24)
                let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 24 - filled)
                FileHandle.standardOutput.write(Data("\r  \(label) [\(bar)] \(words)\u{1B}[K".utf8))
                shown.open = true
            } else if percent / 10 > shown.tenth {
                shown.tenth = percent / 10
                Terminal.say("  \(label): \(percent) % \(words)")
            }
        }
    }

    /// Ends the line of the bar.
    func finish() {
        shown.withLock { shown in
            if shown.open { Terminal.say() }
            shown.open = false
        }
    }
}
