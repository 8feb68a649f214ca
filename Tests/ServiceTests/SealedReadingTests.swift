import Deployment
import FoundationEssentials
import HTTPTypes
import Records
import Testing

@testable import Service

@Suite("Every reading of sealed text on pages is asked for, logged and told")
struct SealedReadingTests {
    /// A sealed text, who reads it by which form, and what is planted in it.
    private struct Reading {
        let page: String
        let reader: KeyPath<Cast, Person>
        let role: Role
        var fields: [String: String] = [:]
        let text: String
        /// What the access log calls it.
        let called: String
    }

    private static func readings(of record: String, _ concern: String) -> [Reading] {
        let (decision, own) = ("/decisions/\(record)/sealed", "/me/records/\(record)/annex")
        let (grounds, annex) = ("The planted grounds.", "The planted own words.")
        return [
            Reading(
                page: decision, reader: \.sergeant, role: .supervisor, fields: ["layer": "grounds"], text: grounds,
                called: "Grounds"),
            Reading(
                page: decision, reader: \.sergeant, role: .supervisor, fields: ["layer": "annex"], text: annex,
                called: "The officer&#39;s own words"),
            Reading(
                page: decision, reader: \.gold, role: .gold, fields: ["layer": "grounds"], text: grounds,
                called: "Grounds"),
            Reading(
                page: decision, reader: \.gold, role: .gold, fields: ["layer": "annex"], text: annex,
                called: "The officer&#39;s own words"),
            Reading(
                page: own, reader: \.officer, role: .officer, text: annex, called: "The officer&#39;s own words"),
            Reading(
                page: "\(concern)/reading", reader: \.sergeant, role: .supervisor, text: "The planted worry.",
                called: "Concern"),
            Reading(
                page: "\(concern)/reading", reader: \.officer, role: .officer, text: "The planted worry.",
                called: "Concern"),
        ]
    }

    /// A short form with both sealed layers, decided by the sergeant, and a concern.
    private static func record(_ api: API) async throws -> (record: String, concern: String) {
        let made = try await api.post(
            "non-deployments/short-forms", as: api.cast.sergeant,
            [
                "draft": [
                    "officer": .string(api.cast.story.constables[0]), "terms": DecisionFlowTests.terms(),
                    "grounds": "The planted grounds.", "annex": "The planted own words.",
                ], "welfare": "In touch every day.", "impartiality": "The same for anybody.",
                "reason": "Shaken after a collision.",
            ])
        let officer = try await Visitor.signed(api.cast.officer, .officer, api)
        try await officer.get("/concerns/new")
        let raised = try await officer.post("/concerns/new", ["what": "The planted worry."])
        let concern = try #require(raised.headers[.location]).prefix { $0 != "?" }
        return (try #require(made.json["number"]?.string), String(concern))
    }

    @Test(
        "each kind of text is shown to a purpose only; the auditor's log and the officer's own page then show the purpose"
    )
    func everyKind() async throws {
        try await withAPI { api in
            let (record, concern) = try await SealedReadingTests.record(api)
            let readings = SealedReadingTests.readings(of: record, concern)
            #expect(Set(readings.compactMap { $0.fields["layer"] }) == Set(SealedLayer.allCases.map(\.rawValue)))
            let auditor = try await Visitor.signed(api.cast.auditor, .auditor, api)
            let officer = try await Visitor.signed(api.cast.officer, .officer, api)
            for (turn, reading) in readings.enumerated() {
                let purpose = "To prepare step \(turn) of the review"
                let person = api.cast[keyPath: reading.reader]
                let visitor = try await Visitor.signed(person, reading.role, api)
                let what = "\(reading.page) \(reading.fields) as \(reading.role)"
                #expect(try await !visitor.get(reading.page).text.contains("planted"), "\(what)")
                let hasty = try await visitor.post(reading.page, reading.fields.merging(["purpose": "x"]) { $1 })
                #expect(hasty.status == 422 && !hasty.text.contains("planted"), "\(what)")
                let shown = try await visitor.post(reading.page, reading.fields.merging(["purpose": purpose]) { $1 })
                #expect(shown.status == 200 && shown.text.contains(reading.text), "\(what): \(shown.status)")
                #expect(shown.headers[.cacheControl]?.contains("no-store") == true, "\(what)")
                let log = try await auditor.get("/access-log").text
                let line = try #require(
                    log.split(separator: "<tr>").first { $0.contains(purpose) }, "not in the access log: \(what)")
                #expect(line.contains(reading.called), "\(what)")
                let name = try await api.house.accounts.find(person.account)?.name ?? "nobody"
                #expect(line.contains(name), "\(what)")
                #expect(try await officer.get("/me/reads").text.contains(purpose), "not on the officer's page: \(what)")
            }
            let all = try await AccessLog(pool: api.house.pool).list().items
            #expect(all.count == readings.count, "a purpose of one letter was noted as a reading")
        }
    }

    @Test("no page that is only looked at shows a sealed text to anybody, and whoever may not read is shown nothing")
    func nothingUnasked() async throws {
        try await withAPI { api in
            let (record, concern) = try await SealedReadingTests.record(api)
            let pages = [
                "/decisions", "/decisions/\(record)", "/decisions/\(record)/tasks", "/decisions/\(record)/sealed",
                "/decisions/\(record)/grounds", "/decisions/\(record)/check", "/me", "/me/records",
                "/me/records/\(record)", "/me/records/\(record)/annex", "/me/reads", "/concerns", concern,
                "\(concern)/reading", "/team", "/queue", "/cases/G-1", "/access-log", "/due", "/flags", "/board",
            ]
            for role in Role.allCases {
                let visitor = try await Visitor.signed(api.cast.person(role), role, api)
                for page in pages {
                    #expect(try await !visitor.get(page).text.contains("planted"), "\(page) for \(role)")
                }
            }
            for (person, role) in [
                (api.cast.duties, Role.duties), (api.cast.admin, .admin), (api.cast.auditor, .auditor),
                (api.cast.adviser, .adviser),
            ] {
                let visitor = try await Visitor.signed(person, role, api)
                for (page, fields) in [
                    ("/decisions/\(record)/sealed", ["layer": "annex"]), ("\(concern)/reading", [:]),
                    ("/me/records/\(record)/annex", [:]),
                ] {
                    try await visitor.get("/sessions")
                    let reply = try await visitor.post(page, fields.merging(["purpose": "Out of curiosity"]) { $1 })
                    #expect(reply.status >= 400 && !reply.text.contains("planted"), "\(page) for \(role)")
                }
            }
            #expect(try await AccessLog(pool: api.house.pool).list().items.isEmpty)
        }
    }
}
