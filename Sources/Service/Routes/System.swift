import Deployment
import HTTPTypes
import Hummingbird
import Postgres

/// The routes for those who run the service, and the description of the API itself.
extension Routes {
    static let system: [Route] = [
        Route(
            method: .get, path: "/livez", summary: "Says that the process runs.", access: .anyone,
            success: .text("text/plain"), handler: { _ in Answer(.ok, .bytes(Array("ok\n".utf8), type: "text/plain")) }),
        Route(
            method: .get, path: "/readyz", summary: "Says whether work should be sent here.", access: .anyone,
            success: .text("text/plain"), refusals: [503], handler: readiness),
        Route(
            method: .get, path: "/metrics", summary: "What is counted, as Prometheus text.", access: .anyone,
            success: .text("text/plain"), handler: measures),
        Route(
            method: .get, path: "\(base)/openapi.json", summary: "This description.", access: .anyone,
            success: .json(.anything), handler: { _ in Answer(.ok, .json(description)) }),
    ]

    private static let description = OpenAPIDocument.document(of: all, version: "1").bytes()

    private static func readiness(_ call: Call) async throws -> Answer {
        if let hindrance = await call.house.health.hindrance() { throw APIProblem.unavailable(hindrance) }
        return Answer(.ok, .bytes(Array("ready\n".utf8), type: "text/plain"))
    }

    /// What the process counts is always there; what the database knows is left out while it is away.
    private static func measures(_ call: Call) async throws -> Answer {
        var text = PrometheusText()
        call.house.metrics.write(to: &text, pool: call.house.pool.metrics)
        await RecordMeasures.write(to: &text, from: call.house.pool, now: call.now)
        return Answer(.ok, .bytes(Array(text.text.utf8), type: "text/plain; version=0.0.4; charset=utf-8"))
    }
}
