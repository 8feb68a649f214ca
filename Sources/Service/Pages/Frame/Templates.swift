import Mustache

/// The templates, parsed once; `{{name}}` escapes, and a name that a model lacks renders as nothing.
struct Templates: Sendable {
    private let library: MustacheLibrary

    /// Every embedded template. Throws where one cannot be parsed.
    init() throws {
        var templates: [String: MustacheTemplate] = [:]
        for (name, bytes) in EmbeddedPages.files where name.hasSuffix(".mustache") {
            let text = String(decoding: bytes, as: UTF8.self)
            templates[String(name.dropLast(".mustache".count))] = try MustacheTemplate(string: text)
        }
        library = MustacheLibrary(templates: templates)
    }

    /// The page's own part, HTML.
    func render(_ model: Any, with template: String) throws -> String {
        guard let text = library.render(model, withTemplate: template) else { throw MissingTemplate(name: template) }
        return text
    }
}

/// A page names a template that is not embedded: a slip that the test of all pages shows.
struct MissingTemplate: Error {
    let name: String
}
