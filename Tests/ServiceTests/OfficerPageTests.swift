import Deployment
import FoundationEssentials
import Testing

@testable import Records
@testable import Service

@Suite("Pages of officers and auditors")
struct OfficerPageTests {
    private static let hostile = "<script>alert(\"1\")</script> \u{202E}'&"

    private static func html(_ view: View) throws -> String {
        let html = try Layout(templates: try Templates()).html(
            view, for: nil, csrf: "proof", notice: nil, path: "/", now: Date(timeIntervalSince1970: 1_795_000_000))
        #expect(html.ranges(of: "<h1").count == 1 && !html.contains(" style="))
        #expect(!html.contains("<script>alert") && !html.contains("alert(\"1\")"))
        return html
    }

    private static func duty(isCovert: Bool) -> StandingDeployment {
        let starts = Date(timeIntervalSince1970: 1_785_960_000)  // Wed 5 Aug 2026, 21:00 BST
        return StandingDeployment(
            id: 1, officer: "W00417", day: Day(number: 20_670), shift: "N", post: "P027", site: "S014",
            isCovert: isCovert, startsAt: starts, endsAt: starts.addingTimeInterval(36_000))
    }

    @Test("the month and the list show the same duties, and a covert post by its site alone")
    func diary() throws {
        let month = try #require(DiaryMonth("2026-08"))
        #expect(month.weeks.count == 6 && month.words == "August 2026" && month.next.code == "2026-09")
        #expect(
            DiaryMonth("2026-13") == nil && DiaryMonth("x") == nil && DiaryMonth("2026-01")?.previous.code == "2025-12")
        var diary = Diary(month: month, today: month.first)
        diary.duties = [OfficerPageTests.duty(isCovert: false)]
        diary.next = diary.duties.first
        diary.waiting = [WaitingNotice(id: 1, title: OfficerPageTests.hostile, isUrgent: true)]
        for asList in [false, true] {
            let html = try OfficerPageTests.html(DiaryPage.view(diary, of: "W00417", asList: asList))
            #expect(html.contains("21:00 to 07:00 BST") && html.contains("P027, site S014") && html.contains("Urgent"))
            diary.duties = [OfficerPageTests.duty(isCovert: true)]
            diary.next = diary.duties.first
            let covert = try OfficerPageTests.html(DiaryPage.view(diary, of: "W00417", asList: asList))
            #expect(!covert.contains("P027") && covert.contains("Duty, site S014"))
            diary.duties = [OfficerPageTests.duty(isCovert: false)]
            diary.next = diary.duties.first
        }
    }

    @Test("texts of concerns and records come back escaped")
    func texts() throws {
        let concern = try OfficerPageTests.html(
            ConcernReadingPage.view([ConcernText(part: .what, text: OfficerPageTests.hostile)], of: "C-1"))
        #expect(concern.contains("&lt;script&gt;") && concern.contains("What it is about"))
        let annex = try OfficerPageTests.html(OwnRecordPage.annexView([OfficerPageTests.hostile], of: "ND-1"))
        #expect(annex.contains("&lt;script&gt;"))
        let log = try OfficerPageTests.html(AccessLogPage.view([], filter: AccessLog.Filter()))
        #expect(log.contains("Nobody has read a sealed text."))
        let ledger = try OfficerPageTests.html(
            LedgerPage.view(
                size: 9, newest: StoredCheckpoint(size: 7, note: OfficerPageTests.hostile, madeAt: Date())))
        #expect(ledger.contains("covers 7 leaves") && ledger.contains("evenhand ledger verify"))
    }

    @Test("a report is told in tables, a picture and CSV, and says what it withholds")
    func report() throws {
        let decisions = SmallNumbers.published(
            CountTable(rows: ["Safety", OfficerPageTests.hostile], columns: ["granted by Gold"], counts: [[40], [2]]))
        let none = SmallNumbers.published(CountTable(rows: [], columns: ["open"], counts: []))
        let reads = SmallNumbers.published(
            CountTable(rows: ["grounds", "annex", "concern"], columns: ["read"], counts: [[9], [0], [6]]))
        let quarter = try #require(Quarter("2026-Q4"))
        #expect(quarter.first.description == "2026-10-01" && quarter.last.description == "2026-12-31")
        #expect(Quarter("2026-Q5") == nil && Quarter("2026-4") == nil && Quarter("Quartal") == nil)
        #expect(quarter.next.code == "2027-Q1" && quarter.previous.code == "2026-Q3")
        let report = QuarterlyReport(
            from: quarter.first, to: quarter.last, decisions: decisions, flags: none, reads: reads, reviewsHeld: nil)
        let html = try OfficerPageTests.html(ReportPage.view(report, quarter: quarter, today: quarter.first))
        #expect(
            html.contains("withheld") && html.contains("This quarter is not over")
                && html.contains("No flag was raised."))
        #expect(!html.contains(">2<"))
        let csv = String(decoding: ReportCSV.bytes(report, quarter: quarter), as: UTF8.self)
        #expect(csv.hasPrefix("quarter,table,row,column,count\n") && csv.contains("2026-Q4,reads,grounds,read,9\n"))
        #expect(csv.contains("2026-Q4,reviews,held,total,withheld\n"))
        #expect(ReportPage.words("selective_scope") == "Selective scope")
    }

    @Test("an officer raises a concern, their sergeant answers it, and each sees their own side")
    func concern() async throws {
        try await withAPI { api in
            let officer = PageVisit(api: api, person: api.cast.officer)
            let sergeant = PageVisit(api: api, person: api.cast.sergeant)
            let words = "I could be recognised there."
            let refused = try await officer.post("/concerns/new", [:], ["help": "Another post."])
            #expect(refused.status == 422 && refused.html.contains("Enter what it is about"))
            let raised = try await officer.post("/concerns/new", [:], ["what": words, "site": api.cast.story.site])
            #expect(raised.status == 303)
            let number = String(raised.location.dropFirst("/concerns/".count))
            let parts = ["concern": number]
            #expect(try await sergeant.get("/concerns").html.contains(number))
            #expect(!(try await sergeant.get("/concerns/{concern}", parts).html).contains(words))
            let read = try await sergeant.post(
                "/concerns/{concern}/reading", parts, ["purpose": "To see what would help"])
            #expect(read.html.contains(words))
            let unread = try await sergeant.post("/concerns/{concern}/reading", parts, ["purpose": "x"])
            #expect(unread.status == 422 && !unread.html.contains(words))
            #expect(try await sergeant.post("/concerns/{concern}/acknowledgement", parts, [:]).status == 303)
            #expect(
                try await sergeant.post("/concerns/{concern}/answer", parts, ["text": "You stand inside."]).status
                    == 303
            )
            let own = try await officer.get("/concerns/{concern}", parts).html
            #expect(own.contains("Answered") && own.contains("To see what would help") && !own.contains(words))
            #expect(try await officer.get("/me/reads").html.contains("To see what would help"))
            #expect(try await officer.get("/me").html.contains("My duties"))
            #expect(try await officer.get("/me/records").html.contains("There is no record about you."))
            #expect(try await officer.get("/due").html.contains("<h1>Due</h1>"))
        }
    }

    @Test("auditors and administrators have their pages, and nobody gives a role to themselves")
    func outside() async throws {
        try await withAPI { api in
            let auditor = PageVisit(api: api, person: api.cast.auditor)
            for path in ["/report", "/access-log", "/ledger"] {
                #expect(try await auditor.get(path).html.contains("<h1>"))
            }
            let admin = PageVisit(api: api, person: api.cast.admin)
            #expect(try await admin.get("/accounts").html.contains("Inspector One"))
            let made = try await admin.post("/accounts/new", [:], ["name": "New Person", "roles": "auditor"])
            #expect(made.status == 303 && made.location.hasPrefix("/accounts/"))
            let own = ["account": String(api.cast.admin.account)]
            #expect(try await admin.post("/accounts/{account}", own, ["role": "auditor"]).status == 422)
            #expect(try await admin.get("/accounts/{account}", own).html.contains("another administrator must"))
        }
    }
}
