import Deployment
import HTTPTypes
import Hummingbird

/// One thing that the API can do.
///
/// The table of routes (`Routes.all`) is the only place that knows them: the router, the OpenAPI document and the test of
/// every role on every route are made from it.
package struct Route: Sendable {
    /// Who may use a route.
    package enum Access: Sendable, Equatable {
        /// Everybody, without a token.
        case anyone
        /// Whoever has a valid token of one of these roles.
        case roles(Set<Role>)
    }

    /// What a route takes as its body.
    package enum Body: Sendable, Equatable {
        /// None; what is sent is ignored unread.
        case none
        /// JSON of this shape.
        case json(Schema)
        /// JSON of this shape, of up to the size of a whole import.
        case largeJSON(Schema)
        /// A text of this media type, in UTF-8, of up to the size of a whole import; the handler reads it.
        case text(String)
    }

    /// What a route answers when all is well.
    package enum Success: Sendable, Equatable {
        /// JSON of this shape.
        case json(Schema)
        /// Text of this media type.
        case text(String)
        /// Server-sent events.
        case events
        /// Nothing.
        case nothing
    }

    /// What happens when a write comes again with the same Idempotency-Key.
    package enum Repetition: Sendable, Equatable {
        /// The answer is kept and given again. Such an answer never holds personal text.
        case answered
        /// The answer holds a secret or sealed text, which must not be kept: the second request is told so.
        case refused
    }

    /// A parameter of the query.
    package struct Parameter: Sendable, Equatable {
        let name: String
        let form: TextForm
        let isRequired: Bool
        let meaning: String

        /// A parameter that may be absent.
        static func optional(_ name: String, _ form: TextForm, _ meaning: String) -> Parameter {
            Parameter(name: name, form: form, isRequired: false, meaning: meaning)
        }

        /// A parameter that must be there.
        static func required(_ name: String, _ form: TextForm, _ meaning: String) -> Parameter {
            Parameter(name: name, form: form, isRequired: true, meaning: meaning)
        }

        /// The two parameters of every list that comes in pages.
        static let paging: [Parameter] = [
            .optional("limit", .decimal(1...200), "Items on a page; 50 unless told."),
            .optional("cursor", .token(400), "Where the page begins, from the link of the page before."),
        ]
    }

    /// What a handler is. It writes in one transaction and does nothing after it that can fail: an error it throws says
    /// that nothing was written, or that nobody knows (see `IdempotencyDesk.changedNothing`).
    package typealias Handler = @Sendable (Call) async throws -> Answer

    /// The method.
    package let method: HTTPRequest.Method
    /// The path, with `{name}` for its variable parts; see `PathParts.form`.
    package let path: String
    /// What it does, in one line.
    package let summary: String
    /// Who may use it.
    package let access: Access
    /// The parameters of its query; any other is refused.
    package var query: [Parameter] = []
    /// The body it takes.
    package var body: Body = .none
    /// What it answers.
    package var success: Success
    /// The status of that answer.
    package var status: HTTPResponse.Status = .ok
    /// Statuses it can answer besides those that every route of its kind can.
    package var refusals: Set<Int> = []
    /// Whether `If-Match` must name the revision that the caller saw.
    package var needsRevision = false
    /// What a repeated write gets.
    package var repetition: Repetition = .answered
    /// The work.
    package let handler: Handler

    /// A name for the document and the metrics: `GET /api/v1/cases/{case}`.
    package var name: String { "\(method.rawValue) \(path)" }

    /// The names of the variable parts of the path, in order.
    package var variables: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    }

    /// The route with some things set.
    func with(_ change: (inout Route) -> Void) -> Route {
        var route = self
        change(&route)
        return route
    }
}

extension Route: CustomStringConvertible {
    /// Method and path.
    package var description: String { name }
}

extension Route {
    /// Reads something.
    static func get(
        _ path: String, _ summary: String, _ access: Access, query: [Parameter] = [], _ schema: Schema,
        _ handler: @escaping Handler
    ) -> Route {
        Route(
            method: .get, path: path, summary: summary, access: access, query: query, success: .json(schema),
            handler: handler)
    }

    /// Does something.
    static func post(
        _ path: String, _ summary: String, _ access: Access, body: Schema?, _ success: Success,
        status: HTTPResponse.Status = .created, _ handler: @escaping Handler
    ) -> Route {
        Route(
            method: .post, path: path, summary: summary, access: access, body: body.map { .json($0) } ?? .none,
            success: success, status: status, handler: handler)
    }
}

/// The variable parts of paths: one name, one form.
enum PathParts {
    static let forms: [String: TextForm] = [
        "nd": .nonDeployment, "case": .goldCase, "flag": .numbered("F-", digits: 1...18), "job": .rowNumber,
        "version": .rowNumber, "account": .rowNumber, "token": .rowNumber, "change": .rowNumber,
        "swap": .swap, "question": .question,
        "notification": .rowNumber, "entry": .rowNumber,
        "officer": .officer, "owed": .rowNumber,
        "operation": .operation, "restriction": .restriction, "consultation": .rowNumber,
        "session": .rowNumber, "booking": .rowNumber, "concern": .numbered("C-", digits: 1...18),
        "challenge": .numbered("CH-", digits: 1...18),
        "repair": .rowNumber, "step": .rowNumber,
        "kind": .token(40), "table": .token(40), "day": .day,
        "post": .numbered("P", digits: 1...6), "shift": .token(8),
        "site": .numbered("S", digits: 1...6),
        "sample": .dipSample, "item": .rowNumber,
    ]

    /// The form of a variable part; a free token where none is set down.
    static func form(_ name: String) -> TextForm { forms[name] ?? .token(60) }
}
