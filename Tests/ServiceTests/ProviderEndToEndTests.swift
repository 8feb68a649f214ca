import Deployment
import FoundationEssentials
import HTTPTypes
import Postgres
import Records
import Testing

@testable import Service

/// Against a real provider, by real HTTP. It refuses whoever does not use PKCE.
@Suite(
    "Signing in by a real provider", .serialized,
    .enabled(if: Glewlwyd.home != nil, "Glewlwyd is not installed: .ci/setup does it"))
struct ProviderEndToEndTests {
    private static let publicURL = "http://127.0.0.1:1"

    private static func settings(_ provider: Glewlwyd) -> ProviderSettings {
        var settings = ProviderSettings(
            issuer: provider.issuer, clientID: Glewlwyd.client, clientSecret: Secret(Glewlwyd.secret),
            publicURL: publicURL)
        settings.accountClaim = "account"
        return settings
    }

    @Test("a person signs in with PKCE; without challenge, verifier or secret nobody does")
    func whole() async throws {
        let back = Self.publicURL + ProviderSettings.returnPath
        try await Glewlwyd.with(returnAddress: back, roles: ["auditor", "duties"]) { provider in
            let settings = Self.settings(provider)
            let http = ProviderLine.http(rootsFile: nil)
            try await Self.visit(settings, http, lands: 303, as: .auditor) { try await provider.authorise($0) }

            // The provider refuses a request without a challenge: it really demands PKCE.
            try await Self.visit(settings, http, lands: 502) { start in
                let kept = start.split(separator: "&").filter { !$0.hasPrefix("code_challenge") }
                return try await provider.authorise(kept.joined(separator: "&"))
            }

            // It refuses a code without its verifier, and with another one.
            for verifier in [nil, String(repeating: "w", count: 43)] {
                let altered = ProviderLine { ask in
                    var ask = ask
                    ask.form = ask.form.map { form in
                        form.filter { $0.0 != "code_verifier" } + (verifier.map { [("code_verifier", $0)] } ?? [])
                    }
                    return try await http.ask(ask)
                }
                try await Self.visit(settings, altered, lands: 502) { try await provider.authorise($0) }
            }

            // It refuses us under another secret.
            var poor = settings
            poor.clientSecret = Secret("not the secret")
            try await Self.visit(poor, http, lands: 502) { try await provider.authorise($0) }
        }
    }

    /// One visit over a database of its own, where Pat Example is an auditor and in the Gold group; `authorise` leads from the
    /// provider's page back to ours.
    private static func visit(
        _ settings: ProviderSettings, _ line: ProviderLine, lands status: Int, as role: Role? = nil,
        authorise: @escaping @Sendable (String) async throws -> String
    ) async throws {
        let desk: @Sendable (Pool) -> ProviderDesk? = { ProviderDesk(settings, pool: $0, line: line) }
        try await withAPI(provider: desk) { api in
            _ = try await api.house.accounts.create(name: Glewlwyd.person.shown, roles: [.auditor, .gold])
            let visitor = Visitor(api)
            let start = try await visitor.get("/sign-in/provider?to=/sessions")
            let returned = try await authorise(try #require(start.headers[.location]))
            try #require(returned.hasPrefix(publicURL), "the provider leads elsewhere: \(returned.prefix(200))")
            let reply = try await visitor.get(String(returned.dropFirst(publicURL.count)))
            #expect(reply.status == status, "\(reply.text)")
            var found: Role?
            if let secret = visitor.cookies["evenhand"].flatMap({ SessionSecret($0) }) {
                found = try await api.house.sessions.find(secret, asOf: Date())?.principal.role
            }
            #expect(found == role)
        }
    }
}
