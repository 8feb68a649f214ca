import Deployment
import FoundationEssentials
import Ledger
import Postgres
import Records
import TestDatabase
import Testing

@Suite("Dip samples")
struct DipSampleTests {
    /// A granted decision, and readings of its annex with purposes of their own.
    private static func readings(_ count: Int, _ cast: Cast) async throws {
        let record = try await cast.granted(annex: "My cousin lives there.")
        for turn in 0..<count {
            _ = try await cast.records.readSealed(
                record, layer: .annex, by: cast.id("Ashby"), purpose: "Gold triage, turn \(turn)")
        }
    }

    /// The order that somebody works out who has the leaves and the seed, and nothing of ours.
    private static func order(_ seed: String, below: Int64, _ cast: Cast) async throws -> [String] {
        let leaves = try await cast.database.pool.withConnection { connection in
            try await connection.query(
                """
                SELECT kind, subject FROM ledger_leaf WHERE index < \(below) AND kind IN ('sensitive_read', 'decision')
                """
            ).map { "\(try $0.decode(0, as: String.self))/\(try $0.decode(1, as: String.self))" }
        }
        return leaves.sorted {
            Hash.sha256(Array("\(seed)/\($0)".utf8)).hex < Hash.sha256(Array("\(seed)/\($1)".utf8)).hex
        }
    }

    private static func drawn(_ sample: Int64, _ cast: Cast) async throws -> [String] {
        try await cast.database.pool.withConnection { connection in
            try await connection.query(
                """
                SELECT coalesce('sensitive_read/' || read_id, 'decision/' || decision_id) FROM dip_item
                WHERE sample_id = \(sample) ORDER BY place
                """
            ).map { try $0.decode(0, as: String.self) }
        }
    }

    @Test("whoever has the leaves and the seed draws the same items, in the same order")
    func reproducible() async throws {
        try await Cast.with { cast in
            try await DipSampleTests.readings(9, cast)
            let (auditor, today) = (try await cast.auditor(), cast.today)
            let sample = try await cast.samples.draw(
                size: 4, from: today.adding(-1), to: today.adding(1), seed: "dice 4 1 6 6 2", by: auditor)
            let (told, items) = try await cast.samples.get(sample)
            #expect(told.population == 10 && told.items == 4 && told.judged == 0 && told.seedFrom == .told)
            #expect(items.map(\.place) == [1, 2, 3, 4])
            let order = try await DipSampleTests.order(told.seed, below: told.leaves, cast)
            #expect(order.count == 10)
            #expect(try await DipSampleTests.drawn(sample, cast) == Array(order.prefix(4)))
            // What comes later changes nothing of it.
            try await DipSampleTests.readings(3, cast)
            let again = try await DipSampleTests.order(told.seed, below: told.leaves, cast)
            #expect(again == order)
            let all = try await cast.samples.draw(
                size: 200, from: today.adding(-1), to: today.adding(1), seed: "dice 4 1 6 6 2", by: auditor)
            #expect(try await cast.samples.get(all).items.count == 14)
        }
    }

    @Test("without a seed the newest signed checkpoint gives it, and draws only from what it covers")
    func checkpoint() async throws {
        try await Cast.with { cast in
            try await DipSampleTests.readings(5, cast)
            let (auditor, today) = (try await cast.auditor(), cast.today)
            func draw() async throws -> Int64 {
                try await cast.samples.draw(size: 3, from: today.adding(-1), to: today.adding(1), by: auditor)
            }
            await #expect { _ = try await draw() } throws: {
                ($0 as? RecordError)?.description.contains("no checkpoint") == true
            }
            let signer = try NoteSigner(name: "evenhand.test/ledger", seed: (0..<32).map { UInt8($0) })
            let signed = try await LedgerRecords(pool: cast.database.pool).checkpoint(
                signer: signer, origin: "evenhand.test/ledger")
            try await DipSampleTests.readings(2, cast)
            let (first, second) = (try await draw(), try await draw())
            let told = try await cast.samples.get(first).sample
            let root = try Checkpoint(body: SignedNote(parsing: Array(signed.note.utf8)).text).root.hex
            #expect(told.seed == "\(root)/\(first)" && told.seedFrom == .checkpoint)
            #expect(told.leaves == signed.size && told.population == 6)
            #expect((first, second) == (1, 2))
            #expect(try await cast.samples.get(second).sample.seed == "\(root)/2")
            #expect(try await cast.samples.list().items.map(\.number) == ["DS-2", "DS-1"])
        }
    }

    @Test("only auditors draw and judge, nobody judges their own, and a result stays")
    func results() async throws {
        try await Cast.with { cast in
            try await DipSampleTests.readings(1, cast)
            let (auditor, today) = (try await cast.auditor(), cast.today)
            func refused(_ rule: String, _ body: () async throws -> Void) async {
                do {
                    try await body()
                    Issue.record("\(rule) lets it pass")
                } catch RecordError.refused(_, let named, _) {
                    #expect(named == rule)
                } catch RecordError.conflict(let named, _) {
                    #expect(named == rule)
                } catch {
                    Issue.record("\(rule): \(error)")
                }
            }
            let window = (from: today.adding(-1), to: today.adding(1))
            func draw(_ size: Int, _ from: Day, _ to: Day, by account: Int64) async throws -> Int64 {
                try await cast.samples.draw(size: size, from: from, to: to, seed: "an honest seed", by: account)
            }
            await refused("dip_auditor") { _ = try await draw(1, window.from, window.to, by: cast.id("Ashby")) }
            await refused("dip_size") { _ = try await draw(201, window.from, window.to, by: auditor) }
            await refused("dip_days") { _ = try await draw(1, today.adding(-400), today, by: auditor) }
            await refused("dip_population") {
                _ = try await draw(1, today.adding(-9), today.adding(-5), by: auditor)
            }
            let sample = try await draw(2, window.from, window.to, by: auditor)
            #expect(sample == 1, "what was refused leaves no gap")
            await refused("dip_auditor") {
                try await cast.samples.record(.satisfied, note: nil, of: sample, item: 1, by: cast.id("Ashby"))
            }
            await refused("dip_note") {
                try await cast.samples.record(.query, note: "?!?!", of: sample, item: 1, by: auditor)
            }
            try await cast.samples.record(.satisfied, note: nil, of: sample, item: 1, by: auditor)
            await refused("one_result") {
                try await cast.samples.record(.query, note: "On second thoughts.", of: sample, item: 1, by: auditor)
            }
            // A decider who is made an auditor judges no decision of their own.
            try await cast.database.pool.run(
                "INSERT INTO account_role (account_id, role) VALUES (\(cast.id("Osei")), 'auditor'), (\(cast.id("Ashby")), 'auditor')"
            )
            let items = try await cast.samples.get(sample).items
            let reading = try #require(items.first { $0.drawn.person.id == cast.id("Ashby") })
            await refused("dip_own") {
                try await cast.samples.record(
                    .satisfied, note: nil, of: sample, item: reading.place, by: cast.id("Ashby"))
            }
            await #expect(throws: RecordError.notFound("item 3 of dip sample DS-1")) {
                try await cast.samples.record(.satisfied, note: nil, of: sample, item: 3, by: auditor)
            }
            await #expect(throws: RecordError.self) { _ = try await cast.samples.get(99) }
        }
    }

    @Test("what is escalated opens a case about whoever read or decided, which names nobody and quotes nothing")
    func escalated() async throws {
        try await Cast.with { cast in
            try await DipSampleTests.readings(1, cast)
            let (auditor, today) = (try await cast.auditor(), cast.today)
            let sample = try await cast.samples.draw(
                size: 2, from: today.adding(-1), to: today.adding(1), seed: "an honest seed", by: auditor)
            try await cast.samples.record(
                .escalate, note: "The purpose says nothing of use.", of: sample, item: 2, by: auditor)
            let item = try await cast.samples.get(sample).items[1]
            let result = try #require(item.result)
            #expect(result.verdict == .escalate && result.note == "The purpose says nothing of use.")
            let number = try #require(result.goldCase.flatMap { Int64($0.dropFirst(2)) })
            let detail = try await cast.queue.detail(number, for: cast.id("Osei"))
            #expect(detail.summary.subjectKind == "account")
            #expect(detail.summary.subjectID == String(item.drawn.person.id))
            let flag = try #require(detail.flags.first { $0.kind == "dip_escalated" })
            #expect(flag.finding.contains("item 2 of dip sample DS-1"))
            #expect(!flag.finding.contains("says nothing of use") && !flag.evidence.contains("says nothing of use"))
            #expect(try await cast.samples.get(sample).sample.judged == 1)
        }
    }

    @Test("the application adds no item and no result by hand")
    func nobodyPicks() async throws {
        try await Cast.with { cast in
            try await cast.playEverything()
            for write in [
                "INSERT INTO dip_sample SELECT 99, drawn_by, from_day, to_day, size, seed, seed_from, leaves, population FROM dip_sample",
                "INSERT INTO dip_item (sample_id, place, read_id) SELECT 1, 99, read_id FROM sensitive_read LIMIT 1",
                "INSERT INTO dip_result (item_id, verdict, by_account) SELECT item_id, 'satisfied', 1 FROM dip_item LIMIT 1",
            ] {
                await expectRefused(Attempt(write, .insufficientPrivilege), on: cast.database.pool)
            }
        }
    }
}
