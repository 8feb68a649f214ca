import Deployment
import HTTPTypes
import Hummingbird
import NIOCore

/// Reads the parts of a request that a route declares, each checked before any work is done.
enum RequestReading {
    /// The longest body of an import, in bytes.
    static let largeBody = 10 << 20
    /// The longest body of everything else, in bytes.
    static let usualBody = 1 << 20

    /// The variable parts of the path. A part that has not the form of its name cannot exist: 404.
    static func parts(_ route: Route, _ context: ServiceContext) throws -> [String: String] {
        var parts: [String: String] = [:]
        for name in route.variables {
            guard let text = context.parameters.get(name), PathParts.form(name).fault(in: text) == nil else {
                throw APIProblem.notFound
            }
            parts[name] = text
        }
        return parts
    }

    /// The parameters of the query; unknown, doubled, missing and malformed ones are all reported.
    static func query(_ route: Route, _ request: Request) throws -> [String: String] {
        var found: [String: String] = [:]
        var faults: [Fault] = []
        for (name, value) in request.uri.queryParameters {
            let name = String(name)
            guard let parameter = route.query.first(where: { $0.name == name }) else {
                faults.append(Fault(String(name.prefix(60)), "is not known here"))
                continue
            }
            if found[name] != nil { faults.append(Fault(name, "is given twice")) }
            if let fault = parameter.form.fault(in: String(value)) { faults.append(Fault(name, fault)) }
            found[name] = String(value)
        }
        for parameter in route.query where parameter.isRequired && found[parameter.name] == nil {
            faults.append(Fault(parameter.name, "is missing"))
        }
        guard faults.isEmpty else { throw APIProblem.invalid(faults) }
        return found
    }

    /// The body, parsed and checked, with its bytes.
    static func body(_ route: Route, _ request: Request) async throws -> (value: JSON, bytes: [UInt8]) {
        let schema: Schema
        let limit: Int
        switch route.body {
        case .none: return (.null, [])
        case .json(let shape): (schema, limit) = (shape, usualBody)
        case .largeJSON(let shape): (schema, limit) = (shape, largeBody)
        case .text(let type): return try await text(type, request)
        }
        guard isJSON(request.headers[.contentType]) else {
            throw APIProblem(.unsupportedMediaType, "unsupported-type", "The body must be application/json in UTF-8.")
        }
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw APIProblem.tooLarge
        }
        let bytes = Array(buffer: try await request.body.collect(upTo: limit))
        let value: JSON
        do {
            value = try JSON.parse(bytes, limits: JSONLimits(bytes: limit, depth: 32))
        } catch {
            throw APIProblem.malformed(error)
        }
        let faults = schema.faults(in: value)
        guard faults.isEmpty else { throw APIProblem.invalid(faults) }
        return (value, bytes)
    }

    /// A body that is text of one media type.
    private static func text(_ type: String, _ request: Request) async throws -> (value: JSON, bytes: [UInt8]) {
        guard isUTF8(request.headers[.contentType], type) else {
            throw APIProblem(.unsupportedMediaType, "unsupported-type", "The body must be \(type) in UTF-8.")
        }
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > largeBody {
            throw APIProblem.tooLarge
        }
        let bytes = Array(buffer: try await request.body.collect(upTo: largeBody))
        guard let text = String(validating: bytes, as: UTF8.self), !text.utf8.contains(0) else {
            throw APIProblem.invalid([Fault("", "is text in UTF-8 without NUL characters")])
        }
        return (.string(text), bytes)
    }

    /// JSON has one encoding (RFC 8259); a `charset` that says otherwise is refused rather than misread.
    static func isJSON(_ type: String?) -> Bool { isUTF8(type, "application/json") }

    /// Whether a content type is this media type and says no other encoding than UTF-8.
    private static func isUTF8(_ type: String?, _ wanted: String) -> Bool {
        guard let parts = type?.lowercased().split(separator: ";"), let media = parts.first else { return false }
        guard media.filter({ $0 != " " }) == wanted else { return false }
        return parts.dropFirst().allSatisfy { parameter in
            let text = parameter.filter { $0 != " " && $0 != "\"" }
            return !text.hasPrefix("charset=") || text == "charset=utf-8"
        }
    }
}
