import Deployment
import HTTPTypes
import Hummingbird

/// The OpenAPI 3.1 document of a table of routes.
package enum OpenAPIDocument {
    /// The whole document.
    package static func document(of routes: [Route], version: String) -> JSON {
        [
            "openapi": "3.1.0",
            "info": [
                "title": "Evenhand", "version": .string(version),
                "summary": "Duty rosters, non-deployments and their Gold review for an armed protection command.",
                "license": ["name": "Proprietary", "identifier": "LicenseRef-Proprietary"],
            ],
            "servers": [["url": "/"]],
            "paths": paths(routes),
            "components": [
                "schemas": schemas(routes),
                "securitySchemes": ["bearer": ["type": "http", "scheme": "bearer"]],
            ],
        ]
    }

    private static func paths(_ routes: [Route]) -> JSON {
        let byPath = Dictionary(grouping: routes, by: \.path)
        return .object(
            byPath.keys.sorted().map { path in
                let operations = (byPath[path] ?? []).map {
                    JSON.Member($0.method.rawValue.lowercased(), operation($0))
                }
                return JSON.Member(path, .object(operations))
            })
    }

    private static func operation(_ route: Route) -> JSON {
        var members: [JSON.Member] = [
            .init("operationId", .string(operationID(route))), .init("summary", .string(route.summary)),
        ]
        if case .roles(let roles) = route.access {
            let names = roles.map(\.rawValue).sorted()
            members.append(.init("description", .string("Roles: \(names.joined(separator: ", ")).")))
            members.append(.init("x-roles", .array(names.map { .string($0) })))
            members.append(.init("security", [["bearer": []]]))
        } else {
            members.append(.init("security", []))
        }
        let parameters = parameters(route)
        if !parameters.isEmpty { members.append(.init("parameters", .array(parameters))) }
        if let content = bodyContent(route) {
            members.append(.init("requestBody", ["required": true, "content": content]))
        }
        members.append(.init("responses", responses(route)))
        return .object(members)
    }

    /// `getApiV1CasesCase`: method and path as one word.
    static func operationID(_ route: Route) -> String {
        let words = route.path.split { !$0.isLetter && !$0.isNumber }.filter { $0 != "api" && $0 != "v1" }
        return route.method.rawValue.lowercased() + words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
            + (route.path.hasSuffix("}") ? "" : "All")
    }

    private static func parameters(_ route: Route) -> [JSON] {
        var all = route.variables.map { parameter($0, "path", PathParts.form($0), required: true, "") }
        all += route.query.map { parameter($0.name, "query", $0.form, required: $0.isRequired, $0.meaning) }
        if route.method != .get, route.access != .anyone {
            all.append(
                parameter(
                    "Idempotency-Key", "header", .free(1...200), required: false,
                    "New for every intention; the same request again gets the first answer."))
        }
        if route.needsRevision {
            all.append(parameter("If-Match", "header", .free(3...40), required: true, "The ETag that the caller saw."))
        }
        return all
    }

    private static func parameter(
        _ name: String, _ place: String, _ form: TextForm, required: Bool, _ meaning: String
    ) -> JSON {
        var members: [JSON.Member] = [.init("name", .string(name)), .init("in", .string(place))]
        if required { members.append(.init("required", true)) }
        if !meaning.isEmpty { members.append(.init("description", .string(meaning))) }
        members.append(.init("schema", form.document))
        return .object(members)
    }

    private static func bodyContent(_ route: Route) -> JSON? {
        if case .text(let type) = route.body { return .object([.init(type, ["schema": ["type": "string"]])]) }
        return bodySchema(route).map { ["application/json": ["schema": $0.document]] }
    }

    private static func bodySchema(_ route: Route) -> Schema? {
        switch route.body {
        case .none, .text: nil
        case .json(let schema), .largeJSON(let schema): schema
        }
    }

    private static func responses(_ route: Route) -> JSON {
        var members = [JSON.Member(String(route.status.code), success(route))]
        for status in statuses(route) {
            members.append(
                .init(
                    String(status),
                    [
                        "description": .string(HTTPResponse.Status.named(status).reasonPhrase),
                        "content": ["application/problem+json": ["schema": APIProblem.schema.document]],
                    ]))
        }
        return .object(members)
    }

    private static func success(_ route: Route) -> JSON {
        var members = [JSON.Member("description", .string(route.status.reasonPhrase))]
        switch route.success {
        case .json(let schema): members.append(.init("content", ["application/json": ["schema": schema.document]]))
        case .text(let type):
            members.append(.init("content", .object([.init(type, ["schema": ["type": "string"]])])))
        case .events: members.append(.init("content", ["text/event-stream": ["schema": ["type": "string"]]]))
        case .nothing: break
        }
        return .object(members)
    }

    /// The error statuses that a route can answer, by what it declares.
    package static func statuses(_ route: Route) -> [Int] {
        var all: Set<Int> = route.refusals.union([500])
        if route.access != .anyone { all.formUnion([400, 401, 403, 503]) }
        if !route.variables.isEmpty { all.insert(404) }
        if route.body != .none { all.formUnion([400, 413, 415, 422]) }
        if route.method != .get, route.access != .anyone { all.formUnion([409, 422]) }
        if route.needsRevision { all.formUnion([412, 428]) }
        return all.sorted()
    }

    private static func schemas(_ routes: [Route]) -> JSON {
        var named = APIProblem.schema.namedParts
        for route in routes {
            if let schema = bodySchema(route) { named.merge(schema.namedParts) { first, _ in first } }
            if case .json(let schema) = route.success { named.merge(schema.namedParts) { first, _ in first } }
        }
        return .object(named.sorted { $0.key < $1.key }.map { .init($0.key, $0.value.document) })
    }
}
