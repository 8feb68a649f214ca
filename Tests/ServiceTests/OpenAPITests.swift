import Deployment
import HTTPTypes
import Service
import Testing

@Suite("The OpenAPI document")
struct OpenAPITests {
    private let document = OpenAPIDocument.document(of: Routes.all, version: "1")

    @Test("has every route of the table and no other")
    func sameRoutes() {
        var found: Set<String> = []
        for path in document["paths"]?.members ?? [] {
            for operation in path.value.members ?? [] { found.insert("\(operation.key.uppercased()) \(path.key)") }
        }
        #expect(found == Set(Routes.all.map(\.name)))
        #expect(found.count == Routes.all.count, "two routes have one name")
    }

    @Test("is a whole: version, title, one id for each operation, every reference resolved")
    func whole() {
        #expect(document["openapi"] == "3.1.0")
        #expect(document["info"]?["title"]?.string != nil && document["info"]?["version"]?.string != nil)
        var operations: [String] = []
        for path in document["paths"]?.members ?? [] {
            operations += path.value.members?.compactMap { $0.value["operationId"]?.string } ?? []
        }
        #expect(operations.count == Routes.all.count && Set(operations).count == operations.count)
        let named = Set(document["components"]?["schemas"]?.members?.map(\.key) ?? [])
        var references: Set<String> = []
        collect(document, &references)
        #expect(!references.isEmpty)
        for reference in references {
            #expect(reference.hasPrefix("#/components/schemas/"))
            #expect(named.contains(String(reference.dropFirst("#/components/schemas/".count))), "\(reference)")
        }
    }

    @Test("declares the variables of each path, its roles, and a success that has a description", arguments: Routes.all)
    func operation(_ route: Route) throws {
        let paths = try #require(document["paths"])
        let operation = try #require(paths[route.path]?[route.method.rawValue.lowercased()])
        let parameters = operation["parameters"]?.elements ?? []
        let inPath = parameters.filter { $0["in"] == "path" }
        #expect(Set(inPath.compactMap { $0["name"]?.string }) == Set(route.variables))
        #expect(inPath.allSatisfy { $0["required"] == true })
        #expect(parameters.allSatisfy { $0["schema"] != nil })
        let responses = try #require(operation["responses"]?.members)
        #expect(responses.contains { $0.key == String(route.status.code) })
        #expect(responses.allSatisfy { $0.value["description"]?.string?.isEmpty == false })
        if case .roles(let roles) = route.access {
            #expect(operation["x-roles"]?.elements?.compactMap(\.string) == roles.map(\.rawValue).sorted())
            #expect(responses.contains { $0.key == "401" } && responses.contains { $0.key == "403" })
        }
        #expect((operation["requestBody"] != nil) == (route.body != .none))
    }

    private func collect(_ value: JSON, _ found: inout Set<String>) {
        if let reference = value["$ref"]?.string { found.insert(reference) }
        for member in value.members ?? [] { collect(member.value, &found) }
        for element in value.elements ?? [] { collect(element, &found) }
    }
}
