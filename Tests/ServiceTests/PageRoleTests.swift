import Deployment
import FoundationEssentials
import HTTPTypes
import Records
import Service
import Testing

@Suite("Every role on every page")
struct PageRoleTests {
    @Test("whoever is not signed in is led to sign in, and each role sees only the pages that the table gives it")
    func matrix() async throws {
        try await withAPI { api in
            let stranger = Visitor(api)
            for route in WebPages.all where route.access != .anyone {
                let path = RoleTests.path(of: route.path)
                if route.method == .get {
                    let reply = try await stranger.get(path)
                    #expect(reply.status == 303, "\(route.name)")
                    #expect(reply.headers[.location]?.hasPrefix("/sign-in?to=") == true, "\(route.name)")
                } else {
                    let reply = try await stranger.post(path, ["typed": "kept"])
                    #expect(reply.status == 303 && reply.headers[.location] == "/sign-in", "\(route.name)")
                }
            }
            for role in Role.allCases {
                let visitor = try await Visitor.signed(api.cast.person(role), role, api)
                for route in WebPages.all
                where !["/sign", "/session", "/static"].contains(where: route.path.hasPrefix) {
                    if opens(route, for: role) { continue }
                    try await visitor.get("/sessions")
                    let path = RoleTests.path(of: route.path)
                    let reply = route.method == .get ? try await visitor.get(path) : try await visitor.post(path)
                    let isRefused = reply.status == 403 && reply.text.contains("You cannot use this page")
                    if case .roles(let roles) = route.access {
                        #expect(isRefused != roles.contains(role), "\(route.name) for \(role): \(reply.status)")
                    }
                    #expect(reply.status != 500, "\(route.name) breaks for \(role)")
                    if reply.status >= 400 {
                        // A page's mark is random and may hold any digits.
                        let shown = reply.text.replacing(visitor.hidden("csrf") ?? "<", with: "")
                        #expect(!shown.contains("999"), "\(route.name) repeats what was asked for to \(role)")
                    }
                }
            }
        }
    }

    @Test("no page holds script or style of its own, and every one says that nobody else's may run")
    func policy() async throws {
        try await withAPI { api in
            for role in Role.allCases {
                let visitor = try await Visitor.signed(api.cast.person(role), role, api)
                for route in WebPages.all where route.method == .get && !opens(route, for: role) {
                    let reply = try await visitor.get(RoleTests.path(of: route.path))
                    #expect(reply.headers[.contentSecurityPolicy]?.contains("default-src 'none'") == true)
                    #expect(reply.headers[.xContentTypeOptions] == "nosniff")
                    guard reply.headers[.contentType]?.hasPrefix("text/html") == true else { continue }
                    for slip in [" style=", "<style", "javascript:", " onclick=", "<script>", "{{"] {
                        #expect(!reply.text.contains(slip), "\(route.name) holds \(slip)")
                    }
                    #expect(reply.text.ranges(of: "<h1").count == 1, "\(route.name) for \(role)")
                    #expect(!reply.text.contains("https://") && !reply.text.contains("http://"), "\(route.name)")
                }
            }
        }
    }

    /// Whether it is a stream that this role may open: it answers for as long as the session lasts.
    private func opens(_ route: WebRoute, for role: Role) -> Bool {
        guard route.isStream, case .roles(let roles) = route.access else { return false }
        return roles.contains(role)
    }

    @Test("a form without the mark of a page of this session does nothing")
    func marks() async throws {
        try await withAPI { api in
            let visitor = try await Visitor.signed(api.cast.person(.officer), .officer, api)
            let other = try await Visitor.signed(api.cast.person(.gold), .gold, api)
            try await other.get("/sessions")
            for mark in ["", "x", other.hidden("csrf") ?? ""] {
                let reply = try await visitor.post("/sessions/end", mark: mark)
                #expect(reply.status == 403)
            }
            #expect(try await visitor.get("/sessions").status == 200)
            try await visitor.post("/sessions/end")
            #expect(try await visitor.get("/sessions").status == 303)
        }
    }

    @Test("an address that is none is a page for a browser and a problem for a program")
    func nowhere() async throws {
        try await withAPI { api in
            let page = try await Visitor(api).get("/nowhere/at/all")
            #expect(page.status == 404 && page.text.contains("Page not found"))
            let problem = try await api.get("nowhere", as: api.cast.gold)
            #expect(problem.status == 404 && problem.kind == "not-found")
        }
    }
}
