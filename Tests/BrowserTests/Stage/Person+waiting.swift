import Deployment
import Testing

/// What comes by itself, and what is more than words.
extension Person {
    /// Waits until these words can be read, without touching the page; two minutes at most.
    func waits(for words: String) async throws {
        for _ in 0..<1200 {
            // A page that loads itself again has no text for a moment.
            if await (try? browser.text.contains(words)) == true { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw BrowserFault("\"\(words)\" does not come")
    }

    /// Puts a file into the field with this label, as the window of the browser for choosing one would.
    func attach(_ path: String, to label: String) async throws {
        guard let field = try await browser.element(Script.field, [.string(label)]) else {
            throw BrowserFault("no field \"\(label)\"")
        }
        if way == .keyboard { try await reach(field) }
        try await browser.attach(path, to: field)
    }

    /// The words of the choice that is made in a group; nil where none is.
    func chosen(in group: String) async throws -> String? {
        try await browser.script(
            """
            const plain = text => (text ?? "").replace(/\\s+/g, " ").trim();
            const group = [...document.querySelectorAll("fieldset")].find(
              f => plain(f.querySelector("legend")?.innerText) === arguments[0]);
            return plain(group.querySelector("input:checked")?.labels[0].innerText) || null;
            """, [.string(group)]
        ).string
    }
}
