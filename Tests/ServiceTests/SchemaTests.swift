import Deployment
import FoundationEssentials
import Testing

@testable import Service

@Suite("Schemas")
struct SchemaTests {
    private let schema = Schema.object([
        .required("name", .text(2...10)), .required("day", .day), .optional("rank", .oneOf(Rank.self)),
        .optional("count", .integer(1...9)), .optional("ids", .array(.string(.officer), count: 1...2)),
        .optional("note", .nullable(.text(1...5))),
    ])

    @Test("take what fits")
    func fits() throws {
        let whole = try JSON.parse(
            #"{"name":"Tate","day":"2026-02-28","rank":"PS","count":9,"ids":["A1234"],"note":null}"#)
        #expect(schema.faults(in: whole) == [])
        #expect(schema.faults(in: ["name": "Tate", "day": "2026-02-28"]) == [])
    }

    @Test("report everything that does not fit at once, each with its pointer")
    func everything() {
        let bad: JSON = [
            "name": "x", "day": "2026-02-30", "rank": "PC2", "count": 10, "ids": ["a1", "B12345"], "extra/key": 1,
        ]
        #expect(
            schema.faults(in: bad).map(\.pointer)
                == ["/name", "/day", "/rank", "/count", "/ids/0", "/extra~1key"])
        #expect(schema.faults(in: [:]).map(\.rule) == ["is missing", "is missing"])
        #expect(schema.faults(in: [1]).map(\.rule) == ["must be an object, is a list"])
        #expect(
            schema.faults(in: ["name": 5, "day": 6]).map(\.rule) == [
                "must be a string, is a whole number", "must be a string, is a whole number",
            ])
    }

    @Test("stop counting at a bound, however hostile the body")
    func bounded() {
        let many = JSON.object((0..<5000).map { JSON.Member("k\($0)", 1) })
        #expect(schema.faults(in: many).count == Schema.mostFaults)
    }

    @Test("refuse blank text and control characters, and take letters of every script")
    func texts() {
        #expect(TextForm.free(1...9).fault(in: "   ") != nil)
        #expect(TextForm.free(1...9).fault(in: "a\u{7}b") != nil)
        #expect(TextForm.free(1...9).fault(in: "Zoë\n Łuk") == nil)
    }

    @Test(
        "know their forms",
        arguments: [
            (TextForm.officer, "A1234", "A12"), (.nonDeployment, "ND-41", "ND-"), (.goldCase, "G-1", "g-1"),
            (.token(4), "a_-.", "abcde"), (.decimal(1...10), "10", "11"), (.decimal(0...10), "7", "+7"),
            (.day, "2024-02-29", "2023-02-29"), (.moment, "2026-08-05T21:00:00Z", "2026-08-05 21:00"),
            (.oneOf(["a", "b"]), "b", "c"), (.numbered("P", digits: 1...6), "P027", "P1234567"),
        ])
    func forms(_ form: TextForm, _ good: String, _ bad: String) {
        #expect(form.fault(in: good) == nil)
        #expect(form.fault(in: bad) != nil)
    }

    @Test(
        "read moments with any offset and fraction, and write them in UTC",
        arguments: [
            ("2026-08-05T21:00:00Z", "2026-08-05T21:00:00Z"), ("2026-08-05T22:00:00+01:00", "2026-08-05T21:00:00Z"),
            ("2026-08-05T21:00:00.5Z", "2026-08-05T21:00:00.500000Z"),
            ("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"),
            ("2026-01-01T00:30:00+01:00", "2025-12-31T23:30:00Z"),
            ("2026-08-05t21:00:00.123456789z", "2026-08-05T21:00:00.123456Z"),
        ])
    func moments(_ text: String, _ written: String) throws {
        let moment = try #require(Moment(rfc3339: text))
        #expect(moment.description == written)
        #expect(Moment(moment.date) == moment)
    }

    @Test(
        "refuse moments that do not exist or have no offset",
        arguments: [
            "2026-08-05T21:00:00", "2026-08-05T24:00:00Z", "2026-02-30T00:00:00Z", "2026-08-05T21:60:00Z",
            "2026-08-05T21:00:00.Z", "2026-08-05T21:00:00+1:00", "2026-08-05T21:00:00.1234567890Z", "",
            "2026-08-05T2a:00:00Z", "2026-08-05T21:00:00+24:00",
        ])
    func noMoments(_ text: String) {
        #expect(Moment(rfc3339: text) == nil)
    }

    @Test("wrap cursors so that they survive a query, and refuse others")
    func cursors() {
        for mark in ["41", "2026-07-06,E,A1234", #"["S001", "2026-07-06"]"#, "ÿ?&="] {
            let cursor = Paging.cursor(of: mark)
            #expect(TextForm.token(400).fault(in: cursor) == nil)
            #expect(Paging.mark(in: cursor) == mark)
        }
        #expect(Paging.mark(in: "41") == nil)
        #expect(Paging.mark(in: "@@@") == nil)
    }
}
