import Deployment
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Records

/// Who comes to a page, by the cookies they bring; and the cookies they take along.
struct Visit: Sendable {
    /// The session that is open; nil where nobody is signed in.
    private(set) var session: OpenSession?
    /// The secret that was shown, whether it is good or not.
    let shown: SessionSecret?
    /// The cookies to set.
    private(set) var cookies: [String] = []
    private let sessionCookie: SessionCookie
    private let visitorCookie: VisitorCookie
    /// The key of the forms of somebody who has yet to sign in.
    private var visitorKey: [UInt8]?

    init(headers: HTTPFields, isSecure: Bool) {
        sessionCookie = SessionCookie(isSecure: isSecure)
        visitorCookie = VisitorCookie(isSecure: isSecure)
        shown = sessionCookie.secret(in: headers)
        visitorKey = visitorCookie.key(in: headers)
    }

    /// The key that this browser alone knows; nil where it came with none and somebody is signed in.
    var browserKey: [UInt8]? { visitorKey }

    /// Who is signed in.
    var principal: Principal? { session?.principal }

    /// Looks who is signed in, and gives the session a new secret when it is time; unless `isUse`, leaves it as it is.
    mutating func enter(_ house: House, isUse: Bool, asOf now: Date) async throws {
        if let shown {
            session = try await house.sessions.find(shown, isUse: isUse, asOf: now)
            if isUse, session?.isDueToTurn == true, let turned = try await house.sessions.turn(shown, asOf: now) {
                cookies.append(sessionCookie.setting(turned.secret))
            }
        }
        if session == nil, visitorKey == nil {
            let key = VisitorCookie.makeKey()
            visitorKey = key
            cookies.append(visitorCookie.setting(key))
        }
    }

    private var marks: CSRF? {
        if session != nil, let shown { return CSRF(shown) }
        return visitorKey.map { CSRF(key: $0) }
    }

    /// A mark for the forms of a page, another each time.
    var csrf: String { marks?.mark() ?? "" }

    /// Whether a form came from a page of the session whose secret was shown, be it over by now.
    func wasOwnForm(_ form: FormInput) -> Bool {
        shown.map { CSRF($0).verifies(form.text("csrf")) } ?? false
    }

    /// Throws 403 unless a form came from a page of ours that was shown to this visitor.
    func expectOwnForm(_ form: FormInput, _ request: Request) throws {
        let site = request.headers[.known("Sec-Fetch-Site")]
        guard site == nil || site == "same-origin" || site == "none", marks?.verifies(form.text("csrf")) == true else {
            throw APIProblem(
                .forbidden, "foreign-form",
                "The form did not come from a page of this session. Load the page again and send it from there.")
        }
    }
}
