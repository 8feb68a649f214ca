import Deployment
import Records
import Testing

@testable import Service

/// Every field of text of every form, as the tests of hostile text know them.
///
/// A form that a page shows and that is not here makes `HostileTextTests` fail, and so does a field: add a row, and a step of
/// `HostileStory` that stores a text through it.
struct HostileForm: Sendable {
    /// The pattern of the form's address; `{kind}` of a case's entries is said out.
    let path: String
    /// Fields that keep what people write, and how many characters they take.
    var texts: [String: Int] = [:]
    /// Fields of text that take a number, a code or a time and nothing else.
    var codes: Set<String> = []
    /// Texts that are kept and that no page shows.
    var unshown: Set<String> = []
    /// Texts that no page shows but the answer to a purpose.
    var sealed: Set<String> = []

    var fields: Set<String> { codes.union(texts.keys) }

    private static let times: Set<String> = ["fromTime", "toTime", "places"]
    private static let review: Set<String> = ["reviewTime"]

    static let all: [HostileForm] =
        [
            HostileForm(path: "/sign-in", codes: ["name"]),
            HostileForm(path: "/accounts/new", texts: ["name": 80], codes: ["team", "officer"]),
            HostileForm(
                path: "/decisions/short",
                texts: [
                    "reason": 10_000, "welfare": 10_000, "impartiality": 10_000, "title": 120, "grounds": 10_000,
                    "annex": 10_000,
                ], codes: times.union(["decidedTime", "number"]), sealed: ["grounds", "annex"]),
            HostileForm(
                path: "/decisions/new", texts: ["title": 120, "grounds": 10_000, "annex": 10_000],
                codes: times.union(review).union(["number"]), sealed: ["grounds", "annex"]),
            HostileForm(path: "/decisions/{nd}/terms", texts: ["title": 120], codes: times.union(review)),
            HostileForm(path: "/decisions/{nd}/grounds", texts: ["grounds": 10_000], sealed: ["grounds"]),
            HostileForm(path: "/decisions/{nd}/welfare", texts: ["text": 10_000]),
            HostileForm(path: "/decisions/{nd}/impartiality", texts: ["text": 10_000]),
            HostileForm(
                path: "/decisions/{nd}/decide", texts: ["reason": 10_000, "alternatives": 10_000],
                codes: ["decidedTime"]),
            HostileForm(path: "/decisions/{nd}/review", texts: ["note": 10_000]),
            HostileForm(path: "/decisions/{nd}/end", texts: ["note": 10_000]),
            HostileForm(path: "/decisions/{nd}/withdraw", texts: ["note": 10_000]),
            HostileForm(
                path: "/decisions/{nd}/renew", texts: ["grounds": 10_000, "title": 120], codes: times.union(review),
                sealed: ["grounds"]),
            HostileForm(path: "/decisions/{nd}/sealed", texts: ["purpose": 200]),
            HostileForm(path: "/me/records/{nd}/annex", texts: ["purpose": 200]),
            HostileForm(
                path: "/concerns/new", texts: ["what": 10_000, "help": 10_000, "ownWords": 10_000],
                codes: ["site", "officer"], sealed: ["what", "help", "ownWords"]),
            HostileForm(path: "/concerns/{concern}/acknowledgement", texts: ["text": 10_000], sealed: ["text"]),
            HostileForm(path: "/concerns/{concern}/answer", texts: ["text": 10_000], sealed: ["text"]),
            HostileForm(path: "/concerns/{concern}/withdrawal", texts: ["text": 10_000], sealed: ["text"]),
            HostileForm(path: "/concerns/{concern}/link", codes: ["nonDeployment"]),
            HostileForm(path: "/concerns/{concern}/reading", texts: ["purpose": 200]),
            HostileForm(path: "/cases/{case}/close", texts: ["text": 10_000]),
            HostileForm(path: "/advice/{case}", texts: ["text": 10_000]),
            HostileForm(path: "/roster/generate", codes: ["seed"]),
            HostileForm(path: "/roster/versions/{version}/publish", texts: ["statement": 2000]),
            HostileForm(path: "/changes/new", texts: ["note": 500, "reference": 80], codes: ["officer"]),
            // Who raised a level and by what order stands in the exports of the command, not on a page.
            HostileForm(
                path: "/repairs/new", texts: ["setBy": 80, "source": 200],
                codes: ["officer", "reference", "operation"],
                unshown: ["setBy", "source"]),
            HostileForm(path: "/repairs/{repair}", texts: ["note": 500]),
            HostileForm(path: "/repairs/{repair}/discard", texts: ["word": 500]),
            HostileForm(path: "/dips/new", codes: ["size", "seed"]),
            HostileForm(path: "/dips/{sample}/items/{item}", texts: ["note": 10_000]),
            HostileForm(path: "/attendance", codes: ["p#"]),
            HostileForm(path: "/attendance/{entry}/correct", codes: ["post"]),
        ]
        + people + duties + office
        + EntryForm.all.filter { $0.kind != .outcome && $0.text != nil }.map { form in
            HostileForm(
                path: "/cases/{case}/entries/\(form.kind.rawValue)", texts: ["text": 10_000],
                codes: [.decision, .positionStatement].contains(form.kind) ? ["time"] : [])
        }

    /// What officers and those who lead them fill in.
    private static let people = [
        HostileForm(path: "/accounts/{account}/provider", texts: ["subject": 255]),
        HostileForm(path: "/accounts/{account}/provider/end"),
        HostileForm(path: "/decisions/{nd}/challenge", texts: ["text": 10_000]),
        HostileForm(path: "/challenges/{challenge}/answer", texts: ["text": 10_000]),
        HostileForm(path: "/challenges/{challenge}/release"),
        HostileForm(path: "/limited-duty/{restriction}/review"),
        HostileForm(path: "/officers/{officer}/pattern", texts: ["reference": 80]),
        HostileForm(path: "/patterns/new", texts: ["reference": 80], codes: ["officer"]),
        HostileForm(path: "/patterns/{consultation}/answer"),
        HostileForm(path: "/notifications/preference", codes: ["address"]),
    ]

    /// What changes duties, and what is asked about them.
    private static let duties = [
        HostileForm(path: "/swaps/new", texts: ["reason": 500], codes: ["officer"]),
        HostileForm(path: "/swaps/{swap}/agree", texts: ["note": 500]),
        HostileForm(path: "/swaps/{swap}/decline", texts: ["note": 500]),
        HostileForm(path: "/swaps/{swap}/withdraw", texts: ["note": 500]),
        HostileForm(path: "/swaps/{swap}/refuse", texts: ["note": 500]),
        HostileForm(path: "/swaps/{swap}/approve", texts: ["note": 500]),
        HostileForm(path: "/questions/{question}/answer", texts: ["words": 2000], codes: ["rowKey"]),
        HostileForm(path: "/roster/jobs/{job}/finish"),
        HostileForm(path: "/roster/jobs/{job}/cancel"),
        HostileForm(path: "/rules/exceptions/new", texts: ["reference": 200, "note": 500], codes: ["officer"]),
        HostileForm(path: "/rules/opt-outs/new", texts: ["reference": 200], codes: ["officer"]),
    ]

    private static let demand: Set<String> = ["min-E", "target-E", "min-L", "target-L", "min-N", "target-N"]

    /// What the duties office keeps beside rosters.
    private static let office = [
        HostileForm(
            path: "/operations/new",
            texts: ["name": 100, "newSite": 120, "borough": 80, "request": 80, "authority": 80],
            codes: demand.union(["owner", "time"])),
        HostileForm(path: "/operations/{operation}/demand", codes: demand),
        HostileForm(path: "/operations/{operation}/entries/{kind}", texts: ["note": 10_000]),
        HostileForm(path: "/operations/{operation}/close", texts: ["note": 10_000]),
        HostileForm(path: "/sites/{site}/level", texts: ["setBy": 80, "reference": 80]),
        HostileForm(path: "/training/new", texts: ["instructor": 80], codes: ["starts", "seats"]),
        HostileForm(path: "/training/{session}", codes: ["officer"]),
        HostileForm(path: "/training/{session}/bookings/{booking}", texts: ["reason": 200]),
        HostileForm(path: "/training/{session}/cancel", texts: ["reason": 200]),
    ]

    static func of(_ path: String) throws -> HostileForm {
        try #require(all.first { $0.path == path }, "no row of HostileForm.all is for \(path)")
    }
}

/// A text that tries to get out of its place, and where it was stored.
struct HostileText: Sendable {
    let number: Int
    let text: String
    let place: String
    /// Whether it may be shown in the answer to a purpose only.
    let isSealed: Bool

    /// A text of exactly `length` characters (as PostgreSQL and JSON count them), told from others by its number.
    ///
    /// Markup; quotes that a combining mark follows, which Swift takes for one letter and a browser for a quote; the braces of
    /// the templates; and turns of the writing direction, closed more often than they are opened.
    init(_ number: Int, _ length: Int, _ place: String, isSealed: Bool = false) {
        self.number = number
        self.place = place
        self.isSealed = isSealed
        let short = "Q\(number)z <img src=x onerror=a>\"\u{301} onclick=a x='\u{301}{{{csrf}}}&lt;\u{202E}\u{2069}"
        let long =
            "Q\(number)z <script>alert(1)</script>\"'><img src=x onerror=alert(2)>\"\u{301} autofocus onfocus=alert(3) x=\"\u{301}'\u{301}>"
            + "</textarea></bdi></td></table>&amp;{{{csrf}}}{{title}}{{> frame/layout}}\u{202E}gnirts\u{2066}x\u{2067}y\u{2069}\u{2069}\u{2069}\u{2069}"
        let core = length < 300 ? short : long
        let filling = length > 2000 ? " line\n and words" : " and words"
        var scalars = String.UnicodeScalarView(core.unicodeScalars)
        while scalars.count < length { scalars.append(contentsOf: filling.unicodeScalars) }
        scalars = String.UnicodeScalarView(scalars.prefix(length - 1))
        scalars.append("e")
        text = String(scalars)
    }
}
