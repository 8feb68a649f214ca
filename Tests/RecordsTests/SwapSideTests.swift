import Deployment
import FoundationEssentials
import Postgres
import TestDatabase
import Testing

@testable import Records

@Suite("What a swap would bring, and what becomes of a duty that was swapped away")
struct SwapSideTests {
    @Test("both sides are told apart, with notice, authority and rest of each")
    func sides() async throws {
        try await Cast.with { cast in
            let duties = try await cast.swappable()
            let free = try await cast.swaps.sides(gives: duties.tate, takes: duties.rowe, asOf: cast.now)
            #expect(free.map(\.officer) == [Cast.tate, Cast.rowe])
            #expect(free.map(\.duty.deployment) == [duties.rowe, duties.tate])
            #expect(free[0].notice.clearDays == free[1].notice.clearDays + 1)
            #expect(free.flatMap(\.obstacles).isEmpty, "\(free)")

            try await cast.database.admin.withConnection { connection in
                try await connection.script(
                    """
                    INSERT INTO abstraction (abstraction_id, officer_id, kind, from_day, to_day)
                    VALUES ('A900', '\(Cast.tate)', 'leave', '\(cast.day(41))', '\(cast.day(41))')
                    """)
            }
            let absent = try await cast.swaps.sides(gives: duties.tate, takes: duties.rowe, asOf: cast.now)
            #expect(absent.map(\.obstacles) == [[.absent], []])
            await #expect(throws: RecordError.self) {
                try await cast.swaps.sides(gives: duties.tate, takes: 999_999, asOf: cast.now)
            }
        }
    }

    @Test("a rehearsed approval says what the real one will and writes nothing; the real one cancels the duty it takes")
    func rehearsal() async throws {
        try await Cast.with { cast in
            let swap = try await cast.agreedSwap()
            let feeds = CalendarFeeds(pool: cast.database.pool)
            let (from, to) = (cast.day(30), cast.day(50))
            let foreseen = try await cast.swaps.rehearse(swap, by: cast.id("Stone"))
            #expect(try await cast.swaps.get(swap).state == .agreed)
            #expect(try await feeds.cancelled(of: Cast.tate, from: from, to: to, limit: 10).isEmpty)
            let made = try await cast.swaps.approve(swap, welfareConsidered: true, by: cast.id("Stone"))
            #expect(foreseen.consequences == made.consequences && foreseen.notice == made.notice)
            let gone = try await feeds.cancelled(of: Cast.tate, from: from, to: to, limit: 10)
            #expect(gone.map(\.duty.day) == [cast.day(40)] && gone.map(\.duty.post) == ["P027"])
            #expect(try await feeds.cancelled(of: Cast.tate, from: cast.day(41), to: to, limit: 10).isEmpty)
        }
    }

    @Test("looking at what one's own swap would bring is refused and is no attempt on record")
    func looking() async throws {
        try await Cast.with { cast in
            let swap = try await cast.agreedSwap()
            await #expect(throws: RecordError.self) {
                try await cast.swaps.rehearse(swap, by: cast.id("Tate"))
            }
            #expect(try await cast.database.pool.value("SELECT count(*) FROM refused_attempt", as: Int64.self) == 0)
        }
    }

    @Test("places are called by name and code; a covert post by its code alone")
    func places() async throws {
        try await Cast.with { cast in
            let pool = cast.database.pool
            let row = try #require(
                try await pool.withConnection { connection in
                    try await connection.query(
                        "SELECT p.post_id, p.name, s.site_id, s.name AS site FROM post p JOIN site s USING (site_id) ORDER BY 1 LIMIT 1"
                    ).first
                })
            let (post, site): (String, String) = (try row.decode("post_id"), try row.decode("site_id"))
            let names = try await PlaceNames.read([post, site, "P999999"], in: pool)
            #expect(names.called(post) == "\(try row.decode("name", as: String.self)) \(post)")
            #expect(names.site(site) == "\(try row.decode("site", as: String.self)) \(site)")
            #expect(names.called("P999999") == "P999999" && names.site("S999999") == "site S999999")
            try await cast.database.admin.withConnection { connection in
                try await connection.script("UPDATE post SET covert = true WHERE post_id = '\(post)'")
            }
            #expect(try await PlaceNames.read([post], in: pool).called(post) == post)
        }
    }
}
