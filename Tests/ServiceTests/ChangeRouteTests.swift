import Deployment
import FoundationEssentials
import Postgres
import TestDatabase
import Testing

@testable import Service

@Suite("Changes over HTTP")
struct ChangeRouteTests {
    /// A post without requirements at the first site, and an officer who rests for ever: who may be called in.
    struct Ground {
        let api: API
        let day: Day
        let shift: String

        static func lay(_ api: API) async throws -> Ground {
            let officer = api.cast.story.constables[0]
            return try await api.database.admin.withConnection { connection in
                try await connection.script(
                    """
                    INSERT INTO post SELECT 'P900', min(site_id), 'Desk', 'desk', true, false, '2020-01-01', NULL FROM site;
                    INSERT INTO pattern VALUES ('never', 'Always at rest', 1);
                    INSERT INTO pattern_day VALUES ('never', 0, NULL);
                    DELETE FROM officer_pattern WHERE officer_id = '\(officer)';
                    DELETE FROM abstraction WHERE officer_id = '\(officer)';
                    DELETE FROM restriction WHERE officer_id = '\(officer)';
                    INSERT INTO officer_pattern VALUES ('\(officer)', 'never', '2020-01-01', '2020-01-01', NULL)
                    """)
                let rows = try await connection.query(
                    "SELECT police_day(clock_timestamp()) + 30 AS day, (SELECT min(shift_id) FROM shift WHERE NOT night) AS shift"
                )
                let row = try #require(rows.first)
                return Ground(api: api, day: try row.decode("day"), shift: try row.decode("shift"))
            }
        }

        /// A wish to call the officer in.
        func calling(_ more: [JSON.Member] = []) -> JSON {
            .object(
                [
                    .init("ground", "exigency"), .init("exigency", "event"), .init("note", "An event became known."),
                    .init("welfareConsidered", true),
                    .init(
                        "place",
                        [
                            "officer": .string(api.cast.story.constables[0]), "day": .string(day.description),
                            "shift": .string(shift), "post": "P900",
                        ]),
                ] + more)
        }
    }

    @Test("a change is looked at, made, read, countered; the rest day it takes is owed and given")
    func wholeWay() async throws {
        try await withAPI { api in
            let ground = try await Ground.lay(api)
            let preview = try await api.post("changes/preview", as: api.cast.duties, ground.calling())
            #expect(preview.status == 200, "\(preview.text)")
            #expect(preview.json["change"] == nil)
            #expect(preview.json["notice"]?["clearDays"] == 29)
            #expect(preview.json["notice"]?["words"] == "29 clear days of notice.")
            #expect(preview.json["consequences"]?.elements?.first?["kind"] == "another_rest_day")
            let window = "from=\(ground.day)&to=\(ground.day)"
            #expect(
                try await api.get("changes?\(window)", as: api.cast.duties).json["items"]?.elements?.isEmpty == true)

            let made = try await api.post("changes", as: api.cast.duties, ground.calling())
            #expect(made.status == 201, "\(made.text)")
            #expect(made.json["consequences"] == preview.json["consequences"])
            #expect(made.json["told"] == preview.json["told"])
            let number = try #require(made.json["change"]?.integer)
            let record = try await api.get("changes/\(number)", as: api.cast.inspector)
            #expect(record.json["kind"] == "call_reserve")
            #expect(record.json["noticeDays"] == 29)

            let owed = try await api.get("rest-days-owed", as: api.cast.duties)
            let first = try #require(owed.json["items"]?.elements?.first)
            let settle = "rest-days-owed/\(try #require(first["id"]?.integer))/settle"
            let again = try await api.post(
                settle, as: api.cast.duties, ["restDay": .string(ground.day.adding(3).description)])
            #expect(again.status == 422 || again.status == 409)
            #expect(again.text.contains("otherwise work"))
            #expect(
                try await api.post("rest-days-owed/999/settle", as: api.cast.duties, ["restDay": "2090-01-01"]).status
                    == 404)

            let counter = try await api.post(
                "changes", as: api.cast.duties,
                [
                    "ground": "exigency", "exigency": "cause_ended", "note": "The event is cancelled.",
                    "welfareConsidered": true, "counters": .integer(number),
                ])
            #expect(counter.status == 201, "\(counter.text)")
            #expect(counter.json["kind"] == "counter")
            #expect(
                try await api.get("changes/\(number)", as: api.cast.duties).json["counteredBy"]
                    == counter.json["change"])
            #expect(try await api.get("rest-days-owed", as: api.cast.duties).json["items"]?.elements?.isEmpty == true)
        }
    }

    @Test("bad wishes are answered with the field and the rule, refusals with the rule that refused")
    func faults() async throws {
        try await withAPI { api in
            let ground = try await Ground.lay(api)
            for path in ["changes", "changes/preview"] {
                let bare = try await api.post(
                    path, as: api.cast.duties, ["ground": "exigency", "note": "short", "welfareConsidered": false])
                #expect(bare.status == 422)
                #expect(Set(bare.pointers).isSuperset(of: ["/exigency", "/note", "/welfareConsidered", "/place"]))
                let unknown = try await api.post(path, as: api.cast.duties, ground.calling([.init("removes", 999)]))
                #expect((400..<500).contains(unknown.status))
                let kind = try await api.post(path, as: api.cast.duties, ground.calling([.init("kind", "vanish")]))
                #expect(kind.status == 400 && kind.pointers == ["/kind"])
            }
            let made = try await api.post("changes", as: api.cast.duties, ground.calling())
            let deployment = try #require(made.json["placed"])
            let off = try await api.post(
                "changes", as: api.cast.duties,
                [
                    "removes": deployment, "ground": "own_request", "welfareConsidered": true,
                    "kind": "take_off",
                ])
            #expect((400..<500).contains(off.status))
            #expect(off.text.contains("needs the row that says why"))
        }
    }

    @Test("an officer sees their own part of a change: no reason, no reference, nobody else's duty")
    func ownPart() async throws {
        try await withAPI { api in
            let ground = try await Ground.lay(api)
            _ = try await api.post("changes", as: api.cast.duties, ground.calling())
            let window = "from=\(ground.day)&to=\(ground.day)"
            let own = try await api.get("changes?\(window)", as: api.cast.officer)
            let item = try #require(own.json["items"]?.elements?.first)
            #expect(item["placed"] != nil)
            #expect(item["note"] == "")
            #expect(item["exigency"] == nil)
            #expect(item["consequences"]?.elements?.count == 1)
            let other = api.cast.story.constables[1]
            #expect(try await api.get("changes?\(window)&officer=\(other)", as: api.cast.officer).status == 403)
            #expect(try await api.get("rest-days-owed?officer=\(other)", as: api.cast.officer).status == 403)
            #expect(try await api.get("rest-days-owed", as: api.cast.officer).json["items"]?.elements?.count == 1)
        }
    }
}
