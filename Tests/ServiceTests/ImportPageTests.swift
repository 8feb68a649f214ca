import Deployment
import FoundationEssentials
import HTTPTypes
import Records
import Testing

@testable import Service

@Suite("Import and export by pages")
struct ImportPageTests {
    private func team(_ name: String) -> (name: String, bytes: [UInt8]) {
        ("team.csv", Array("team_id,name\nTX9,\(name)\n".utf8))
    }

    @Test("files are tried first, then taken when they are the same ones, and taken once")
    func wholeWay() async throws {
        try await withAPI { api in
            let visitor = try await Visitor.signed(api.cast.duties, .duties, api)
            try await visitor.get("/import")
            #expect(visitor.page.contains("enctype=\"multipart/form-data\"") && visitor.page.contains("type=\"file\""))
            let tried = try await visitor.post("/import", files: [team("Late team")])
            #expect(tried.status == 200 && tried.text.contains("These files can be imported"))
            #expect(tried.text.contains("kept nothing of the files"))
            let untaken = try await visitor.get("/export/team").text
            #expect(!untaken.contains("Late team"))

            try await visitor.get("/import")
            try await visitor.post("/import", files: [team("Late team")])
            let checked = visitor.allHidden("checked").map { (name: "checked", value: $0) }
            #expect(checked.count == 1 && checked[0].value.hasPrefix("team.csv:"))
            let other = try await visitor.post("/import", files: [team("Another name")], checked)
            #expect(other.status == 422 && other.text.contains("team.csv is not the file that was checked"))
            let more = try await visitor.post(
                "/import", files: [team("Late team"), ("site.csv", Array("site_id\n".utf8))], checked)
            #expect(more.status == 422 && more.text.contains("site.csv was not checked"))
            let none = try await visitor.post("/import", files: [], checked)
            #expect(none.status == 422 && none.text.contains("Choose files"))
            #expect(visitor.allHidden("checked").count == 1, "what was checked is still known")
            #expect(try await !visitor.get("/export/team").text.contains("Late team"))

            try await visitor.get("/import")
            try await visitor.post("/import", files: [team("Late team")])
            let taken = try await visitor.post("/import", files: [team("Late team")], checked)
            #expect(taken.status == 200 && taken.text.contains("Imported"), "\(taken.text)")
            #expect(try await visitor.get("/export/team").text.contains("TX9,Late team"))
            try await visitor.get("/import")
            let again = try await visitor.post("/import", files: [team("Late team")], checked)
            #expect(again.text.contains("Nothing to import"))
        }
    }

    @Test("a file that breaks rules is refused by row, field and rule, and nothing of it is taken")
    func refused() async throws {
        try await withAPI { api in
            let visitor = try await Visitor.signed(api.cast.admin, .admin, api)
            try await visitor.get("/import")
            let bad = Array("team_id,name\nTX9,Fine\nnot a code,<b>Bold</b>\n".utf8)
            let reply = try await visitor.post(
                "/import", files: [("team.csv", bad), ("stranger.csv", Array("a\n".utf8))])
            #expect(reply.status == 422 && reply.text.contains("The files cannot be imported"))
            #expect(reply.text.contains("team_id") && reply.text.contains("not a code"))
            #expect(reply.text.contains("stranger.csv") && reply.text.contains("no master table has this name"))
            #expect(!reply.text.contains("<b>Bold"))
            #expect(try await !visitor.get("/export/team").text.contains("Fine"))
            try await visitor.get("/import")
            let wrong = try await visitor.post("/import", files: [("team.exe", bad)])
            #expect(wrong.status == 422 && wrong.text.contains("team.exe does not end in .csv"))
            let twice = try await visitor.post("/import", files: [("team.csv", bad), ("team.csv", bad)])
            #expect(twice.status == 422 && twice.text.contains("chosen twice"))
            let header = try await visitor.post(
                "/import", files: [("officer.csv", Array("officer_id,religion\n".utf8))])
            #expect(header.status == 422 && header.text.contains("religion"))
        }
    }

    @Test("a form with files is held to the same checks: its mark, its role, its size, its form")
    func frame() async throws {
        try await withAPI { api in
            let visitor = try await Visitor.signed(api.cast.duties, .duties, api)
            let officer = try await Visitor.signed(api.cast.officer, .officer, api)
            try await officer.get("/sessions")
            #expect(try await officer.post("/import", files: [team("X")]).status == 403)
            for path in ["/import", "/export", "/export/officer"] {
                #expect(try await officer.get(path).status == 403)
            }
            let foreign = try await visitor.post("/import", files: [team("X")], mark: officer.hidden("csrf") ?? "")
            #expect(foreign.status == 403)
            try await visitor.get("/sessions")
            let elsewhere = try await visitor.post("/sessions/end", files: [team("X")])
            #expect(elsewhere.status == 415, "only a page that takes files does")
            let large = try await visitor.post("/import", files: [("team.csv", Array(repeating: 65, count: 11 << 20))])
            #expect(large.status == 413)
            let stranger = Visitor(api)
            let sent = try await stranger.post("/import", files: [team("X")])
            #expect(sent.status == 303 && sent.headers[.location] == "/sign-in")
            #expect(try await visitor.get("/sessions").status == 200)
        }
    }

    @Test("a table is given to import again as it stands, and for a spreadsheet with formulas marked")
    func exported() async throws {
        try await withAPI { api in
            let visitor = try await Visitor.signed(api.cast.duties, .duties, api)
            try await visitor.get("/import")
            let files = [team("=1+1")]
            try await visitor.post("/import", files: files)
            let checked = visitor.allHidden("checked").map { (name: "checked", value: $0) }
            try await visitor.post("/import", files: files, checked)
            let plain = try await visitor.get("/export/team")
            #expect(plain.headers[.contentType] == "text/csv; charset=utf-8")
            #expect(plain.headers[.contentDisposition] == "attachment; filename=\"team.csv\"")
            #expect(plain.text.contains("TX9,=1+1"))
            let sheet = try await visitor.get("/export/team?for=spreadsheet")
            #expect(Array(sheet.bytes.prefix(3)) == [0xEF, 0xBB, 0xBF] && sheet.text.contains("TX9,'=1+1"))
            try await visitor.get("/import")
            let back = try await visitor.post("/import", files: [("team.csv", plain.bytes)])
            #expect(back.text.contains("Nothing to import"))
            try await visitor.get("/export")
            #expect(visitor.page.contains("/export/post_demand?for=spreadsheet") && visitor.page.contains("roster.csv"))
            #expect(try await visitor.get("/export/nothing").status == 404)
            let roster = try await visitor.get("/roster.csv?from=\(API.start)&site=S001")
            #expect(roster.status == 200 && roster.text.contains("officer,called,day,shift,post,site,starts,ends"))
        }
    }
}
