import Deployment
import FoundationEssentials
import HTTPTypes
import Records

/// One request to a page by somebody who may use it.
struct WebCall: Sendable {
    /// The same request as the API's rooms take it: who may see what is decided in one place for both.
    let call: Call
    /// Who came, with the cookies they brought.
    let visit: Visit
    /// The network address they came from, where it is known.
    let address: String?
    /// What was sent with the form; empty for a page that is only shown.
    let form: FormInput
    /// Proves that a form came from a page of ours; another text on every page.
    let csrf: String
    /// What the page was asked to say on top, after something was done.
    let notice: Notice?

    /// A number for one form, another each time: a form sent twice is done once.
    var once: String { UUID().uuidString.lowercased() }
    var house: House { call.house }
    /// The cookie of sessions.
    var sessionCookie: SessionCookie { SessionCookie(isSecure: house.isSecure) }
    var now: Date { call.now }
    /// Today in London.
    var today: Day { Moments.day(call.now) }

    /// Who is signed in. Throws `unauthenticated` on pages for everyone.
    var caller: Principal { get throws { try call.caller } }

    /// A parameter of the query; nil where it is absent or empty.
    func asked(_ name: String) -> String? {
        call.query[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// A date of the query; nil where it is none.
    func askedDay(_ name: String) -> Day? { asked(name).flatMap { Day(iso: $0) } }

    /// A form of one button.
    func button(
        _ text: String, to action: String, hidden: [(String, String)] = [], isGrave: Bool = false
    ) -> FormView {
        FormView(
            action: action, csrf: csrf, once: once,
            hidden: hidden.map { FormView.Hidden(name: $0.0, value: $0.1) }, fields: [], button: text, isGrave: isGrave)
    }
}

/// What a page answers.
enum WebAnswer: Sendable {
    case view(View)
    /// Goes on to a page of ours, which says on top what was done.
    case redirect(String, Notice? = nil)
    /// Something else, as it is.
    case bytes([UInt8], type: String, name: String? = nil)
    /// An answer of the API's own rooms, such as a stream of events.
    case answer(Answer)
    /// A redirect that changes who is signed in.
    case signed(to: String, cookie: String)
    /// A page for somebody who has just signed in.
    case signedView(View, cookie: String)
}

/// What a page says on top after something was done: one of ours, named in the address, so that nobody else's words get there.
enum Notice: String, Sendable, CaseIterable {
    case saved, recorded, sent, withdrawn, ended, claimed, released, accepted, discarded, published, queued, revoked
    case signedOut = "signed-out"
    case signedOutEverywhere = "signed-out-everywhere"
    case passwordChanged = "password-changed"

    var text: String {
        switch self {
        case .saved: "Saved."
        case .recorded: "On record."
        case .sent: "Sent."
        case .withdrawn: "Withdrawn."
        case .ended: "Ended."
        case .claimed: "The case is yours until you release it."
        case .released: "Released."
        case .accepted: "Accepted."
        case .discarded: "Discarded."
        case .published: "Published. Everyone it concerns is told."
        case .queued: "Queued."
        case .revoked: "Revoked."
        case .signedOut: "You are signed out."
        case .signedOutEverywhere: "Signed out on every device."
        case .passwordChanged: "The password was changed, and every other session was ended."
        }
    }
}
