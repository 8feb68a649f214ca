import Mustache

/// The templates, parsed once; `{{name}}` escapes, and a name that a model lacks renders as nothing.
struct Templates: Sendable {
    private let library: MustacheLibrary

    /// Every embedded template. Throws where one cannot be parsed.
    init() throws {
        MustacheContentTypes.register(PageText(), named: PageText.name)
        var templates: [String: MustacheTemplate] = [:]
        for (name, bytes) in EmbeddedPages.files where name.hasSuffix(".mustache") {
            let text = String(decoding: bytes, as: UTF8.self)
            // Each says it for itself: a template inside another begins anew.
            templates[String(name.dropLast(".mustache".count))] = try MustacheTemplate(
                string: "{{% CONTENT_TYPE:\(PageText.name)}}\n" + text)
        }
        library = MustacheLibrary(templates: templates)
    }

    /// The page's own part, HTML.
    func render(_ model: Any, with template: String) throws -> String {
        guard let text = library.render(model, withTemplate: template) else { throw MissingTemplate(name: template) }
        return text
    }
}

/// Escapes as pages need it. The library's own way goes letter by letter as Swift counts them, so that a quote before a combining
/// accent is none to it and stays; a browser ends the attribute there.
private struct PageText: MustacheContentType {
    static let name = "PAGE"

    func escapeText(_ text: String) -> String { HTML.escaped(text) }
}

/// A page names a template that is not embedded: a slip that the test of all pages shows.
struct MissingTemplate: Error {
    let name: String
}
