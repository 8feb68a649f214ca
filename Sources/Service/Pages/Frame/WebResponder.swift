import Deployment
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Records

/// Answers one page: who is it, may they, is it a form of ours, then the work; every error becomes a page.
struct WebResponder: HTTPResponder {
    let route: WebRoute
    let house: House
    let layout: Layout

    /// Form fields that belong to the frame.
    static let ownFields: Set<String> = ["csrf", "once"]

    func respond(to request: Request, context: ServiceContext) async throws -> Response {
        let now = Date()
        var visit = Visit(headers: request.headers, isSecure: house.isSecure)
        do {
            try await visit.enter(house, isUse: !isBySelf(request), asOf: now)
            let answer = try await answer(request, context, &visit, now)
            return try response(answer, visit, request, now)
        } catch  where !(error is CancellationError) {
            return try response(.view(refusal(error, context)), visit, request, now)
        }
    }

    /// The parameter by which a page that asks by itself says so.
    static let bySelf = "by-itself"

    /// Whether a page asks and nobody in front of it: that keeps no session alive.
    private func isBySelf(_ request: Request) -> Bool {
        route.isStream || route.method == .get && WebResponder.query(request)[WebResponder.bySelf] != nil
    }

    private func answer(
        _ request: Request, _ context: ServiceContext, _ visit: inout Visit, _ now: Date
    ) async throws -> WebAnswer {
        let query = WebResponder.query(request)
        guard let principal = visit.principal else {
            return try await anonymously(request, context, visit, query, now)
        }
        if visit.session?.mustChangePassword == true, !["/password", "/sign-out"].contains(route.path) {
            return .redirect("/password")
        }
        guard route.access.lets(principal.role) else { throw APIProblem.roleRefused }
        return try await perform(request, context, visit, query, now)
    }

    /// Pages for everyone are shown; for the others somebody must sign in first, and a form that was typed is kept.
    private func anonymously(
        _ request: Request, _ context: ServiceContext, _ visit: Visit, _ query: [String: String], _ now: Date
    ) async throws -> WebAnswer {
        if route.access == .anyone { return try await perform(request, context, visit, query, now) }
        guard route.method == .post else {
            return .redirect("/sign-in?to=" + WebResponder.escapedForQuery(request.uri.string))
        }
        // Files cannot be kept in a page; they are chosen again.
        guard !route.takesFiles else { return .redirect("/sign-in") }
        let (form, _) = try await WebResponder.form(request, route)
        // Else another site could lay words into the mouth of whoever signs in next.
        guard visit.wasOwnForm(form) else { return .redirect("/sign-in") }
        return .view(SignInPages.again(form, to: request.uri.path, csrf: visit.csrf))
    }

    private func perform(
        _ request: Request, _ context: ServiceContext, _ visit: Visit, _ query: [String: String], _ now: Date
    ) async throws -> WebAnswer {
        var parts: [String: String] = [:]
        for name in route.variables {
            guard let text = context.parameters.get(name), PathParts.form(name).fault(in: text) == nil else {
                throw APIProblem.notFound
            }
            parts[name] = text
        }
        let (form, bytes) = route.method == .post ? try await WebResponder.form(request, route) : (FormInput(), [])
        if route.method == .post { try visit.expectOwnForm(form, request) }
        let call = WebCall(
            call: Call(
                house: house, identity: visit.principal, parts: parts, query: query, body: .null,
                headers: request.headers, requestID: context.requestID, logger: context.logger, now: now),
            visit: visit, address: address(request, context), form: form, csrf: visit.csrf,
            notice: query["did"].flatMap(Notice.init(rawValue:)))
        guard route.method == .post, let principal = visit.principal, let key = form.optional("once"),
            TextForm.token(40).fault(in: key) == nil
        else { return try await route.handler(call) }
        return try await once(
            IdempotentRequest(
                account: principal.accountID, key: "form-" + key, method: "POST", target: request.uri.string,
                body: bytes),
            call)
    }

    /// Where somebody comes from: behind a proxy it says so last in X-Forwarded-For, and all that stands before is hearsay.
    private func address(_ request: Request, _ context: ServiceContext) -> String? {
        guard house.isSecure else { return context.address }
        return request.headers[.known("X-Forwarded-For")]?.split(separator: ",").last.map { String($0).stripped }
    }

    /// Does what a form asks for at most once; whoever sends it again is led to where the first was led.
    private func once(_ stamp: IdempotentRequest, _ call: WebCall) async throws -> WebAnswer {
        var shown: WebAnswer?
        do {
            let answer = try await house.idempotency.once(stamp, .answered) {
                let answer = try await route.handler(call)
                guard case .redirect(let path, let notice) = answer else {
                    // Pages and cookies are not kept: they may hold what nobody else should find.
                    shown = answer
                    throw APIProblem.shown
                }
                return Answer(.seeOther, .empty, headers: [.location: WebResponder.address(path, notice)])
            }
            return .redirect(answer.headers[.location] ?? "/")
        } catch  where shown != nil {
            return shown ?? .redirect("/")
        }
    }

    private func refusal(_ error: any Error, _ context: ServiceContext) -> View {
        if let problem = APIProblem(error) { return Refusals.view(problem, requestID: context.requestID) }
        // The type only: an unforeseen error's text may quote what it stumbled over.
        context.logger.error("page failed", metadata: ["error.type": .string(String(reflecting: type(of: error)))])
        return Refusals.view(.internalFailure, requestID: context.requestID)
    }

    private func response(_ answer: WebAnswer, _ visit: Visit, _ request: Request, _ now: Date) throws -> Response {
        var response: Response
        switch answer {
        case .view(let view):
            response = try page(view, visit.principal, visit.csrf, request, now)
        case .signedView(let view, let cookie):
            response = try page(view, nil, "", request, now)
            response.headers.append(HTTPField(name: .setCookie, value: cookie))
        case .redirect(let path, let notice):
            response = Response(status: .seeOther, headers: [.location: WebResponder.address(path, notice)])
        case .signed(let path, let cookie):
            response = Response(status: .seeOther, headers: [.location: path])
            response.headers.append(HTTPField(name: .setCookie, value: cookie))
        case .bytes(let bytes, let type, let name):
            response = Response(
                status: .ok, headers: [.contentType: type], body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
            if let name { response.headers[.contentDisposition] = "attachment; filename=\"\(name)\"" }
        case .answer(let answer): response = answer.response
        }
        for cookie in visit.cookies { response.headers.append(HTTPField(name: .setCookie, value: cookie)) }
        SecurityHeaders.set(on: &response.headers, isSecure: house.isSecure)
        return response
    }

    private func page(
        _ view: View, _ person: Principal?, _ csrf: String, _ request: Request, _ now: Date
    ) throws -> Response {
        let notice = WebResponder.query(request)["did"].flatMap(Notice.init(rawValue:))
        let html = try layout.html(
            view, for: person, csrf: csrf, notice: view.faults.isEmpty ? notice : nil, path: request.uri.path, now: now)
        return Response(
            status: view.status, headers: [.contentType: "text/html; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
    }

    private static func address(_ path: String, _ notice: Notice?) -> String {
        guard let notice else { return path }
        let halves = path.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let joined = halves[0] + (halves[0].contains("?") ? "&" : "?") + "did=" + notice.rawValue
        return halves.count > 1 ? joined + "#" + halves[1] : String(joined)
    }

    /// The parameters of the query, the last of each name; what a page does not know it passes over.
    static func query(_ request: Request) -> [String: String] {
        var query: [String: String] = [:]
        for (name, value) in request.uri.queryParameters.prefix(40) where value.utf8.count <= 2000 {
            query[String(name)] = String(value)
        }
        return query
    }

    private static func form(_ request: Request, _ route: WebRoute) async throws -> (FormInput, [UInt8]) {
        let type = request.headers[.contentType]?.split(separator: ";").first.map { $0.lowercased() }
        if route.takesFiles, type == "multipart/form-data" { return try await formWithFiles(request) }
        guard type == "application/x-www-form-urlencoded" else {
            throw APIProblem(.unsupportedMediaType, "unsupported-type", "Forms are sent as a browser sends them.")
        }
        let bytes = Array(buffer: try await request.body.collect(upTo: RequestReading.usualBody))
        guard let form = FormInput(urlEncoded: bytes) else {
            throw APIProblem(.badRequest, "invalid", "The form holds a character that cannot be stored.")
        }
        return (form, bytes)
    }

    /// The form, and what stands for its body: browsers mark the parts anew each time, so the same form sent twice has other
    /// bytes.
    private static func formWithFiles(_ request: Request) async throws -> (FormInput, [UInt8]) {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > RequestReading.largeBody {
            throw APIProblem.tooLarge
        }
        let bytes = Array(buffer: try await request.body.collect(upTo: RequestReading.largeBody))
        let parts = try read(bytes, type: request.headers[.contentType] ?? "")
        guard let form = FormInput(parts) else {
            throw APIProblem(.badRequest, "invalid", MultipartFault.badText.words)
        }
        return (form, parts.fingerprint)
    }

    /// Apart from `formWithFiles`: typed errors inside async functions crash Swift 6.3's optimiser (see `MasterRows`).
    @inline(never)
    private static func read(_ bytes: [UInt8], type: String) throws -> MultipartForm {
        do {
            return try MultipartForm(bytes, type: type)
        } catch {
            throw APIProblem(.badRequest, "invalid", error.words)
        }
    }

    /// A text as a value of a query.
    static func escapedForQuery(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: "/"):
                result.unicodeScalars.append(UnicodeScalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return result
    }
}

extension APIProblem {
    /// A form was shown again instead of being done: nothing is kept under its number.
    fileprivate static let shown = APIProblem(.unprocessableContent, "shown", "")
}
