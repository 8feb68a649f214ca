import ArgumentParser
import Foundation
import Impartiality

extension AuditCommand {
    /// Prints the evidence of one flag, and draws it.
    struct Explain: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Explain a flag: what was counted, what chance would do, what would explain it innocently.",
            discussion: """
                The history and the options must be those with which the flags file was made: the flags are raised again, and \
                numbered alike.
                """)

        @Argument(help: "The flag's id in the flags file, such as F00012.")
        var flag: String

        @Option(help: "The history: a directory of CSV files.")
        var history: String

        @OptionGroup var terms: AuditTerms

        @Option(help: ArgumentHelp("A directory to write the pictures to, as SVG; made when absent.", valueName: "dir"))
        var picture: String?

        func run() async throws {
            try await reporting {
                let history = try await HistoryFolder(self.history).history(until: terms.until)
                let flags = try await Audit.flags(of: history, budget: terms.budget)
                guard let found = FlagsFile(history).flag(flag, among: flags) else {
                    throw BadInput(reasons: ["\(flag): no such flag; the audit raises \(flags.count) on this history"])
                }
                let explanation = FlagExplanation(found, of: history)
                FlagText(explanation, id: flag).lines.forEach(Terminal.say)
                if let picture { try draw(explanation, in: picture) }
            }
        }

        private func draw(_ explanation: FlagExplanation, in folder: String) throws {
            let place = URL(fileURLWithPath: folder)
            let pictures = [
                ("rate", RatePicture(explanation)?.svg), ("evidence", EvidencePicture(explanation)?.svg),
            ]
            guard pictures.contains(where: { $0.1 != nil }) else {
                return Terminal.say("\nNo picture: a rule is certain at one event and has nothing to draw.")
            }
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            Terminal.say()
            for case (let name, let svg?) in pictures {
                let file = place.appendingPathComponent("\(flag)-\(name).svg")
                try Data(svg.utf8).write(to: file, options: .atomic)
                Terminal.say("picture: \(file.path)")
            }
        }
    }
}
