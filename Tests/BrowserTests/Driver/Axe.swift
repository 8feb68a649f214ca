import Deployment
import Foundation

/// axe-core, the checker of WCAG: its script is installed by `.ci/setup`, never part of the repository (MPL-2.0).
struct Axe: Sendable {
    private let script: String

    /// Reads the script. Throws where it is not installed.
    init() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let file = root.appending(path: ".build-axe/axe_playwright_python/axe.min.js")
        guard let text = try? String(contentsOf: file, encoding: .utf8) else {
            throw BrowserFault("axe-core is not installed: bash .ci/setup installs it")
        }
        script = text
    }

    /// The violations of WCAG 2.0 to 2.2, levels A and AA, on the page that is shown: rule, impact and the elements.
    func violations(_ browser: Browser) async throws -> [String] {
        try await browser.script(script + "\n;return axe.version")
        let found = try await browser.waitingScript(
            """
            const done = arguments[arguments.length - 1];
            axe.run(document, {
              runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
              resultTypes: ["violations"],
            }).then(
              r => done(r.violations.map(v => v.id + " (" + v.impact + "): " + v.nodes.length + " times, "
                + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(" | "))),
              e => done(["axe failed: " + e]));
            """)
        return found.elements?.compactMap(\.string) ?? ["axe gave no answer"]
    }
}
