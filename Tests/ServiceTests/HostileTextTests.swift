import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

@testable import Service

@Suite("Stored text from every form comes back escaped")
struct HostileTextTests {
    @Test(
        "markup, turned writing, braces and 10,000 characters stay text on every page, and nothing of them is lost",
        .timeLimit(.minutes(20)))
    func everyForm() async throws {
        let line = FakeProvider().line
        let desk: @Sendable (Pool) -> ProviderDesk? = { ProviderDesk(FakeProvider.settings, pool: $0, line: line) }
        try await withAPI(provider: desk) { api in
            let walk = HostileWalk(api)
            try await HostileStory(api: api, walk: walk).play()
            for role in Role.allCases { try await walk.crawl(as: api.cast.person(role), role) }
            walk.expectEveryFormMet()
            walk.expectEveryTextShown()
        }
    }
}
