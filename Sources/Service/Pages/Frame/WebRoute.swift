import Deployment
import HTTPTypes
import Hummingbird

/// One page, or one thing that a form does.
///
/// The table of pages (`WebPages.all`) is the only place that knows them: the router and the test of every role on every page
/// are made from it. Routes of the API are another table (`Routes.all`): what programs are promised changes by other rules.
package struct WebRoute: Sendable {
    /// Who may use a page.
    package enum Access: Sendable, Equatable {
        /// Everybody, signed in or not.
        case anyone
        /// Whoever is signed in.
        case signedIn
        /// Whoever is signed in with one of these roles.
        case roles(Set<Role>)
    }

    /// What a page does; a fault of the form shows the page again.
    typealias Handler = @Sendable (WebCall) async throws -> WebAnswer

    /// GET or POST.
    package let method: HTTPRequest.Method
    /// The path, with `{name}` for its variable parts; see `PathParts.form`.
    package let path: String
    /// Who may use it.
    package let access: Access
    /// Whether its form may send files: then a body may be as long as an import's.
    var takesFiles = false
    /// Whether it answers with news as they happen, which go on until the session ends.
    package var isStream = false
    let handler: Handler

    /// A name for logs and tests: `GET /board`.
    package var name: String { "\(method.rawValue) \(path)" }

    /// The names of the variable parts of the path, in order.
    var variables: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    }

    /// Shows something.
    static func page(
        _ path: String, _ access: Access, _ show: @escaping @Sendable (WebCall) async throws -> View
    ) -> WebRoute {
        WebRoute(method: .get, path: path, access: access) { .view(try await show($0)) }
    }

    /// Does what a button says, and goes on to another page.
    static func action(
        _ path: String, _ access: Access,
        _ submit: @escaping @Sendable (WebCall) async throws -> WebAnswer
    ) -> WebRoute {
        WebRoute(method: .post, path: path, access: access, handler: submit)
    }

    /// Tells an open page that there is something new, until the session ends. Never the news itself: the page asks for that.
    static func stream(
        _ path: String, _ access: Access, _ answer: @escaping @Sendable (WebCall) async throws -> Answer
    ) -> WebRoute {
        WebRoute(method: .get, path: path, access: access, isStream: true) { .answer(try await answer($0)) }
    }

    /// A page with one form: shown, then sent. A fault shows the page again with what was typed, and nothing is lost.
    ///
    /// `fields` are worked out anew for each call, because choices may hang on the record.
    static func form(
        _ path: String, _ access: Access, takesFiles: Bool = false,
        fields: @escaping @Sendable (WebCall) async throws -> [Field],
        show: @escaping @Sendable (WebCall, FormState) async throws -> View,
        submit: @escaping @Sendable (WebCall, FormInput) async throws -> WebAnswer
    ) -> [WebRoute] {
        let shown = WebRoute(method: .get, path: path, access: access) { call in
            .view(try await show(call, FormState(fields: try await fields(call), input: call.form, faults: [])))
        }
        let sent = WebRoute(method: .post, path: path, access: access, takesFiles: takesFiles) { call in
            let asked = try await fields(call)
            do {
                let faults = call.form.faults(asked)
                guard faults.isEmpty else { throw FormRefused(faults) }
                return try await submit(call, call.form)
            } catch let error where !(error is CancellationError) {
                guard let refused = FormRefused(error, fields: asked) else { throw error }
                let state = FormState(fields: asked, input: call.form, faults: refused.faults)
                return .view(
                    try await show(call, state).with {
                        $0.faults = refused.faults
                        $0.status = .unprocessableContent
                    })
            }
        }
        return [shown, sent]
    }
}

/// The fields of a form, what was typed into them and what is wrong with it.
struct FormState: Sendable {
    let fields: [Field]
    let input: FormInput
    let faults: [FieldFault]

    /// The form to show, sent to the page's own address unless told otherwise.
    func view(_ call: WebCall, button: String, cancel: String? = nil, given: [String: [String]] = [:]) -> FormView {
        FormView(
            csrf: call.csrf, once: call.once,
            fields: fields.map { field in
                FieldView(
                    field, values: input.has(field.name) ? input.all(field.name) : given[field.name] ?? [],
                    error: faults.first { $0.field == field.name }?.text)
            }, button: button, cancel: cancel,
            hasFiles: fields.contains { field in
                if case .files = field.kind { true } else { false }
            })
    }
}

extension FormRefused {
    /// What an error of the record says of the form that was sent; nil for one that is no fault of the form.
    fileprivate init?(_ error: any Error, fields: [Field]) {
        if let refused = error as? FormRefused {
            self = refused
            return
        }
        guard let problem = APIProblem(error) else { return nil }
        switch problem.status.code {
        case 400, 409, 412, 422: break
        case 403 where problem.kind != "role-refused": break
        default: return nil
        }
        guard !problem.faults.isEmpty else {
            self.init(nil, problem.detail)
            return
        }
        self.init(
            problem.faults.map { fault in
                let field = fields.first { field in
                    field.pointers.contains(fault.pointer) || fault.pointer == "/\(field.name)"
                }
                return FieldFault(field?.name, "\(field?.label ?? fault.pointer) \(fault.rule)")
            })
    }
}
